"""renew: a draft whose version has ended goes on under the one in force, with what was typed."""

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.drafts import own
from procedures.acts.publish_version import publish_version
from procedures.acts.renew import renew
from procedures.acts.submit import submit
from procedures.acts.supplement import open_supplement
from procedures.acts.withdraw_version import withdraw_version
from procedures.errors import NotFound, NotLawful
from procedures.reads.drafts import draft_view
from procedures.reads.mine import mine
from procedures.records import Attachment, Draft, ProcedureVersion
from tests.acts.administering import BIRTH, do
from tests.acts.doing import acting
from tests.factories import CITIZEN, Life

NEW_NAME = {"vi": "Đăng ký khai sinh (sửa)", "en": "Birth registration (amended)"}


def _ended(life: Life, **changes: object) -> UUID:
    """A draft, declared, whose version ends tomorrow for a version with these changes."""
    draft_id = life.declared(BIRTH)
    with life.services.reading() as db:
        version_id = db.get_one(Draft, draft_id).procedure_version_id
        body = {**db.get_one(ProcedureVersion, version_id).body, "name": NEW_NAME, **changes}
    do(life, lambda call: publish_version(call, body, call.today + timedelta(days=1)))
    return draft_id


def _later(life: Life) -> AbstractContextManager[Call]:
    """The applicant, two days from now."""
    with life.services.transaction() as call:
        now = call.now
    return acting(life, life.actor(CITIZEN), now + timedelta(days=2))


def test_it_is_not_handed_in_and_nothing_of_it_is_lost(life: Life) -> None:
    draft_id = _ended(life)
    citizen = life.actor(CITIZEN)
    assert citizen.person_id is not None
    with pytest.raises(NotLawful, match="đã hết hiệu lực"), _later(life) as call:
        submit(call, draft_id, unsigned=True)
    with _later(life) as call:
        shown = draft_view(call.db, draft_id, citizen, call.today)
        listed = {d.id: d.over for d in mine(call.db, citizen.person_id, call.today).drafts}
    assert shown.over is not None
    assert (shown.over.grounds, shown.over.renewable) == ("", True)
    assert shown.answers["ho_ten_con"]
    assert listed[draft_id]


def test_it_goes_on_under_the_version_in_force_and_is_declared_anew(life: Life) -> None:
    draft_id = _ended(life)
    citizen = life.actor(CITIZEN)
    with _later(life) as call:
        before = draft_view(call.db, draft_id, citizen, call.today)
        renew(call, draft_id)
        after = draft_view(call.db, draft_id, citizen, call.today)
        assert own(call, draft_id).version == before.version + 1
    assert after.procedure.name == NEW_NAME
    assert (after.answers, after.pages_done) == (before.answers, before.pages_done)
    assert after.files == before.files
    assert (after.declaration, after.over) == (None, None)
    with _later(life) as call:
        renew(call, draft_id)
        assert own(call, draft_id).version == before.version + 1


def test_what_nobody_asks_for_any_more_goes(life: Life) -> None:
    with life.services.reading() as db:
        body = db.scalars(select(ProcedureVersion.body).where(ProcedureVersion.code == BIRTH)).one()
    form = {**body["form"], "pages": [*body["form"]["pages"]]}
    page = {**form["pages"][-1], "fields": [*form["pages"][-1]["fields"]]}
    page["fields"].append(
        {"name": "cau_moi", "kind": "text", "label": {"vi": "Câu mới", "en": "New"}}
    )
    form["pages"][-1] = page
    components = [{**c, "code": f"moi-{c['code']}"} for c in body["components"]]
    draft_id = _ended(life, form=form, components=components)
    with _later(life) as call:
        answers = dict(own(call, draft_id).answers)
        renew(call, draft_id)
        draft = own(call, draft_id)
        assert page["code"] not in draft.pages_done
        assert draft.answers == answers
        files = select(Attachment.id).where(Attachment.draft_id == draft_id)
        assert call.db.scalars(files).all() == []


def test_without_a_version_in_force_it_stays_as_it_is(life: Life) -> None:
    draft_id = life.draft(BIRTH)
    with life.services.reading() as db:
        version_id = db.get_one(Draft, draft_id).procedure_version_id
    do(life, lambda call: withdraw_version(call, version_id, "QĐ 7"))
    citizen = life.actor(CITIZEN)
    with pytest.raises(NotFound), acting(life, citizen) as call:
        renew(call, draft_id)
    with acting(life, citizen) as call:
        shown = draft_view(call.db, draft_id, citizen, call.today)
    assert shown.over is not None
    assert (shown.over.grounds, shown.over.renewable) == ("QĐ 7", False)


def test_the_answer_to_a_request_keeps_its_version(life: Life) -> None:
    dossier_id = life.asked()
    with acting(life, life.actor(CITIZEN)) as call:
        draft_id = open_supplement(call, dossier_id).id
    with pytest.raises(NotLawful), acting(life, life.actor(CITIZEN)) as call:
        renew(call, draft_id)
