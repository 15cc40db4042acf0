"""Whether a certificate leads to an anchor of one store, leaving revocation aside."""

import logging
from collections.abc import Iterable
from datetime import datetime

from asn1crypto.x509 import Certificate
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from procedures.papers.trust import TrustStore

# Both libraries log the names of certificate holders and whole stacks for every doubtful file; a
# log holds no personal data, and what they found comes back as a verdict anyway.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


class NoPathError(Exception):
    """No valid path leads to an anchor; `expired` tells that only the time was wrong."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "no path")
        self.expired = expired


async def path_to(
    store: TrustStore, certificate: Certificate, others: Iterable[Certificate], moment: datetime
) -> ValidationPath:
    """The path from the anchor down to the certificate, valid at the moment; or `NoPathError`."""
    context = ValidationContext(
        trust_roots=store.anchors,
        other_certs=[*others, *store.intermediates],
        allow_fetching=False,
        moment=moment,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        return await validator.async_validate_path()
    except (ExpiredError, NotYetValidError) as fault:
        raise NoPathError(expired=True) from fault
    except (PathError, ValidationError, ValueError, TypeError) as fault:
        raise NoPathError(expired=False) from fault
