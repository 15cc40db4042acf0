"""Which of the officers' two rooms a page stands in, so that its links stay there."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for


@dataclass(frozen=True, slots=True)
class Room:
    """The desk or the office; `name` is its blueprint's."""

    name: str

    def at(self, view: str, dossier_id: UUID) -> str:
        """The address of a page about a dossier."""
        return url_for(f"{self.name}.{view}", dossier_id=dossier_id)

    def file(self, dossier_id: UUID) -> str:
        """The address of the dossier itself."""
        return self.at("file", dossier_id)


DESK = Room("desk")
OFFICE = Room("office")
