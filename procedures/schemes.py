"""How a key signs with SHA-256: ECDSA by its kind, RSA by one of two schemes that somebody chooses.

Thông tư 15/2025/TT-BKHCN, Phụ lục, 1.2 asks for RSASSA-PSS of RSA keys. Tokens and services that
cannot speak it keep RSASSA-PKCS1-v1_5, which each store of keys may name.
"""

from enum import StrEnum

PSS_SALT = 32
"""Octets of salt: as many as the digest has (RFC 8017, 9.1)."""
PSS_PARAMETERS = bytes.fromhex(
    "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108"
    "300d06096086480165030402010500a203020120"
)
"""RSASSA-PSS-params (RFC 4055, 3.1) as DER: SHA-256, MGF1 with SHA-256, that salt."""


class Scheme(StrEnum):
    """The schemes that this system signs by."""

    ECDSA = "ecdsa"
    PSS = "pss"
    """RSASSA-PSS (RFC 8017, 8.1)."""
    PKCS1 = "pkcs1"
    """RSASSA-PKCS1-v1_5 (RFC 8017, 8.2)."""


def rsa_scheme(told: str | None) -> Scheme:
    """The scheme of RSA keys that a file names: `pss`, also when it names none, or `pkcs1`.

    Raises ValueError for another word.
    """
    scheme = Scheme(told or Scheme.PSS)
    if scheme is Scheme.ECDSA:
        raise ValueError(told)
    return scheme
