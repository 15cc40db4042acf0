"""The desk: the one-stop counter takes dossiers in and gives results out."""

from portal.desk import finishing, intake, moved, queue, receiving, returning, tickets
from portal.desk.blueprint import desk

__all__ = ["desk", "finishing", "intake", "moved", "queue", "receiving", "returning", "tickets"]
