"""The admin room as a whole: who may enter, and that every page of it stands."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from procedures.acts.deny import trace_denial
from procedures.records import Account, OutboxRow, PostRow
from tests.factories import Life
from tests.pages import PageClient

PAGES = (
    "/quan-tri",
    "/quan-tri/don-vi",
    "/quan-tri/don-vi?q=tan+my&loai=ubnd&cap=xa&ngay=01/02/2025",
    "/quan-tri/don-vi?q=H02.31&sau=H02.31.40",
    "/quan-tri/don-vi?truoc=H02.40",
    "/quan-tri/don-vi?ngay=hom-qua",
    "/quan-tri/can-bo",
    "/quan-tri/can-bo?q=giap&vai_tro=leader",
    "/quan-tri/can-bo?tinh_trang=trong",
    "/quan-tri/can-bo/them",
    "/quan-tri/lich",
    "/quan-tri/lich/hanh-chinh?thang=2026-02",
    "/quan-tri/lich/hanh-chinh?thang=0000-99",
    "/quan-tri/lich/quyet-dinh?lich=hanh-chinh",
    "/quan-tri/thu-tuc",
    "/quan-tri/thu-tuc?q=khai+sinh",
    "/quan-tri/thu-tuc?q=khong+co+gi",
    "/quan-tri/thu-tuc/cong-bo",
    "/quan-tri/viec-nen",
    "/quan-tri/viec-nen?sau=khong-phai-so",
    "/quan-tri/viec-nen/dang-cho",
    "/quan-tri/viec-nen/chay-lai-tat-ca",
    "/quan-tri/so-ghi",
    "/quan-tri/so-ghi/catalogue",
    "/quan-tri/so-ghi/access",
)


def test_every_page_stands_in_both_languages(client: PageClient, life: Life) -> None:
    client.sign_in("quantri")
    with life.services.reading() as db:
        account = select(Account.person_id).where(Account.username == "tuphap.tanmy")
        post = db.scalars(select(PostRow).where(PostRow.person_id.in_(account))).one()
    more = (
        f"/quan-tri/don-vi/{post.unit_id}",
        f"/quan-tri/don-vi/{post.unit_id}/sua",
        f"/quan-tri/can-bo/{post.person_id}",
        f"/quan-tri/can-bo/{post.person_id}/khoa",
        f"/quan-tri/can-bo/{post.person_id}/mat-khau",
        f"/quan-tri/can-bo/{post.person_id}/bo-nhiem?q=tan+my",
        f"/quan-tri/can-bo/{post.person_id}/bo-nhiem/{post.unit_id}",
        f"/quan-tri/vi-tri/{post.id}/ket-thuc",
    )
    for page in (*PAGES, *more):
        client.get(page)
        assert client.status == 200, page
    client.get("/ngon-ngu?chon=en&ve=/quan-tri")
    for page in ("/quan-tri", "/quan-tri/lich/hanh-chinh", f"/quan-tri/don-vi/{post.unit_id}"):
        client.get(page)
        assert client.status == 200, page


@pytest.mark.parametrize("username", ["chutich.tanmy", "congdan1"])
def test_nobody_else_gets_in(client: PageClient, username: str) -> None:
    client.sign_in(username)
    for page in PAGES:
        client.get(page)
        assert client.status == 403, page
    client.post("/quan-tri/viec-nen/chay-lai-tat-ca")
    assert client.status == 403


def test_a_guest_is_asked_to_sign_in(client: PageClient) -> None:
    client.get("/quan-tri")
    assert "Đăng nhập" in client.text


def test_every_route_of_the_room_is_for_administrators(app: Flask) -> None:
    ours = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")]
    assert ours
    for rule in ours:
        view = app.view_functions[rule.endpoint]
        assert getattr(view, "permission", None) == "admin", rule


@pytest.mark.parametrize(
    "page",
    [
        "/quan-tri/don-vi/99999999999999999999",
        "/quan-tri/can-bo/00000000-0000-0000-0000-000000000000",
        "/quan-tri/vi-tri/0/ket-thuc",
        "/quan-tri/lich/khong-co",
        "/quan-tri/thu-tuc/0",
        "/quan-tri/so-ghi/00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_not_there_is_not_found(client: PageClient, page: str) -> None:
    client.sign_in("quantri")
    client.get(page)
    assert client.status == 404


def test_words_that_no_field_can_hold_do_no_harm(client: PageClient) -> None:
    client.sign_in("quantri")
    for page in ("/quan-tri/don-vi", "/quan-tri/can-bo", "/quan-tri/thu-tuc"):
        client.get(f"{page}?q=%00%ED%A0%80%25_&sau=%00")
        assert client.status == 200


def test_an_administrator_sees_a_code_of_a_dossier_and_nothing_else(
    client: PageClient, life: Life
) -> None:
    dossier_id = life.submitted("1.004873")
    dossier = life.dossier(dossier_id)
    with life.services.transaction() as call:
        for row in call.db.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))):
            row.failed_at, row.last_error = call.now, "TimeoutError"
    with life.services.transaction(life.actor("motcua.tanmy")) as call:
        trace_denial(call, dossier_id, "office.file")
    client.sign_in("quantri")
    client.get("/quan-tri/viec-nen")
    assert dossier.code in client.text
    assert "TimeoutError" in client.text
    assert not dossier.subject or dossier.subject not in client.text
    client.get("/quan-tri/so-ghi/access")
    assert "motcua.tanmy" in client.text
    assert "office.file" in client.text
    assert str(dossier_id) not in client.text


def test_a_failed_job_runs_again_from_the_page(client: PageClient, life: Life) -> None:
    life.submitted("1.004873")
    with life.services.transaction() as call:
        rows = call.db.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all()
        for row in rows:
            row.failed_at, row.attempts = call.now, 8
    client.sign_in("quantri")
    client.get("/quan-tri")
    assert "tác vụ nền đã hỏng" in client.text
    client.get("/quan-tri/viec-nen")
    client.post(f"/quan-tri/viec-nen/{rows[0].id}/chay-lai")
    assert "vào hàng đợi" in client.text
    with life.services.reading() as db:
        row = db.get_one(OutboxRow, rows[0].id)
        assert row.failed_at is None
        assert row.enqueued_at is not None
    client.get("/quan-tri/viec-nen/chay-lai-tat-ca")
    client.post("/quan-tri/viec-nen/chay-lai-tat-ca")
    assert re.search(r"(Đã đưa|Không còn việc)", client.text)
