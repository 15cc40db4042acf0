"""The workbench: what an officer keeps for themself, in whichever room they work."""

from portal.workbench import keys, views, words
from portal.workbench.blueprint import workbench

__all__ = ["keys", "views", "words", "workbench"]
