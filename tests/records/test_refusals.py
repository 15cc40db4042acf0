"""What the database itself refuses, whatever the program does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.factories import Life

BACKWARD_PAUSE = """
INSERT INTO pause (dossier_id, reason, started_at, ended_at)
SELECT id, 'x', now(), now() - interval '1 day' FROM dossier
"""
DENIAL_WITHOUT_GROUNDS = """
INSERT INTO decision (id, dossier_id, leg_id, outcome, grounds, fields, proposed_at,
                      proposed_by, signer_post_id, sent_back_note)
SELECT gen_random_uuid(), d.id, l.id, 'denied', '', '{}', now(), d.applicant_id, p.id, ''
FROM dossier d, leg l, post p LIMIT 1
"""


def _refused(life: Life, statement: str) -> str:
    with pytest.raises(DBAPIError) as refusal:
        _execute(life, statement)
    return str(refusal.value.orig)


def _execute(life: Life, statement: str) -> None:
    with life.services.transaction() as call:
        call.db.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET detail = '{}'",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        "UPDATE answers SET digest = 'x'",
        "DELETE FROM answers",
        "UPDATE calendar_version SET document = 'x'",
        "DELETE FROM calendar_version",
        "DELETE FROM procedure_version",
        "UPDATE procedure_version SET body = '{}'",
        "UPDATE procedure_version SET digest = 'x'",
    ],
)
def test_what_was_written_stays(life: Life, statement: str) -> None:
    life.submitted()
    assert "refused" in _refused(life, statement) or "does not change" in _refused(life, statement)


def test_an_issued_paper_stays_but_may_be_revoked(life: Life) -> None:
    life.issued()
    assert "does not change" in _refused(life, "UPDATE paper SET number = 99")
    with life.services.transaction() as call:
        call.db.execute(text("UPDATE paper SET revoked_at = now(), revoked_grounds = 'sai'"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossier SET holder_unit_id = NULL",
        "UPDATE dossier SET state = 'decided'",
        "UPDATE dossier SET state = 'lost'",
        "UPDATE dossier SET received_at = NULL",
        "UPDATE dossier SET received_at = submitted_at - interval '1 day'",
        "UPDATE dossier SET due_at = received_at - interval '1 day'",
        "UPDATE leg SET opened_at = now() WHERE opened_at IS NULL",
        BACKWARD_PAUSE,
        DENIAL_WITHOUT_GROUNDS,
    ],
)
def test_impossible_rows_are_refused(life: Life, statement: str) -> None:
    life.in_progress()
    assert _refused(life, statement)


def test_two_versions_of_a_procedure_never_stand_on_one_day(life: Life) -> None:
    copied = (
        "INSERT INTO procedure_version (code, version, body, digest, name, field_code, field_name,"
        " decided_at, level, search, effective_from, published_at) SELECT code, 2, body, 'x', name,"
        " field_code, field_name, decided_at, level, search, effective_from + 10, published_at"
        " FROM procedure_version"
    )
    assert "one_version_at_a_time" in _refused(life, copied)


def test_one_post_a_place_and_kind(life: Life) -> None:
    twin = (
        "INSERT INTO unit (code_2020, code_2016, kind, place_id, name, short_name, calendar_code,"
        " contact, valid_from) SELECT code_2020 || 'X', code_2016, kind, place_id, name,"
        " short_name, calendar_code, contact, valid_from FROM unit LIMIT 1"
    )
    assert "uq_unit_kind_place_open" in _refused(life, twin)
