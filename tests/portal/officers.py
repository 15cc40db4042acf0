"""An officer at their pages: signs in, opens a dossier's page, sends its form with its version."""

import re
from typing import Any, Self
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from tests.pages import PageClient

VERSION = re.compile(r'name="version" value="(\d+)"')


class Officer:
    """A signed-in officer in one of the two rooms ("mot-cua" or "xu-ly")."""

    def __init__(self, app: Flask, username: str, room: str) -> None:
        self.page = PageClient(app)
        self.page.sign_in(username)
        self.room = room

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def status(self) -> int:
        return self.page.status

    def inbox(self, query: str = "") -> str:
        """The text of the room's list."""
        self.page.get(f"/{self.room}{query}")
        return self.text

    def search(self, words: str, query: str = "") -> str:
        """The text of the list that the words, beside a query's filters, lead to."""
        fields = dict(parse_qsl(query.lstrip("?")))
        self.page.post(f"/{self.room}/tim", {**fields, "q": words})
        return self.text

    def open(self, dossier_id: UUID, act: str = "") -> str:
        """The text of the dossier's page, or of one of its acts."""
        self.page.get(f"/{self.room}/{dossier_id}{'/' + act if act else ''}")
        return self.text

    def send(self, dossier_id: UUID, act: str, version: str = "", **typed: Any) -> str:
        """What comes back when the act's form is sent from the page last seen."""
        found = VERSION.search(self.text)
        seen = version or (found.group(1) if found else "")
        fields = {name.replace("__", "-"): value for name, value in typed.items()}
        self.page.post(f"/{self.room}/{dossier_id}/{act}", {"version": seen, **fields})
        return self.text

    def do(self, dossier_id: UUID, act: str, **typed: Any) -> str:
        """Open the act's page and send its form."""
        self.open(dossier_id, act)
        assert self.status == 200, (act, self.status)
        return self.send(dossier_id, act, **typed)


class Queries:
    """Counts the statements that reach a database while it is open."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seen: list[str] = []

    def _note(self, _c: object, _cur: object, statement: str, *_rest: object) -> None:
        self.seen.append(statement)

    def __enter__(self) -> Self:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_failure: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)
