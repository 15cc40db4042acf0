"""While the database or the queue is down: a plain page in both languages, and nothing lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as NoQueueError
from redis.exceptions import TimeoutError as SlowQueueError
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from portal import logs
from portal.app import create_app
from portal.settings import Settings
from portal.wiring import Services
from portal.wiring import services as build
from procedures.lifecycle import State
from procedures.records import OutboxRow
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.officers import Officer

NOWHERE = "postgresql+psycopg://x@127.0.0.1:1/x"
NO_QUEUE = "redis://127.0.0.1:1/0"
PERSONAL = "Nguyễn Văn Ẩn"


def said_plainly(client: PageClient) -> bool:
    """Both languages, the request's id, and no frame that would have to ask the database."""
    both = "chưa phục vụ được" in client.text and "temporarily unavailable" in client.text
    return client.status == 503 and both and "Traceback" not in client.text


@pytest.mark.parametrize("path", ["/", "/thu-tuc", "/ho-so", "/mot-cua", "/khong-co-trang-nay"])
def test_without_a_database_every_page_says_so(settings: Settings, path: str) -> None:
    client = PageClient(create_app(replace(settings, database_url=NOWHERE)))
    with client.http.session_transaction() as cookie:
        cookie["_user_id"] = "00000000-0000-0000-0000-000000000007"
    answer = client.get(path)
    assert said_plainly(client)
    assert answer.headers["Retry-After"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-Id"] in client.text


def test_a_page_that_needs_nobody_opens_without_a_database(settings: Settings) -> None:
    client = PageClient(create_app(replace(settings, database_url=NOWHERE)))
    client.get("/tro-giup")
    assert client.status == 200


def test_a_database_that_dies_in_between_is_told_and_comes_back(
    app: Flask, client: PageClient, services: Services
) -> None:
    client.sign_in("congdan1")
    broken = build(replace(services.settings, database_url=NOWHERE))
    app.extensions["services"] = replace(services, sessions=broken.sessions)
    client.get("/ho-so")
    assert said_plainly(client)
    app.extensions["services"] = services
    client.get("/ho-so")
    assert client.status == 200


def _raising(app: Flask, fault: Callable[[], object]) -> PageClient:
    @app.get("/hong")
    def broken() -> str:
        fault()
        return ""

    return PageClient(app)


@pytest.mark.parametrize("fault", [NoQueueError, SlowQueueError])
def test_a_queue_that_is_asked_and_silent_is_told(app: Flask, fault: type[Exception]) -> None:
    def raised() -> None:
        raise fault(PERSONAL)

    client = _raising(app, raised)
    client.get("/hong")
    assert said_plainly(client)


def test_the_log_names_the_kind_and_nothing_of_what_was_typed(
    app: Flask, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow() -> None:
        with services.reading() as db:
            db.execute(text("SET LOCAL statement_timeout = 1"))
            db.execute(text("SELECT pg_sleep(1), :name"), {"name": PERSONAL})

    logs.configure()
    client = _raising(app, slow)
    client.get("/hong")
    written = capsys.readouterr().err
    assert said_plainly(client)
    assert "QueryCanceled" in written
    assert "part_absent" in written
    assert PERSONAL not in written
    assert "pg_sleep" not in written


def test_without_a_queue_an_act_is_done_and_its_effects_wait(
    settings: Settings, life: Life
) -> None:
    dossier_id = life.submitted()
    app = create_app(replace(settings, redis_url=NO_QUEUE))
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    desk.do(dossier_id, "tiep-nhan")
    app.extensions["services"].engine.dispose()
    assert desk.status == 200
    assert life.dossier(dossier_id).state is State.RECEIVED
    with life.services.reading() as db:
        waiting = select(OutboxRow.enqueued_at).where(OutboxRow.effect == "RenderPaper")
        assert list(db.scalars(waiting)) == [None]


def test_what_dies_right_after_an_act_does_not_undo_it_in_words(
    app: Flask, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier_id = life.submitted()
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    desk.open(dossier_id, "tiep-nhan")

    def dead(_services: Services) -> int:
        raise OperationalError("SELECT 1", {}, ConnectionError())

    monkeypatch.setattr("portal.acting.outbox.push", dead)
    desk.send(dossier_id, "tiep-nhan")
    assert desk.status == 200
    assert "Đã tiếp nhận hồ sơ" in desk.text
    assert life.dossier(dossier_id).state is State.RECEIVED
