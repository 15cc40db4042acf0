"""Files with a key, a password or another secret: their owner's alone, or they are not read."""

from pathlib import Path

from procedures.errors import N_, Unavailable

NO_FILE = N_("Kho khóa chưa có tệp khóa (.p12) hoặc tệp mật khẩu của người ký, đơn vị này.")
OPEN_TO_OTHERS = N_(
    "Tệp khóa hoặc tệp mật khẩu cho người khác trên máy đọc được. Hãy đặt quyền 0600 rồi chạy lại."
)
_FOR_OTHERS = 0o077


def private_bytes(path: Path) -> bytes:
    """The bytes of a file that is its owner's alone; raises `Unavailable`."""
    try:
        if open_to_others(path):
            raise Unavailable(OPEN_TO_OTHERS)
        return path.read_bytes()
    except OSError as fault:
        raise Unavailable(NO_FILE) from fault


def open_to_others(path: Path) -> bool:
    """Whether anybody but its owner may do anything with the file; raises OSError for none."""
    return bool(path.stat().st_mode & _FOR_OTHERS)
