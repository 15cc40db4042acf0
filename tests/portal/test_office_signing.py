"""Proposing and signing: the form of the decision, the very bytes, the day, the one who signs."""

import re
from datetime import timedelta
from uuid import UUID
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import select, update

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.records import Decision, Paper, PostRow
from procedures.records.decision import DecisionOutcome
from tests.factories import Life
from tests.portal.officers import Officer

HANDLER = "tuphap.tanmy"
LEADER = "chutich.tanmy"
NUMBER = "024226001234"


def inputs(tree: Element | None, action: str = "/trinh") -> dict[str, str]:
    """What a browser would send of the proposal's form as it stands."""
    assert tree is not None
    form = next(f for f in tree.iter("form") if (f.get("action") or "").endswith(action))
    found: dict[str, str] = {}
    for item in form.iter():
        name = item.get("name")
        if not name or item.tag == "button":
            continue
        if item.tag == "select":
            chosen = (o for o in item.iter("option") if o.get("selected") is not None)
            found[name] = next((o.get("value") or "" for o in chosen), "")
        elif item.tag == "textarea":
            found[name] = (item.text or "").lstrip("\n")
        elif item.get("type") not in {"radio", "checkbox"} or item.get("checked") is not None:
            found[name] = item.get("value") or ""
    return found


def signers(officer: Officer) -> list[str]:
    """The posts that may be asked to sign."""
    return re.findall(r'name="signer_post_id" type="radio" value="(\d+)"', officer.text)


def propose(officer: Officer, dossier_id: UUID, **typed: str) -> str:
    """Open the form, change what is given, send it."""
    officer.open(dossier_id, "trinh")
    sent = {**inputs(officer.page.tree), "signer_post_id": signers(officer)[0], **typed}
    sent = {name: value for name, value in sent.items() if name not in {"csrf_token", "version"}}
    return officer.send(dossier_id, "trinh", **sent)


def seen(officer: Officer) -> dict[str, str]:
    """The digests that the signing page showed."""
    return dict(re.findall(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"', officer.text))


def test_the_form_begins_with_what_was_declared(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    page = officer.open(dossier_id, "trinh")
    assert inputs(officer.page.tree)["ho_ten_con"] == "Ví dụ"
    assert len(signers(officer)) == 2
    assert "Nội dung người nộp đã khai" in page


def test_every_fault_comes_back_beside_its_field(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    wrong = {"so_dinh_danh_con": "12", "ho_ten_con": "", "signer_post_id": ""}
    page = propose(officer, dossier_id, **wrong, grounds="Đã xét")
    assert officer.status == 422
    assert 'id="so_dinh_danh_con-error"' in page
    assert 'href="#ho_ten_con"' in page
    assert 'href="#signer_post_id"' in page
    assert "Đã xét" in page
    assert life.dossier(dossier_id).state is State.IN_PROGRESS


def test_a_proposal_is_printed_read_and_signed(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress()
    propose(Officer(app, HANDLER, "xu-ly"), dossier_id, so_dinh_danh_con=NUMBER)
    leader = Officer(app, LEADER, "xu-ly")
    waiting = leader.page.http.get(f"/xu-ly/{dossier_id}/ky")
    assert waiting.headers["Refresh"]
    life.work()
    leader.open(dossier_id, "ky")
    digests = seen(leader)
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
    assert digests == {f"seen.{paper.id}": paper.printed_sha256}
    printed = leader.page.http.get(f"/tep/giay/{paper.id}?ban=in")
    assert printed.data.startswith(b"%PDF")
    leader.send(dossier_id, "ky", **digests)
    assert leader.status == 422
    assert 'href="#read"' in leader.text
    leader.send(dossier_id, "ky", read="1", **digests)
    assert life.dossier(dossier_id).state is State.DECIDED
    life.work()
    assert "Đã phát hành" in leader.open(dossier_id)


def test_other_bytes_than_those_read_are_not_signed(app: Flask, life: Life) -> None:
    dossier_id = life.proposed()
    leader = Officer(app, LEADER, "xu-ly")
    leader.open(dossier_id, "ky")
    leader.send(dossier_id, "ky", read="1", **dict.fromkeys(seen(leader), "0" * 64))
    assert leader.status == 409
    assert "đọc bản mới" in leader.text
    assert life.dossier(dossier_id).state is State.PROPOSED


def test_yesterdays_paper_is_printed_anew(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.proposed()
    with services.transaction() as call:
        yesterday = call.today - timedelta(days=1)
        call.db.execute(
            update(Paper).where(Paper.is_result).values(dated=yesterday, year=call.today.year)
        )
    leader = Officer(app, LEADER, "xu-ly")
    page = leader.open(dossier_id, "ky")
    assert "In lại với ngày hôm nay" in page
    assert not seen(leader)
    leader.send(dossier_id, "in-lai")
    assert "đang được in lại" in leader.text
    life.work()
    leader.open(dossier_id, "ky")
    leader.send(dossier_id, "ky", read="1", **seen(leader))
    assert life.dossier(dossier_id).state is State.DECIDED


def test_another_leader_reads_but_does_not_sign(app: Flask, life: Life) -> None:
    dossier_id = life.proposed()
    deputy = Officer(app, "phochutich.tanmy", "xu-ly")
    page = deputy.open(dossier_id, "ky")
    assert "không ký thay" in page
    assert not seen(deputy)


def test_what_is_sent_back_is_proposed_again_without_retyping(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.in_progress()
    handler, leader = Officer(app, HANDLER, "xu-ly"), Officer(app, LEADER, "xu-ly")
    propose(handler, dossier_id, so_dinh_danh_con=NUMBER, ho_ten_con="Nguyễn Minh Anh")
    life.work()
    leader.do(dossier_id, "tra-lai", note="")
    assert leader.status == 422
    leader.send(dossier_id, "tra-lai", note="Ghi rõ nơi sinh")
    assert "Ghi rõ nơi sinh" in handler.open(dossier_id)
    handler.open(dossier_id, "trinh")
    kept = inputs(handler.page.tree)
    assert (kept["so_dinh_danh_con"], kept["ho_ten_con"]) == (NUMBER, "Nguyễn Minh Anh")
    propose(handler, dossier_id)
    with services.reading() as db:
        numbers = db.scalars(select(Paper.number).where(Paper.is_result)).all()
    assert numbers == [1]


def test_a_denial_needs_grounds_and_no_fields(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    propose(officer, dossier_id, outcome="denied", ho_ten_con="")
    assert officer.status == 422
    assert 'href="#grounds"' in officer.text
    propose(officer, dossier_id, outcome="denied", ho_ten_con="", grounds="Thiếu căn cứ")
    with services.reading() as db:
        assert db.scalars(select(Decision.outcome)).one() is DecisionOutcome.DENIED


def test_a_list_of_places_is_refreshed_without_proposing(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    propose(officer, dossier_id, **{"_refresh:noi_sinh": "1", "grounds": "Đang gõ dở"})
    assert officer.status == 200
    assert "Đang gõ dở" in officer.text
    assert life.dossier(dossier_id).state is State.IN_PROGRESS


def test_before_the_plan_says_so_nothing_is_proposed(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress("1.001776")
    officer = Officer(app, "vhxh.tanmy", "xu-ly")
    assert f"/xu-ly/{dossier_id}/trinh" not in officer.open(dossier_id)
    officer.open(dossier_id, "trinh")
    assert officer.status == 409


def test_an_agencys_part_is_decided_and_the_next_goes_on(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress("2.000986")
    propose(Officer(app, HANDLER, "xu-ly"), dossier_id, so_dinh_danh_con=NUMBER)
    life.work()
    leader = Officer(app, LEADER, "xu-ly")
    leader.open(dossier_id, "ky")
    leader.send(dossier_id, "ky", read="1", **seen(leader))
    assert life.dossier(dossier_id).state is State.IN_PROGRESS
    assert str(dossier_id) in Officer(app, "congan.tanmy", "xu-ly").inbox()


def test_whose_post_has_ended_reads_but_is_offered_no_signature(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    with services.transaction() as call:
        decision = call.db.scalars(select(Decision).where(Decision.dossier_id == dossier_id)).one()
        post = call.db.get_one(PostRow, decision.signer_post_id)
        post.valid_to = call.today
        columns = {c.key: getattr(post, c.key) for c in PostRow.__table__.columns if c.key != "id"}
        call.db.add(PostRow(**{**columns, "signs_as": "KT. CHỦ TỊCH", "valid_to": None}))
    leader = Officer(app, LEADER, "xu-ly")
    text = leader.open(dossier_id, "ky")
    assert "không còn giữ chức vụ" in text
    assert 'name="read"' not in text
    leader.send(dossier_id, "ky", str(life.dossier(dossier_id).version), read="1")
    assert leader.status == 403
    assert f"/xu-ly/{dossier_id}/tra-lai" in leader.open(dossier_id)
