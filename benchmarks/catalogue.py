"""The catalogue's search page against a bare Flask page of the same size."""

import json
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from benchmarks.browser import Browser
from benchmarks.ground import Ground
from benchmarks.line import Line, compared
from benchmarks.statements import counted
from benchmarks.stopwatch import by_turns
from portal.wiring import Services
from procedures.folding import fold
from procedures.records import PlaceRow, ProcedureVersion

ADDRESS = "/thu-tuc?q=dang+ky"
_MADE_UP_FROM = 900_000
"""Made-up procedures have codes from here on; the shipped ones lie below."""


def measure(ground: Ground) -> Iterator[Line]:
    """A search whose words many procedures contain: a full page of results."""
    size = ground.size
    shared = ground.furnished("catalogue")
    fill(shared, size.procedures)
    reader = Browser(ground.application(shared))
    engine = reader.app.extensions["services"].engine
    page = reader.get(ADDRESS)
    queries = counted(engine, lambda: reader.get(ADDRESS))
    bare = Browser(bare_page(page.decode()))
    ours, theirs = by_turns(
        size.pages,
        lambda _turn: reader.get(ADDRESS),
        lambda _turn: bare.get("/"),
        warm_up=size.warm_up,
    )
    for each in (shared.engine, engine):
        each.dispose()
    yield compared(
        "catalogue search",
        ours,
        theirs,
        to="a fresh Flask app that returns a constant HTML text of the same size",
        note=f"{ADDRESS} through the whole application, {size.procedures} procedures, "
        f"{queries} queries, {len(page)} bytes",
    )


def bare_page(text: str) -> Flask:
    """What Flask itself costs."""
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return text

    return app


def fill(shared: Services, count: int) -> None:
    """Publish the shipped procedures over and over, each time named after another place."""
    with shared.transaction() as call:
        shipped = call.db.scalars(select(ProcedureVersion).order_by(ProcedureVersion.id)).all()
        places = call.db.scalars(select(PlaceRow).order_by(PlaceRow.id)).all()
        for number in range(count):
            model, place = shipped[number % len(shipped)], places[number % len(places)]
            call.db.add(_named_after(model, place, f"1.{_MADE_UP_FROM + number:06d}"))


def _named_after(model: ProcedureVersion, place: PlaceRow, code: str) -> ProcedureVersion:
    name = {locale: f"{text} ({place.name[locale]})" for locale, text in model.name.items()}
    body = {**model.body, "code": code, "name": name}
    return ProcedureVersion(
        code=code,
        version=1,
        body=json.loads(json.dumps(body)),
        digest=model.digest,
        name=name,
        field_code=model.field_code,
        field_name=model.field_name,
        decided_at=model.decided_at,
        level=model.level,
        search=fold(f"{code} {name['vi']} {name['en']} {model.search}"),
        effective_from=model.effective_from,
        published_at=model.published_at,
    )
