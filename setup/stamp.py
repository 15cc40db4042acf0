"""A second set-up does nothing: a step runs again only when what it was made from changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file that holds the digest of a step's sources, written when the step was done."""

    path: Path
    digest: str

    @classmethod
    def of(cls, path: Path, sources: list[Path], *facts: str) -> "Stamp":
        """A stamp over the sources' content and further facts (a version, a place on disk)."""
        total = hashlib.sha256()
        for part in [*(source.read_bytes() for source in sources), *map(str.encode, facts)]:
            total.update(hashlib.sha256(part).digest())
        return cls(path, total.hexdigest())

    def fresh(self) -> bool:
        """Whether the step was carried out on exactly these sources."""
        return self.path.is_file() and self.path.read_text() == self.digest

    def press(self) -> None:
        """Record that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.digest)
