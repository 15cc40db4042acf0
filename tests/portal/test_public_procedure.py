"""A procedure's page: everything before the start button, in both languages, version by version."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from portal.wiring import Services
from procedures.acts.publish_version import publish_version
from procedures.catalogue import shipped_procedures
from procedures.reads.catalogue import Standing, sheet
from procedures.records import ProcedureVersion
from tests.pages import PageClient

SHIPPED = (
    "1.000894",
    "1.001193",
    "1.001612",
    "1.001776",
    "1.004873",
    "1.013225",
    "2.000986",
    "3.000333",
)


def publish_next(services: Services, code: str, since: date) -> None:
    with services.transaction() as call:
        row = call.db.scalars(select(ProcedureVersion).where(ProcedureVersion.code == code)).one()
        summary = {"vi": "Bản mới.", "en": "New version."}
        publish_version(call, {**row.body, "summary": summary}, since)


def today(services: Services) -> date:
    with services.transaction() as call:
        return call.today


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("code", SHIPPED)
def test_every_procedure_has_its_page(client: PageClient, code: str, locale: str) -> None:
    client.http.set_cookie("lang", locale)
    client.get(f"/thu-tuc/{code}")
    assert client.status == 200
    procedure = next(s.procedure for s in shipped_procedures() if s.procedure.code == code)
    said = client.text.replace("&#39;", "'")
    parts = [procedure.name, procedure.summary, *procedure.steps, *procedure.conditions]
    parts += [c.name for c in procedure.components] + [f.name for f in procedure.fees]
    parts += [r.name for r in procedure.results] + [law.title for law in procedure.legal_basis]
    missing = [part[locale] for part in parts if part[locale] not in said]
    assert missing == []
    assert said.count(f'href="/ho-so/moi/{code}"') == 1


def test_what_to_bring_says_when_it_is_required(client: PageClient) -> None:
    client.get("/thu-tuc/1.001193")
    assert "Bắt buộc · 01 bản chính" in client.text
    assert "Bắt buộc khi “Quan hệ của bạn với trẻ” là “Người khác”" in client.text
    assert "Nếu có · 01 bản sao" in client.text


def test_fees_without_an_amount_are_the_councils(client: PageClient) -> None:
    client.get("/thu-tuc/1.001193")
    assert "Hội đồng nhân dân tỉnh quy định" in client.text
    assert "8.000 đồng / bản" in client.text
    client.get("/thu-tuc/1.001776")
    assert "Không thu phí, lệ phí." in client.text


def test_the_way_names_kinds_of_offices_and_tiers_not_places(
    services: Services, client: PageClient
) -> None:
    client.get("/thu-tuc/1.001776")
    assert "Phòng Lao động - Thương binh và Xã hội, cấp huyện" in client.text
    assert "Bắc Giang" not in client.text.split('id="di-qua-dau"')[1].split("</ol>")[0]
    with services.reading() as db:
        page = sheet(db, "1.013225", today(services))
    assert page is not None
    names = {name["vi"] for office in page.way for name in office.names}
    assert {"Phòng Kinh tế và Hạ tầng", "Phòng Quản lý đô thị"} <= names


def test_a_term_and_its_cutoff_are_told_in_words(client: PageClient) -> None:
    client.get("/thu-tuc/1.001193")
    assert "Trong ngày làm việc" in client.text
    assert "Hồ sơ nhận từ 15:00 trở đi" in client.text
    client.get("/thu-tuc/1.001776")
    assert "22 ngày làm việc" in client.text
    assert "15:00" not in client.text


def test_the_version_in_force_is_shown_and_an_older_one_is_explained(
    services: Services, client: PageClient
) -> None:
    publish_next(services, "1.001193", today(services))
    client.get("/thu-tuc/1.001193")
    assert "Bản mới." in client.text
    assert "Phiên bản 2" in client.text
    client.get("/thu-tuc/1.001193?phien-ban=1")
    assert "hết hiệu lực từ ngày" in client.text
    assert "Hồ sơ đã nộp trước đó vẫn được giải quyết" in client.text
    assert "/ho-so/moi/" not in client.text
    assert 'href="/thu-tuc/1.001193">Xem phiên bản đang có hiệu lực' in client.text


def test_a_version_to_come_takes_no_dossier_yet(services: Services, client: PageClient) -> None:
    publish_next(services, "1.001193", today(services) + timedelta(days=30))
    client.get("/thu-tuc/1.001193?phien-ban=2")
    assert "hiện chưa nhận hồ sơ" in client.text
    assert "/ho-so/moi/" not in client.text
    client.get("/thu-tuc/1.001193")
    assert "/ho-so/moi/1.001193" in client.text


def test_a_withdrawn_procedure_says_why(services: Services, client: PageClient) -> None:
    with services.transaction() as call:
        call.db.execute(
            update(ProcedureVersion)
            .where(ProcedureVersion.code == "1.001193")
            .values(withdrawn_at=call.now, withdrawn_grounds="Thay bằng thủ tục liên thông")
        )
    client.get("/thu-tuc/1.001193")
    assert client.status == 200
    assert "đã bị thu hồi ngày" in client.text
    assert "Thay bằng thủ tục liên thông" in client.text
    assert "/ho-so/moi/" not in client.text
    with services.reading() as db:
        page = sheet(db, "1.001193", today(services))
    assert page is not None
    assert page.edition.standing is Standing.WITHDRAWN


@pytest.mark.parametrize(
    "path",
    ["9.999999", "1.999999", "x", "1.001193?phien-ban=7", "5.000001", "1.001193%00", "..%2Fx"],
)
def test_what_was_never_published_is_not_found(client: PageClient, path: str) -> None:
    client.get(f"/thu-tuc/{path}")
    assert client.status == 404
    code, _, query = path.partition("?")
    assert client.http.get(f"/thu-tuc/{code}.json?{query}").status_code == 404


def test_the_published_body_can_be_checked_against_its_digest(client: PageClient) -> None:
    answer = client.http.get("/thu-tuc/1.001193.json")
    assert answer.mimetype == "application/json"
    digest = hashlib.sha256(answer.data)
    assert answer.headers["ETag"] == f'"{digest.hexdigest()}"'
    assert answer.headers["Repr-Digest"].startswith("sha-256=:")
    assert json.loads(answer.data)["code"] == "1.001193"
    client.get("/thu-tuc/1.001193")
    assert digest.hexdigest() in client.text
    again = client.http.get(
        "/thu-tuc/1.001193.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
