"""Whether a certificate leads to an anchor of one store."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from procedures.papers.trust import TrustStore

# Both libraries log the names of certificate holders and whole stacks for every doubtful file; a
# log holds no personal data, and what they found comes back as a verdict anyway.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


class Obstacle(StrEnum):
    """What stands between a certificate and the anchor."""

    FOREIGN = "foreign"
    EXPIRED = "expired"
    REVOKED = "revoked"


class NoPathError(Exception):
    """No valid path leads to an anchor."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


async def path_to(
    store: TrustStore,
    certificate: Certificate,
    others: Iterable[Certificate],
    moment: datetime,
    *,
    ocsps: Sequence[OCSPResponse] = (),
    crls: Sequence[CertificateList] = (),
    claimed: datetime | None = None,
) -> ValidationPath:
    """The path from the anchor down to the certificate, valid at the moment; or `NoPathError`.

    Revocation counts only where `ocsps` or `crls` tell of it. `claimed` is what a stamp says of its
    own time (see `TrustStore.at`).
    """
    standing = store.at(moment, claimed)
    context = ValidationContext(
        trust_roots=standing.anchors,
        other_certs=[*others, *standing.intermediates],
        ocsps=ocsps,
        crls=crls,
        allow_fetching=False,
        moment=moment,
        revocation_mode="soft-fail",
        # What is told later about a certificate counts for the moment as well.
        retroactive_revinfo=True,
    )
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        path = await validator.async_validate_path()
    except RevokedError as fault:
        raise NoPathError(Obstacle.REVOKED) from fault
    except InsufficientRevinfoError as fault:
        if not (ocsps or crls):
            raise NoPathError(Obstacle.FOREIGN) from fault
        # What is told is about other certificates: for this one there is nothing new.
        return await path_to(store, certificate, others, moment, claimed=claimed)
    except (ExpiredError, NotYetValidError) as fault:
        raise NoPathError(Obstacle.EXPIRED) from fault
    except (PathError, ValidationError, ValueError, TypeError) as fault:
        raise NoPathError(Obstacle.FOREIGN) from fault
    if any(store.bars(member, moment) for member in path):
        raise NoPathError(Obstacle.FOREIGN)
    return path
