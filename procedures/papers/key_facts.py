"""What the register of keys is told of a certificate that has just signed."""

from asn1crypto.x509 import Certificate

from procedures.papers.revocation import list_addresses
from procedures.ports import KeyFacts

OUTSIDE = "outside"
"""The store of a key that is only ever in its holder's own hands."""


def key_facts(certificate: Certificate, holder: str, store: str) -> KeyFacts:
    """The certificate's facts, and where its authority's list is."""
    return KeyFacts(
        holder=holder,
        store=store,
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.sha256.hex(),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        lists=tuple(list_addresses(certificate)),
    )
