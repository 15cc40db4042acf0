"""The control slip as a page of desk and office: every line, few queries, nobody else's."""

from datetime import timedelta

from flask import Flask

from procedures.records import Dossier
from procedures.tags import TITLES, Tag
from tests.acts.found import ledger_of
from tests.factories import Life
from tests.portal.officers import Officer, Queries

CLERK, HANDLER, STRANGER = "motcua.tanmy", "tuphap.tanmy", "motcua.tranphu"

WORDS = ("Trước hạn", "Đúng hạn", "Quá hạn")

SIGNED_IN = 4
"""What every page asks about the signed-in officer."""


def test_both_rooms_read_every_line_of_the_ledger(app: Flask, life: Life) -> None:
    dossier_id = life.issued()
    for username, room in ((CLERK, "mot-cua"), (HANDLER, "xu-ly")):
        officer = Officer(app, username, room)
        text = officer.open(dossier_id, "phieu-kiem-soat")
        assert officer.status == 200
        for entry in ledger_of(life, dossier_id):
            assert TITLES[Tag(entry.tag)] in text
        assert "Mẫu số 06, TT 03/2025/TT-VPCP" in text


def test_it_tells_how_the_whole_stood_against_its_due_moment(app: Flask, life: Life) -> None:
    dossier_id = life.issued()
    officer = Officer(app, CLERK, "mot-cua")
    for days, words in ((-2, "Trước hạn"), (0, "Đúng hạn"), (2, "Quá hạn")):
        with life.services.transaction() as call:
            dossier = call.db.get_one(Dossier, dossier_id)
            assert dossier.due_at
            dossier.finished_at = dossier.due_at + timedelta(days=days)
        head, _rows = officer.open(dossier_id, "phieu-kiem-soat").split("<table", 1)
        assert [word for word in WORDS if word in head] == [words]


def test_the_dossiers_page_leads_there(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    officer = Officer(app, CLERK, "mot-cua")
    assert f"/mot-cua/{dossier_id}/phieu-kiem-soat" in officer.open(dossier_id)


def test_a_dossier_that_nobody_received_has_a_slip_already(app: Flask, life: Life) -> None:
    officer = Officer(app, CLERK, "mot-cua")
    text = officer.open(life.submitted(), "phieu-kiem-soat")
    assert "Người nộp hồ sơ" in text
    assert "Đang giải quyết" in text


def test_it_costs_few_queries(app: Flask, life: Life) -> None:
    dossier_id = life.issued()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.open(dossier_id, "phieu-kiem-soat")
    with Queries(life.services.engine) as queries:
        officer.open(dossier_id, "phieu-kiem-soat")
    assert len(queries.seen) <= 8 + SIGNED_IN, queries.seen


def test_another_units_officer_is_told_nothing(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    officer = Officer(app, STRANGER, "mot-cua")
    text = officer.open(dossier_id, "phieu-kiem-soat")
    assert officer.status == 404
    assert life.dossier(dossier_id).code not in text
