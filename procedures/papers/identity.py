"""Who a certificate says its holder is."""

import re

from asn1crypto.x509 import Certificate, Name

_SIGNING = frozenset({"digital_signature", "non_repudiation"})
_PERSONAL_NUMBER = re.compile(r"(?:CCCD|CMND|MST|ID)\s*:\s*([0-9-]{8,20})")


def holder_name(certificate: Certificate) -> str:
    """The common name, or the organisation when there is none."""
    return _shown(certificate.subject)


def issuer_name(certificate: Certificate) -> str:
    """The common name of the authority that issued the certificate."""
    return _shown(certificate.issuer)


def subject_number(certificate: Certificate) -> str:
    """The personal or tax number, from the user id or the serial number attribute; else empty.

    Vietnamese authorities write it as "CCCD:<12 digits>" or "MST:<tax number>".
    """
    parts = _parts(certificate.subject)
    for kind in ("user_id", "serial_number"):
        found = _PERSONAL_NUMBER.search(parts.get(kind, ""))
        if found:
            return found.group(1)
    return ""


def may_sign(certificate: Certificate) -> bool:
    """Whether the certificate is for signing at all (RFC 5280, 4.2.1.3), and no authority's.

    A path that consists of its anchor alone is not asked for this by those who validate paths.
    """
    usage = certificate.key_usage_value
    return not certificate.ca and (usage is None or not _SIGNING.isdisjoint(usage.native))


def _shown(name: Name) -> str:
    parts = _parts(name)
    return parts.get("common_name") or parts.get("organization_name") or name.human_friendly


def _parts(name: Name) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in name.native.items():
        found[key] = value if isinstance(value, str) else str(value[0])
    return found
