"""Bytes as letters that fit into addresses and JSON Web Signatures."""

from base64 import urlsafe_b64encode


def base64url(data: bytes) -> str:
    """Base64 for addresses, without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
