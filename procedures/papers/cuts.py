"""Where the files of the paper face are: in a folder, or in one of the folders in it."""

from pathlib import Path


def find_cut(folder: Path, name: str) -> Path:
    """The file of one cut; raises FileNotFoundError that names it."""
    for path in (folder / name, *sorted(folder.glob(f"*/{name}"))):
        if path.is_file():
            return path.resolve()
    message = f"the paper face lacks {name} in {folder}"
    raise FileNotFoundError(message)
