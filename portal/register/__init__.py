"""The register room: the books of one's unit, and the files that were ordered of them."""

from portal.register import figures, ordered, pages
from portal.register.blueprint import register

__all__ = ["figures", "ordered", "pages", "register"]
