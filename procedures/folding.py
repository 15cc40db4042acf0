"""Words without diacritics: what people type in a hurry finds what is written well."""

import unicodedata


def fold(words: str) -> str:
    """Lower case, no diacritics, single spaces; as many letters as the NFC text had."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
