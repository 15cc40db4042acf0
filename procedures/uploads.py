"""What an uploaded file really is, judged by its bytes: pure checks, no store, no web."""

import re
import unicodedata
from dataclasses import dataclass

from procedures.errors import N_, DomainError

EMPTY = N_("Tệp “{name}” trống. Hãy chọn tệp khác.")
WRONG_TYPE = N_("Tệp “{name}” không thuộc loại được nhận ({types}).")
NOT_WHAT_IT_SAYS = N_("Nội dung tệp “{name}” không đúng với đuôi tệp. Hãy chọn đúng tệp gốc.")
TRUNCATED = N_("Tệp “{name}” bị cắt hoặc hỏng. Hãy tải lên lại.")
ENCRYPTED = N_("Tệp “{name}” có đặt mật khẩu. Hãy tải lên bản không có mật khẩu.")

LONGEST_NAME = 120
MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
EXTENSIONS = {"pdf": ("pdf",), "jpeg": ("jpg", "jpeg"), "png": ("png",)}


class UploadRefused(DomainError):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name the browser sent, and the bytes."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Inspected:
    """A harmless name and the media type found in the bytes."""

    filename: str
    media_type: str


def inspect(upload: Upload, accept: tuple[str, ...]) -> Inspected:
    """Take the file for what its bytes are; raises `UploadRefused`."""
    name = harmless_name(upload.filename)
    if not upload.data:
        raise UploadRefused(EMPTY, name=name)
    kind = _kind(upload.data)
    if kind is None or kind not in accept:
        raise UploadRefused(WRONG_TYPE, name=name, types=", ".join(accept).upper())
    if name.rpartition(".")[2].lower() not in EXTENSIONS[kind]:
        raise UploadRefused(NOT_WHAT_IT_SAYS, name=name)
    if not _complete(kind, upload.data):
        raise UploadRefused(TRUNCATED, name=name)
    if kind == "pdf" and b"/Encrypt" in upload.data[-4096:]:
        raise UploadRefused(ENCRYPTED, name=name)
    return Inspected(name, MEDIA_TYPES[kind])


def harmless_name(filename: str) -> str:
    """The last path part, NFC, without control characters, at most 120 characters."""
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rpartition("/")[2])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .")
    name = re.sub(r'[<>:"|?*]', "_", name)
    stem, dot, extension = name.rpartition(".")
    if dot and len(name) > LONGEST_NAME:
        name = f"{stem[: LONGEST_NAME - 1 - len(extension)]}.{extension}"
    return name[:LONGEST_NAME] or "tep"


def _kind(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return None


def _complete(kind: str, data: bytes) -> bool:
    match kind:
        case "pdf":
            return b"%%EOF" in data[-1024:] and b"startxref" in data[-2048:]
        case "jpeg":
            return b"\xff\xd9" in data[-64:]
        case _:
            return data[-12:-4].endswith(b"IEND")
