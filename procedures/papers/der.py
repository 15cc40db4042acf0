"""Writes DER, the few forms that a signature's envelope needs.

asn1crypto takes every header that ends in 0x80 for an indefinite length and encodes the value
anew, again and again down the tree; one signature in a hundred would take half a second, and the
others fifteen times what they need. What is written often is therefore written here, and the
tests compare it with what pyHanko writes.
"""

from asn1crypto import parser

INTEGER = 0x02
OCTET_STRING = 0x04
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31
TRUE = b"\x01\x01\xff"
NULL = b"\x05\x00"
_SHORT = 0x80


def tlv(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length, and the parts one after another."""
    content = b"".join(parts)
    size = len(content)
    if size < _SHORT:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(length))) + length + content


def explicit(number: int, *parts: bytes) -> bytes:
    """Parts under the context tag [number], constructed."""
    return tlv(0xA0 | number, *parts)


def integer(value: int) -> bytes:
    """A whole number that is not negative."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def set_of(*members: bytes) -> bytes:
    """A SET OF: its members stand in the order of their bytes."""
    return tlv(SET, *sorted(members))


def inside(value: bytes) -> list[bytes]:
    """The values directly inside a constructed one, each as it was written.

    Raises ValueError for what is no DER.
    """
    content = parser.parse(value, strict=True)[4]
    found: list[bytes] = []
    while content:
        size = parser.peek(content)
        found.append(content[:size])
        content = content[size:]
    return found
