"""Keys through the pages: watched, listed with what they signed, retired by two administrators."""

import re
from datetime import datetime, timedelta

from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select, update

from portal.public.report import schema
from portal.wiring import Services
from procedures.clock import VIETNAM
from procedures.people import Role
from procedures.records import Paper, PostRow, SigningKey
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.officers import Queries

WHERE = "/quan-tri/khoa-ky"
SEEN = re.compile(r'name="seen" value="([^"]+)"')


def seal_of(services: Services) -> SigningKey:
    with services.reading() as db:
        return db.scalars(select(SigningKey).where(SigningKey.post_id.is_(None))).first() or (
            SigningKey()
        )


def another_admin(app: Flask, life: Life) -> PageClient:
    """A second administrator at their pages."""
    with life.services.transaction() as call:
        first = call.db.scalars(select(PostRow).where(PostRow.role == Role.ADMIN)).first()
        assert first is not None
        columns = {c.key: getattr(first, c.key) for c in PostRow.__table__.columns if c.key != "id"}
        other = life.actor("motcua.tanmy").person_id
        call.db.add(PostRow(**{**columns, "person_id": other}))
    client = PageClient(app)
    client.sign_in("motcua.tanmy")
    return client


def test_keys_are_listed_once_they_have_signed(
    client: PageClient, life: Life, services: Services
) -> None:
    client.sign_in("quantri")
    client.get(WHERE)
    assert "Chưa có khóa nào được dùng" in client.text
    life.issued()
    with Queries(services.engine) as asked:
        client.get(WHERE)
    assert len(asked.seen) <= 8, asked.seen
    key = seal_of(services)
    assert f"{WHERE}/{key.id}" in client.text
    assert "Con dấu" in client.text
    assert "Chữ ký lãnh đạo" in client.text
    with Queries(services.engine) as asked:
        client.get(f"{WHERE}/{key.id}")
    assert len(asked.seen) <= 8, asked.seen
    assert key.serial in client.text
    assert "Giấy tờ đã ký bằng khóa này" in client.text
    client.get(f"{WHERE}/00000000-0000-0000-0000-000000000007")
    assert client.status == 404


def test_an_end_that_comes_near_is_shown_on_the_first_page_and_measured(
    client: PageClient, life: Life, services: Services
) -> None:
    life.issued()
    with services.transaction() as call:
        end = call.now + timedelta(days=40, hours=1)
        call.db.execute(update(SigningKey).values(valid_to=end))
    client.sign_in("quantri")
    client.get("/quan-tri")
    assert f"hết hạn ngày {end.astimezone(VIETNAM):%d/%m/%Y}" in client.text
    client.get(WHERE)
    assert "Sắp hết hạn" in client.text
    told = client.http.get("/metrics").get_data(as_text=True)
    (left,) = re.findall(r"^portal_signing_key_seconds_left ([0-9.e+]+)$", told, re.MULTILINE)
    assert 39 < float(left) / 86400 < 41


def test_a_lost_key_is_retired_by_two_and_its_papers_are_handed_out(
    app: Flask, client: PageClient, life: Life, services: Services
) -> None:
    life.issued()
    key = seal_of(services)
    here = f"{WHERE}/{key.id}"
    client.sign_in("quantri")
    client.get(f"{here}/thoi-dung")
    client.post(f"{here}/thoi-dung", {"since": "hôm qua", "grounds": ""})
    assert client.status == 422
    assert 'href="#since"' in client.text
    assert 'href="#grounds"' in client.text
    with services.reading() as db:
        issued = db.scalars(select(Paper.issued_at).where(Paper.issued_at.is_not(None))).first()
    assert issued is not None
    since = f"{(issued - timedelta(hours=1)).astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    said = {"since": since, "grounds": "Mất thẻ ký"}
    client.post(f"{here}/thoi-dung", {**said, "since": "01/01/1990 00:00"})
    assert client.status == 422
    client.post(f"{here}/thoi-dung", said)
    assert "Sau khi một quản trị viên khác duyệt" in client.text
    client.post(f"{here}/thoi-dung", {**said, "buoc": "ghi"})
    assert "Bạn là người đề nghị" in client.text
    assert not SEEN.search(client.text)
    second = another_admin(app, life)
    second.get(here)
    found = SEEN.search(second.text)
    assert found is not None
    second.post(f"{here}/duyet", {"seen": "x"})
    assert "vừa được người khác sửa" in second.text
    second.post(f"{here}/duyet", {"seen": found.group(1)})
    assert "Đã thôi dùng khóa" in second.text
    assert "Giấy tờ đã ký từ khi khóa bị lộ" in second.text
    second.get(f"{WHERE}?tinh_trang=thoi-dung")
    assert here in second.text
    listed = second.http.get(f"{here}/danh-sach.csv")
    assert listed.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = listed.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    with services.reading() as db:
        digests = set(db.scalars(select(Paper.issued_sha256).where(Paper.unit_id == key.unit_id)))
    assert {line.rpartition(",")[2] for line in lines[1:]} == digests - {None}
    with services.reading() as db:
        codes = db.scalars(select(Paper.verify_code).where(Paper.unit_id == key.unit_id)).all()
    second.get(f"/xac-minh/{codes[0]}")
    assert "khóa ký đã bị lộ" in second.text
    told = second.http.get(f"/xac-minh/{codes[0]}?dinh-dang=json").get_json()
    Draft202012Validator(schema()).validate(told)
    lost = datetime.fromisoformat(told["paper"]["key_lost_at"])
    assert f"{lost.astimezone(VIETNAM):%d/%m/%Y %H:%M}" == since
    second.get("/quan-tri/so-ghi/keys")
    assert "Thôi dùng khóa ký" in second.text
    second.post(f"{here}/bo", {})
    assert "Khóa này đã thôi dùng" in second.text
