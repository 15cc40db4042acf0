"""What every page carries around its content: the province's name, the ways, who is there."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request, url_for

BRAND_FILE = Path(__file__).parent / "brand.json"
THEME_COOKIE = "mau"
THEMES: Mapping[str, str] = {"sang": "light", "toi": "dark"}
"""Cookie value to the name in the page's `data-theme`; no cookie follows the device."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation; `current` marks the room the reader is in."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person as the header names them. `post` says in which capacity, empty for a citizen.

    `has_password`: they signed in with a password of this system, and may change it.
    """

    name: str
    post: str = ""
    has_password: bool = False


Nav = Callable[[], Sequence[NavItem]]
Who = Callable[[], SignedIn | None]


def nav_item(label: str, href: str) -> NavItem:
    """An entry that is current on its own address and on all addresses below it."""
    return NavItem(
        label, href, current=request.path == href or request.path.startswith(f"{href.rstrip('/')}/")
    )


def no_nav() -> Sequence[NavItem]:
    """The navigation before any room has spoken."""
    return ()


def nobody() -> SignedIn | None:
    """The reader before sign-in exists."""
    return None


def load_brand(path: Path = BRAND_FILE) -> Mapping[str, Any]:
    """The names on the page, each a bilingual text; a province puts its own file in place."""
    brand: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return brand


def own_path(address: str | None) -> str:
    """A path inside this site from an untrusted address; the home page for anything else."""
    if (
        not address
        or not address.startswith("/")
        or address.startswith(("//", "/\\"))
        or "\n" in address
    ):
        return "/"
    parts = urlsplit(address.replace("\\", "/"))
    return "/" if parts.scheme or parts.netloc else address


def here() -> str:
    """The address that the reader sees, to come back to after switching language or theme."""
    return request.full_path.rstrip("?") if request.query_string else request.path


def init_app(app: Flask, *, nav: Nav = no_nav, who: Who = nobody, is_test: bool = False) -> None:
    """Give templates `brand`, `nav`, `person`, `theme`, `is_test` and the switches' addresses."""
    brand = load_brand()

    @app.context_processor
    def frame() -> dict[str, object]:
        # After a crash the frame asks nobody: the database may be what crashed.
        broken = g.get("crashed", False)
        return {
            "brand": brand,
            "nav": () if broken else nav(),
            "person": None if broken else who(),
            "theme": THEMES.get(request.cookies.get(THEME_COOKIE, ""), ""),
            "is_test": is_test,
            "switch_language": lambda code: url_for("public.language", chon=code, ve=here()),
            "switch_theme": lambda name: url_for("public.theme", mau=name, ve=here()),
        }
