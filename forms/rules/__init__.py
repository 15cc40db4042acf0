"""What a form's conditions mean, which fields it shows, and what is wrong with its answers."""

from .checking import check_all, check_page
from .conditions import holds, is_filled, mentioned
from .narrowing import ALWAYS, NEVER, narrow
from .renaming import rename
from .visible import View
from .wording import describe

__all__ = [
    "ALWAYS", "NEVER", "View", "check_all", "check_page", "describe", "holds", "is_filled",
    "mentioned", "narrow", "rename",
]  # fmt: skip
