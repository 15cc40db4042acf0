"""Units, officers and posts through the pages: tried, shown, then done."""

import html
import re
from datetime import date, timedelta

from sqlalchemy import select

from procedures.people import Role
from procedures.records import Account, Person, PostRow, UnitRow
from tests.factories import Life
from tests.pages import PageClient


def person_of(life: Life, username: str) -> str:
    with life.services.reading() as db:
        return str(db.scalars(select(Account.person_id).where(Account.username == username)).one())


def unit_of(life: Life, kind: str) -> UnitRow:
    with life.services.reading() as db:
        return db.scalars(select(UnitRow).where(UnitRow.kind == kind).limit(1)).one()


def test_an_officer_is_added_and_the_password_shown_once(client: PageClient, life: Life) -> None:
    client.sign_in("quantri")
    said = {"full_name": "Đặng Thị Lụa", "username": "lua.tanmy", "email": "", "phone": ""}
    client.get("/quan-tri/can-bo/them")
    client.post("/quan-tri/can-bo/them", said)
    assert "Tạo tài khoản cho cán bộ?" in client.text
    with life.services.reading() as db:
        assert db.scalar(select(Person.id).where(Person.full_name == "Đặng Thị Lụa")) is None
    response = client.post("/quan-tri/can-bo/them", {**said, "buoc": "ghi"})
    assert "no-store" in response.headers["Cache-Control"]
    words = re.findall(r"<code>([^<]+)</code>", client.text)
    assert words[0] == "lua.tanmy"
    client.get(f"/quan-tri/can-bo/{person_of(life, 'lua.tanmy')}")
    assert words[1] not in client.text
    client.sign_out()
    client.sign_in("lua.tanmy", words[1])
    assert "Đặng Thị Lụa" in client.text


def test_wrong_words_stay_beside_their_faults(client: PageClient) -> None:
    client.sign_in("quantri")
    client.get("/quan-tri/can-bo/them")
    client.post("/quan-tri/can-bo/them", {"full_name": "", "username": "Chữ Có Dấu", "email": "a"})
    assert client.status == 422
    assert 'id="full_name-error"' in client.text
    assert 'href="#full_name"' in client.text
    assert 'value="Chữ Có Dấu"' in client.text
    client.post("/quan-tri/can-bo/them", {"full_name": "Trùng Tên", "username": "chutich.tanmy"})
    assert client.status == 422
    assert 'id="username-error"' in client.text
    assert 'value="Trùng Tên"' in client.text


def test_an_appointment_and_its_end(client: PageClient, life: Life) -> None:
    person, unit = person_of(life, "vhxh.tanmy"), unit_of(life, "so-tu-phap")
    client.sign_in("quantri")
    at = f"/quan-tri/can-bo/{person}/bo-nhiem/{unit.id}"
    client.get(f"/quan-tri/can-bo/{person}/bo-nhiem?q=so+tu+phap")
    assert at in client.text
    said = {
        "role": "handler",
        "title_vi": "Chuyên viên",
        "title_en": "Officer",
        "valid_from": "01/11/2026",
        "valid_to": "",
        "signs_as": "",
    }
    client.post(at, {**said, "role": "", "valid_from": "hôm nay"})
    assert client.status == 422
    assert 'value="hôm nay"' in client.text
    assert 'href="#role"' in client.text
    client.post(at, said)
    assert "Ghi việc bổ nhiệm" in client.text
    client.post(at, {**said, "buoc": "sua"})
    assert 'value="01/11/2026"' in client.text
    client.post(at, {**said, "buoc": "ghi"})
    assert "Đã bổ nhiệm" in client.text
    with life.services.reading() as db:
        post = db.scalars(
            select(PostRow).where(
                PostRow.unit_id == unit.id, PostRow.title["en"].astext == "Officer"
            )
        ).first()
    assert post is not None
    assert post.role is Role.HANDLER
    day = date.today() + timedelta(days=40)  # noqa: DTZ011 - the wall calendar of the test's own machine
    ending = {"on": f"{day:%d/%m/%Y}", "grounds": "QĐ 15 điều động"}
    where = f"/quan-tri/vi-tri/{post.id}/ket-thuc"
    client.get(where)
    client.post(where, {"on": "01/01/2020", "grounds": "x"})
    assert client.status == 422
    client.post(where, {**ending, "buoc": "ghi"})
    assert "Đã ghi ngày thôi giữ chức vụ" in client.text


def test_a_post_that_holds_dossiers_says_how_many(client: PageClient, life: Life) -> None:
    dossier = life.dossier(life.in_progress("1.004873"))
    assert dossier.holder_unit_id is not None
    officer = life.officer(dossier.holder_unit_id, Role.HANDLER)
    with life.services.transaction() as call:
        row = call.db.get_one(type(dossier), dossier.id)
        row.holder_officer_id = officer.person_id
    post = officer.post_as(Role.HANDLER, dossier.holder_unit_id)
    assert post is not None
    client.sign_in("quantri")
    client.get(f"/quan-tri/vi-tri/{post.id}/ket-thuc")
    assert "còn được giao 1 hồ sơ" in client.text
    assert dossier.code not in client.text


def test_a_unit_changes_after_being_asked(client: PageClient, life: Life) -> None:
    unit = unit_of(life, "so-tu-phap")
    client.sign_in("quantri")
    client.get(f"/quan-tri/don-vi/{unit.id}/sua")
    found = re.search(r'name="seen" value="([^"]+)"', client.text)
    assert found is not None
    said = {
        "seen": found.group(1),
        "name_vi": unit.name["vi"],
        "name_en": unit.name["en"],
        "address": "Số 5 Nguyễn Gia Thiều",
        "phone": "abc",
        "email": "",
        "calendar_code": "hanh-chinh",
    }
    client.post(f"/quan-tri/don-vi/{unit.id}/sua", said)
    assert client.status == 422
    assert 'id="phone-error"' in client.text
    assert "Số 5 Nguyễn Gia Thiều" in client.text
    client.post(f"/quan-tri/don-vi/{unit.id}/sua", {**said, "phone": ""})
    assert "Ghi thay đổi của đơn vị?" in client.text
    client.post(f"/quan-tri/don-vi/{unit.id}/sua", {**said, "phone": "", "buoc": "ghi"})
    assert "Đã ghi thông tin mới" in client.text
    client.post(f"/quan-tri/don-vi/{unit.id}/sua", {**said, "phone": "1900", "buoc": "ghi"})
    assert client.status == 409
    assert "vừa được người khác sửa" in html.unescape(client.text)


def test_a_locked_account_is_out_at_once(client: PageClient, life: Life) -> None:
    person = person_of(life, "vhxh.tanmy")
    client.sign_in("quantri")
    client.get(f"/quan-tri/can-bo/{person}/khoa")
    client.post(f"/quan-tri/can-bo/{person}/khoa", {"grounds": ""})
    assert client.status == 422
    client.post(f"/quan-tri/can-bo/{person}/khoa", {"grounds": "Thôi việc"})
    assert "Bị khóa từ" in client.text
    client.post(f"/quan-tri/can-bo/{person}/mo-khoa")
    assert "Đang mở" in client.text
    oneself = person_of(life, "quantri")
    client.post(f"/quan-tri/can-bo/{oneself}/khoa", {"grounds": "Thử"})
    assert "chính mình" in client.text
    client.post(f"/quan-tri/can-bo/{oneself}/mat-khau")
    assert "chính mình" in client.text
