"""The public room: what anybody may read without signing in."""

from portal.public import (
    anchors,
    catalogue,
    offline,
    outside,
    password,
    sign_in,
    signing_notices,
    tracking,
    verify,
)
from portal.public.views import public

__all__ = [
    "anchors",
    "catalogue",
    "offline",
    "outside",
    "password",
    "public",
    "sign_in",
    "signing_notices",
    "tracking",
    "verify",
]
