"""The desk: the one-stop counter takes dossiers in and gives results out."""

from portal.desk import queue, receiving, returning
from portal.desk.blueprint import desk

__all__ = ["desk", "queue", "receiving", "returning"]
