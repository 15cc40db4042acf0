"""What the database itself refuses, whatever the program does."""

from uuid import UUID, uuid4

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
    assert "stays revoked" in _refused(life, "UPDATE paper SET revoked_at = NULL")
    assert "stays revoked" in _refused(life, "UPDATE paper SET superseded_by = id")


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


CERTIFICATE = """
INSERT INTO trust_certificate (id, store, origin, is_root, der, sha256, name, subject, issuer,
                               serial, not_before, not_after, trusted_from, added_by)
VALUES (gen_random_uuid(), :store, :origin, true, 'x', repeat(:mark, 64), '', '', '', '1',
        now(), now() + interval '9 years', now(), :change)
"""
CHANGE = """
INSERT INTO trust_change (id, kind, store, state, der, origin, document, grounds, proposed_at,
                          proposed_by, decided_at, decided_by, refused_grounds)
SELECT :id, 'add', 'citizens', kept.state, 'x', 'real', '1/QĐ', 'x', now(), one.id,
       CASE WHEN kept.state = 'proposed' THEN NULL ELSE now() END,
       CASE WHEN kept.state = 'proposed' THEN NULL WHEN :alone THEN one.id ELSE other.id END, ''
FROM (SELECT id FROM person ORDER BY id LIMIT 1) one,
     (SELECT id FROM person ORDER BY id DESC LIMIT 1) other,
     (SELECT CAST(:state AS varchar) AS state) kept
"""


def _changed(life: Life, state: str, *, alone: bool = False) -> UUID:
    made = uuid4()
    with life.services.transaction() as call:
        call.db.execute(text(CHANGE), {"id": made, "state": state, "alone": alone})
    return made


def _trusted(life: Life, store: str, origin: str, mark: str, change: UUID | None) -> None:
    values = {"store": store, "origin": origin, "mark": mark, "change": change}
    with life.services.transaction() as call:
        call.db.execute(text(CERTIFICATE), values)


def test_a_trust_store_changes_by_two_people_and_keeps_test_and_real_apart(life: Life) -> None:
    with pytest.raises(DBAPIError, match="two_people"):
        _changed(life, "approved", alone=True)
    proposed, approved = _changed(life, "proposed"), _changed(life, "approved")
    with pytest.raises(DBAPIError, match="real_by_two_people"):
        _trusted(life, "citizens", "real", "a", None)
    with pytest.raises(DBAPIError, match="a second person"):
        _trusted(life, "citizens", "real", "a", proposed)
    _trusted(life, "citizens", "real", "a", approved)
    with pytest.raises(DBAPIError, match="test_and_real_apart"):
        _trusted(life, "citizens", "test", "b", None)
    with pytest.raises(DBAPIError, match=r"once_in_a_store|apart"):
        _trusted(life, "citizens", "real", "a", approved)
    with pytest.raises(DBAPIError, match="officers_and_citizens_apart"):
        _trusted(life, "government", "real", "a", approved)
    _trusted(life, "government", "test", "c", None)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM trust_certificate", "kept as they were written"),
        ("TRUNCATE trust_certificate CASCADE", "kept as they were written"),
        ("UPDATE trust_certificate SET der = 'y'", "only ended"),
        ("UPDATE trust_certificate SET trusted_until = now()", "ended_by_two_people"),
        ("UPDATE trust_change SET grounds = 'y'", "decided once"),
        ("DELETE FROM trust_change", "kept as they were written"),
    ],
)
def test_the_history_of_trust_stays(life: Life, statement: str, why: str) -> None:
    _trusted(life, "citizens", "real", "a", _changed(life, "approved"))
    assert why in _refused(life, statement)
