"""The register room: the books of one's unit, and the files that were ordered of them."""

from portal.register import ordered, pages
from portal.register.blueprint import register

__all__ = ["ordered", "pages", "register"]
