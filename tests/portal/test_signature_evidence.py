"""The officer reads what a verdict on a signature rests on, and takes the evidence away."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, update

from portal.commands import rejudge as command
from procedures.records import Declaration
from tests.factories import CITIZEN, Life
from tests.fakes import FakeCheck
from tests.pages import PageClient
from tests.portal.officers import Officer, Queries

MARRIAGE = "1.000894"


def test_the_evidence_is_for_those_who_may_read_the_dossier(
    app: Flask, client: PageClient, life: Life
) -> None:
    dossier_id = life.received(MARRIAGE)
    with life.services.reading() as db:
        row = db.scalars(select(Declaration).where(Declaration.dossier_id == dossier_id)).one()
    at = f"/tep/to-khai/{row.id}/chung-cu"
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    with Queries(life.services.engine) as asked:
        page = desk.open(dossier_id)
    assert len(asked.seen) <= 8, asked.seen
    for words in ("Chữ ký số hợp lệ", "Căn cứ của kết luận về chữ ký", f'href="{at}"'):
        assert words in page
    assert "tồn tại vào lúc 16:00 ngày 02/03/2026" in page
    came = desk.page.get(at)
    assert came.data == life.services.blobs.get(row.evidence_sha256 or "")
    assert came.headers["Content-Disposition"].startswith('attachment; filename="chung-cu')
    assert came.headers["X-Content-Type-Options"] == "nosniff"
    other = Officer(app, "ldtbxh.bacgiang", "xu-ly")
    assert other.page.get(at).status_code == 404
    client.get(at)
    assert "Đăng nhập" in client.text
    client.sign_in(CITIZEN)
    assert client.get(at).status_code == 200
    with life.services.transaction() as call:
        nothing = update(Declaration).where(Declaration.id == row.id).values(evidence_sha256=None)
        call.db.execute(nothing)
    assert desk.page.get(at).status_code == 404
    assert "Căn cứ của kết luận" not in desk.open(dossier_id)


def test_the_command_tells_of_each_declaration_whether_its_verdict_stands(
    app: Flask, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "offline_check", lambda _book: FakeCheck())
    dossier = life.dossier(life.submitted(MARRIAGE))
    run: FlaskCliRunner = app.test_cli_runner()
    told = run.invoke(args=["rejudge", dossier.code])
    (line,) = map(json.loads, told.output.splitlines())
    assert (told.exit_code, line["same"], line["verdict"]) == (0, True, "GENUINE")
    with life.services.transaction() as call:
        wanted = select(Declaration).where(Declaration.dossier_id == dossier.id)
        row = call.db.scalars(wanted).one()
        row.verdict = {**(row.verdict or {}), "reason": "signer-revoked"}
    told = run.invoke(args=["rejudge", dossier.code])
    assert told.exit_code == 1
    assert json.loads(told.output)["same"] is False
    assert run.invoke(args=["rejudge", "KHONG-CO"]).exit_code == 1
