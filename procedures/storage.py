"""Files by their content: the address is the SHA-256 of the bytes, whatever store lies behind."""

import hashlib
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from procedures.errors import N_, NotFound

NO_FILE = N_("Không tìm thấy tệp.")


class ContentStore:
    """Implements `procedures.ports.BlobStore` on any store that obstore opens.

    Putting the same bytes twice is one file; a reader never sees a half-written one, because
    the store writes beside and renames.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        try:
            obstore.put(self._store, _path(digest), data, mode="create")
        except AlreadyExistsError:
            return digest
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes; raises `NotFound`, and ValueError when the store holds other bytes."""
        try:
            data = bytes(obstore.get(self._store, _path(sha256)).bytes())
        except FileNotFoundError as missing:
            raise NotFound(NO_FILE) from missing
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"the store holds other bytes under {sha256}")
        return data

    def exists(self, sha256: str) -> bool:
        try:
            obstore.head(self._store, _path(sha256))
        except FileNotFoundError:
            return False
        return True


def open_store(address: str) -> ContentStore:
    """The store at a folder path, or at a URL such as `s3://bucket/prefix`."""
    if "://" in address:
        return ContentStore(from_url(address))
    folder = Path(address).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return ContentStore(LocalStore(folder))


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
