"""The public room: what anybody may read without signing in."""

from portal.public import anchors, catalogue, password, sign_in, signing_notices, tracking, verify
from portal.public.views import public

__all__ = [
    "anchors",
    "catalogue",
    "password",
    "public",
    "sign_in",
    "signing_notices",
    "tracking",
    "verify",
]
