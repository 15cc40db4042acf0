"""The last part of a notice's address, by which a service that signs nothing shows who it is."""

import hashlib
import hmac

SHORTEST_KEY = 24


def standing_mark(key: str) -> str:
    """For services that know one address for all their notices."""
    return _mac(key, "notices")


def mark_for(key: str, transaction: str) -> str:
    """For services that are told the address anew with each order."""
    return f"{transaction}.{_mac(key, transaction)}"


def transaction_of(key: str, mark: str) -> str | None:
    """The transaction of a mark that `mark_for` made; None for any other."""
    transaction, _, _mac_part = mark.partition(".")
    return transaction if same(mark, mark_for(key, transaction)) else None


def same(given: str, wanted: str) -> bool:
    """Whether the two are the same, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _mac(key: str, about: str) -> str:
    return hmac.new(key.encode(), about.encode(), hashlib.sha256).hexdigest()
