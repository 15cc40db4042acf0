"""Keeps a PDF object as the bytes it is written as.

pydyf encodes, and compresses, each object once to write it and once more for the file's identifier.
"""

import pydyf


class _Encoded(pydyf.Object):
    """Any object but a stream."""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.free = item.number, item.free
        self._data: bytes = item.data

    @property
    def data(self) -> bytes:
        """The object as it stands in the file."""
        return self._data


class _EncodedStream(_Encoded, pydyf.Stream):
    """A stream, which may not lie in another one."""


def encoded_once(item: pydyf.Object) -> pydyf.Object:
    """The object with its bytes fixed; nothing may be changed in it after this."""
    if item.free == "f":
        return item
    return _EncodedStream(item) if isinstance(item, pydyf.Stream) else _Encoded(item)
