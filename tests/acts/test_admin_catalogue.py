"""A published version ends the one before; a withdrawn one takes no draft any more."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.drafts import discard
from procedures.acts.publish_version import publish_version
from procedures.acts.submit import submit
from procedures.acts.supplement import open_supplement
from procedures.acts.withdraw_version import withdraw_version
from procedures.errors import NotLawful
from procedures.records import OutboxRow, ProcedureVersion
from procedures.tags import Tag
from tests.acts.administering import BIRTH, do, refused_field, tags
from tests.factories import CITIZEN, Life


def newest(life: Life, code: str = BIRTH) -> ProcedureVersion:
    with life.services.reading() as db:
        return db.scalars(
            select(ProcedureVersion)
            .where(ProcedureVersion.code == code)
            .order_by(ProcedureVersion.version.desc())
            .limit(1)
        ).one()


def other_body(life: Life) -> dict[str, object]:
    name = {"vi": "Đăng ký khai sinh (sửa)", "en": "Birth registration (amended)"}
    return {**newest(life).body, "name": name}


def test_a_version_ends_the_one_before_and_withdrawn_early_gives_the_days_back(life: Life) -> None:
    body, first = other_body(life), newest(life)
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 - as above
    do(life, lambda call: publish_version(call, body, day))
    second = newest(life)
    assert (second.version, second.effective_from) == (2, day)
    assert second.body["effective_from"] == day.isoformat()
    with life.services.reading() as db:
        assert db.get_one(ProcedureVersion, first.id).effective_to == day
    do(life, lambda call: withdraw_version(call, second.id, "QĐ 99 bãi bỏ"))
    with life.services.reading() as db:
        assert db.get_one(ProcedureVersion, first.id).effective_to is None
        assert db.get_one(ProcedureVersion, second.id).withdrawn_grounds == "QĐ 99 bãi bỏ"
    with pytest.raises(NotLawful):
        do(life, lambda call: withdraw_version(call, second.id, "Lần nữa"))
    assert tags(life, "catalogue")[-2:] == [Tag.VERSION_PUBLISHED, Tag.VERSION_WITHDRAWN]


def test_publishing_refuses_the_same_the_past_and_the_broken(life: Life) -> None:
    body, same = other_body(life), dict(newest(life).body)
    day = date.today() + timedelta(days=3)  # noqa: DTZ011 - as above
    past = day - timedelta(days=9)
    assert refused_field(life, lambda c: publish_version(c, body, past)) == "effective_from"
    assert refused_field(life, lambda call: publish_version(call, same, day)) == "body"
    broken: list[dict[str, object]] = [
        {**body, "steps": []},
        {**body, "form": {"code": "x"}},
        {**body, "decided_at": "lang"},
        {},
    ]
    for bad in broken:
        assert refused_field(life, partial(publish_version, body=bad, effective_from=day)) == "body"
    do(life, lambda call: publish_version(call, body, day))
    assert (
        refused_field(life, lambda c: publish_version(c, same, day - timedelta(days=1)))
        == "effective_from"
    )


def test_a_withdrawn_version_takes_no_draft_any_more(life: Life) -> None:
    version = newest(life)
    draft_id = life.declared(BIRTH)
    do(life, lambda call: withdraw_version(call, version.id, "QĐ 7"))
    with pytest.raises(NotLawful, match="QĐ 7"):
        do(life, lambda call: submit(call, draft_id, unsigned=True), CITIZEN)


def told(life: Life) -> list[UUID]:
    """The drafts whose owners are to be told, in order of writing."""
    with life.services.reading() as db:
        rows = db.scalars(select(OutboxRow.payload).where(OutboxRow.effect == "NotifyOwner"))
        return [UUID(row["draft_id"]) for row in rows]


def test_whoever_has_a_draft_of_a_withdrawn_version_is_told_once(life: Life) -> None:
    mine, thrown, other = life.draft(), life.draft(), life.draft("1.004873")
    supplementing = life.asked()
    with life.services.transaction(life.actor(CITIZEN)) as call:
        answer = open_supplement(call, supplementing).id
    life.work()
    sent = len(life.courier.sent)
    do(life, lambda call: withdraw_version(call, newest(life).id, "QĐ 7"))
    assert set(told(life)) == {mine, thrown}
    assert not {other, answer} & set(told(life))
    do(life, lambda call: discard(call, thrown), CITIZEN)
    life.work()
    (letter,) = list(life.courier.sent.values())[sent:]
    assert BIRTH in letter.subject
    assert f"/ho-so/nhap/{mine}" in letter.body
    assert "can no longer be submitted" in letter.body
    with life.services.reading() as db:
        assert db.scalar(select(OutboxRow.id).where(OutboxRow.done_at.is_(None))) is None
