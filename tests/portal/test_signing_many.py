"""Signing many decisions after one confirmation: each shown, each signed or refused by itself."""

import re
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select, update

from portal.wiring import Services
from procedures.acts.reprint import reprint
from procedures.lifecycle import State
from procedures.records import BulkRun, Decision, Paper
from procedures.records.paper import PaperState
from tests.factories import Life
from tests.portal.officers import Officer, Queries

LEADER, DEPUTY = "chutich.tanmy", "phochutich.tanmy"
KEY = re.compile(r'name="khoa" value="([^"]+)"')
SHOWN = re.compile(r'name="hien" value="([^"]+)"')
TICKED = re.compile(r'name="chon" value="([^"]+)"[^>]* checked')
SEEN = re.compile(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"')


def picks(life: Life, *dossiers: UUID) -> list[str]:
    return [f"{one}.{life.dossier(one).version}" for one in dossiers]


def shown(app: Flask, life: Life, *dossiers: UUID, who: str = LEADER) -> Officer:
    """The leader, with the page that shows what would be signed."""
    leader = Officer(app, who, "xu-ly")
    leader.inbox("?hang=cho-ky")
    leader.page.post("/xu-ly/hang-loat", {"viec": "ky", "chon": picks(life, *dossiers)})
    return leader


def confirm(
    leader: Officer,
    chosen: list[str] | None = None,
    *,
    read: str = "",
    seen: dict[str, str] | None = None,
) -> str:
    """Send the page's form, as it is ticked or as it is chosen."""
    key = KEY.search(leader.text)
    assert key is not None
    fields: dict[str, object] = {
        "viec": "ky",
        "khoa": key.group(1),
        "hien": SHOWN.findall(leader.text),
        "chon": TICKED.findall(leader.text) if chosen is None else chosen,
        **(seen or dict(SEEN.findall(leader.text))),
        "read": read,
    }
    leader.page.post("/xu-ly/hang-loat/bat-dau", fields)
    return leader.text


def test_each_paper_is_shown_and_all_are_signed_after_one_confirmation(
    app: Flask, life: Life, services: Services
) -> None:
    dossiers = [life.proposed() for _ in range(3)]
    leader = Officer(app, LEADER, "xu-ly")
    assert '<option value="ky" selected>' in leader.inbox("?hang=cho-ky")
    chosen = picks(life, *dossiers)
    with Queries(services.engine) as asked:
        leader.page.post("/xu-ly/hang-loat", {"viec": "ky", "chon": chosen})
    assert len(asked.seen) <= 8, asked.seen
    page = leader.text
    with services.reading() as db:
        papers = db.scalars(select(Paper).where(Paper.is_result)).all()
    assert dict(SEEN.findall(page)) == {f"seen.{p.id}": p.printed_sha256 for p in papers}
    for paper in papers:
        assert f'href="/tep/giay/{paper.id}?ban=in"' in page
        assert str(paper.context["number_text"]) in page
    assert TICKED.findall(page) == SHOWN.findall(page) == chosen
    text = confirm(leader, read="1")
    assert "đã làm 3 trong 3" in text
    assert {life.dossier(one).state for one in dossiers} == {State.DECIDED}
    life.work()
    with services.reading() as db:
        states = set(db.scalars(select(Paper.state).where(Paper.is_result)))
    assert states == {PaperState.ISSUED}


def test_what_was_unticked_stays_unsigned_also_through_a_fault(app: Flask, life: Life) -> None:
    signed, left = life.proposed(), life.proposed()
    leader = shown(app, life, signed, left)
    confirm(leader, picks(life, signed))
    assert leader.status == 422
    assert 'href="#read"' in leader.text
    assert TICKED.findall(leader.text) == picks(life, signed)
    assert SHOWN.findall(leader.text) == picks(life, signed, left)
    confirm(leader, [], read="1")
    assert leader.status == 422
    assert 'href="#chon"' in leader.text
    assert "đã làm 1 trong 1" in confirm(leader, picks(life, signed), read="1")
    assert life.dossier(signed).state is State.DECIDED
    assert life.dossier(left).state is State.PROPOSED


def test_a_paper_that_changed_since_it_was_shown_is_refused_alone(
    app: Flask, life: Life, services: Services
) -> None:
    changed, same = life.proposed(), life.proposed()
    leader = shown(app, life, changed, same)
    with services.transaction() as call:
        paper = call.db.scalars(
            select(Paper).where(Paper.dossier_id == changed, Paper.is_result)
        ).one()
        paper.context = {**paper.context, "legal_basis": ["In lại"]}
        paper.dated = call.today - timedelta(days=1)
    with services.transaction(life.actor(LEADER)) as call:
        reprint(call, changed, life.dossier(changed).version)
    life.work()
    text = confirm(leader, read="1")
    assert "đã làm 1 trong 2" in text
    assert "đọc bản mới trước khi ký" in text
    assert life.dossier(changed).state is State.PROPOSED
    assert life.dossier(same).state is State.DECIDED


def test_what_cannot_be_signed_says_why_and_has_no_box(
    app: Flask, life: Life, services: Services
) -> None:
    mine, old = life.proposed(), life.proposed()
    with services.transaction() as call:
        yesterday = call.today - timedelta(days=1)
        call.db.execute(
            update(Paper).where(Paper.dossier_id == old, Paper.is_result).values(dated=yesterday)
        )
    page = shown(app, life, mine, old).text
    assert TICKED.findall(page) == picks(life, mine)
    assert "ghi ngày khác ngày hôm nay" in page
    deputy = shown(app, life, mine, who=DEPUTY)
    assert "được trình người khác ký" in deputy.text
    assert 'name="read"' not in deputy.text
    with services.reading() as db:
        assert db.scalars(select(BulkRun.id)).all() == []
        assert set(db.scalars(select(Decision.decided_at))) == {None}


def test_a_page_that_was_forged_signs_nothing(app: Flask, life: Life) -> None:
    """Other digests than those of the printed papers are as good as unread ones."""
    dossier_id = life.proposed()
    leader = shown(app, life, dossier_id)
    forged = {name: "0" * 64 for name, _ in SEEN.findall(leader.text)}
    assert "đã làm 0 trong 1" in confirm(leader, read="1", seen={**forged, "seen.x": "y"})
    assert life.dossier(dossier_id).state is State.PROPOSED
