"""The calendar and the catalogue through the pages: checked, compared, asked for, then kept."""

import html
import io
import json
from datetime import date, timedelta

from sqlalchemy import select

from portal.admin.month import DayKind, kind_of, month_of
from procedures.clock import DayRule
from procedures.holidays import seed_calendar
from procedures.records import CalendarVersion, ProcedureVersion
from tests.factories import Life
from tests.pages import PageClient

WHERE = "/quan-tri/lich/quyet-dinh"
PUBLISH = "/quan-tri/thu-tuc/cong-bo"


def decision(day: date, **changed: str) -> dict[str, str]:
    return {
        "calendars": "hanh-chinh",
        "seen-hanh-chinh": "1",
        "kind": "off",
        "first": f"{day:%d/%m/%Y}",
        "last": "",
        "worked": "",
        "hours": "",
        "document": "15/QĐ-UBND",
        "reason": "Bão số 3",
        "reason_en": "Typhoon",
        **changed,
    }


def test_a_day_off_shows_whose_promise_would_move_and_moves_none(
    client: PageClient, life: Life
) -> None:
    dossier = life.dossier(life.received("1.004873"))
    assert dossier.due_at is not None
    day = dossier.due_at.date()
    client.sign_in("quantri")
    client.get(WHERE)
    client.post(WHERE, decision(day))
    assert "Ghi quyết định vào lịch làm việc?" in client.text
    assert dossier.code in client.text
    client.post(WHERE, decision(day, buoc="ghi"))
    assert "phiên bản mới của lịch" in client.text
    assert "Bão số 3" in client.text
    assert life.dossier(dossier.id).due_at == dossier.due_at
    with life.services.reading() as db:
        rows = db.scalars(
            select(CalendarVersion.version).where(CalendarVersion.code == "hanh-chinh")
        )
        assert sorted(rows) == [1, 2]
    client.post(WHERE, decision(day, buoc="ghi"))
    assert client.status == 409
    assert "vừa được người khác sửa" in client.text
    assert 'value="Bão số 3"' in client.text


def test_a_swapped_day_and_one_with_hours_of_its_own(client: PageClient) -> None:
    monday = date.today() + timedelta(days=21 - date.today().weekday())  # noqa: DTZ011 - the wall calendar
    saturday = monday + timedelta(days=5)
    client.sign_in("quantri")
    client.get(WHERE)
    client.post(WHERE, decision(monday, worked=f"{saturday:%d/%m/%Y}", buoc="ghi"))
    client.get(f"/quan-tri/lich/hanh-chinh?thang={saturday:%Y-%m}")
    assert "Làm bù" in client.text
    tuesday = monday + timedelta(days=1)
    shorter = decision(tuesday, kind="work", hours="8h - 11h30", buoc="ghi")
    client.post(WHERE, {**shorter, "seen-hanh-chinh": "2"})
    client.get(f"/quan-tri/lich/hanh-chinh?thang={tuesday:%Y-%m}")
    assert "08:00–11:30" in client.text
    client.post(WHERE, {**shorter, "seen-hanh-chinh": "3", "hours": "sáng"})
    assert client.status == 422
    assert 'id="hours-error"' in client.text


def test_a_year_without_work_is_refused_with_the_rule(client: PageClient) -> None:
    year = date.today().year + 1  # noqa: DTZ011 - the wall calendar
    client.sign_in("quantri")
    client.get(WHERE)
    client.post(WHERE, decision(date(year, 1, 1), last=f"31/12/{year}"))
    assert client.status == 422
    assert "mỗi năm phải có ít nhất một ngày làm việc" in client.text
    client.post(WHERE, decision(date(year, 1, 1), last=f"31/12/{year + 1}"))
    assert "dài nhất 366 ngày" in client.text
    client.post(WHERE, decision(date(2020, 1, 1)))
    assert "đã qua" in client.text


def test_a_month_knows_every_kind_of_day() -> None:
    calendar = seed_calendar("hanh-chinh")
    assert kind_of(calendar, date(2026, 1, 2)) is DayKind.OFF
    assert kind_of(calendar, date(2026, 1, 10)) is DayKind.SWAPPED
    assert kind_of(calendar, date(2026, 1, 11)) is DayKind.REST
    assert kind_of(calendar, date(2026, 1, 12)) is DayKind.WORK
    assert kind_of(calendar, date(2026, 2, 15)) is DayKind.HOLIDAY
    february = month_of(calendar, date(2026, 2, 1), date(2026, 2, 3))
    assert [(s.first.day.day, s.last.day.day) for s in february.special] == [(14, 22)]
    assert february.working == 15
    assert sum(cell.is_today for cell in february.days) == 1
    assert february.shifted(-2) == date(2025, 12, 1)
    assert february.shifted(11) == date(2027, 1, 1)
    assert isinstance(february.special[0].first.rule, DayRule)


def body_of(life: Life, code: str = "1.004873") -> tuple[int, dict[str, object]]:
    with life.services.reading() as db:
        row = db.scalars(
            select(ProcedureVersion)
            .where(ProcedureVersion.code == code)
            .order_by(ProcedureVersion.version.desc())
        ).first()
        assert row is not None
        return row.id, dict(row.body)


def soon() -> str:
    return f"{date.today() + timedelta(days=10):%d/%m/%Y}"  # noqa: DTZ011 - the wall calendar


def test_a_version_is_checked_compared_and_published(client: PageClient, life: Life) -> None:
    version_id, body = body_of(life)
    client.sign_in("quantri")
    client.get(f"{PUBLISH}?tu={version_id}")
    assert "1.004873" in client.text
    components = body["components"]
    assert isinstance(components, list)
    changed = {
        **body,
        "name": {"vi": "Cấp giấy tên mới", "en": "New name"},
        "components": components[1:],
    }
    said = {"effective_from": soon(), "body": json.dumps(changed, ensure_ascii=False)}
    client.post(PUBLISH, said)
    assert client.status == 200
    assert "Cấp giấy tên mới" in client.text
    assert "Bỏ" in client.text
    client.post(PUBLISH, {**said, "buoc": "sua"})
    assert "&#34;Cấp giấy tên mới&#34;" in client.text
    client.post(PUBLISH, {**said, "buoc": "ghi"})
    assert "Đã công bố phiên bản mới" in client.text
    assert "Sắp có hiệu lực" in client.text
    new_id, published = body_of(life)
    assert published["name"] == changed["name"]
    response = client.get(f"/quan-tri/thu-tuc/{new_id}/noi-dung.json")
    assert json.loads(response.get_data()) == published
    for page in ("", "/to-khai", "/rut"):
        client.get(f"/quan-tri/thu-tuc/{new_id}{page}")
        assert client.status == 200
    client.post(f"/quan-tri/thu-tuc/{new_id}/rut", {"grounds": "QĐ 88 bãi bỏ"})
    assert "Thu hồi phiên bản" in client.text
    client.post(f"/quan-tri/thu-tuc/{new_id}/rut", {"grounds": "QĐ 88 bãi bỏ", "buoc": "ghi"})
    assert "QĐ 88 bãi bỏ" in client.text
    client.get("/quan-tri/thu-tuc")
    assert "Đã thu hồi" in client.text


def test_whatever_is_wrong_with_a_body_stands_beside_it(client: PageClient, life: Life) -> None:
    _, body = body_of(life)
    client.sign_in("quantri")
    client.get(PUBLISH)
    form = body["form"]
    assert isinstance(form, dict)
    wrong = {
        "": "Hãy dán nội dung",
        "{": "dòng 1",
        "[1]": "đối tượng JSON",
        '{"a": NaN}': "số hoặc cấu trúc",
        '{"a": "\\ud800"}': "Unicode",
        '{"a": "\\u0000"}': "NUL",
        "[" * 5000: "số hoặc cấu trúc",
        json.dumps({**body, "decided_at": "lang"}): "$.decided_at",
        json.dumps({**body, "channels": []}): "$.channels",
        json.dumps({**body, "form": {**form, "version": "một"}}): "$.form.version",
        json.dumps(body): "giống hệt",
    }
    for text, message in wrong.items():
        client.post(PUBLISH, {"effective_from": soon(), "body": text})
        assert client.status == 422, text[:50]
        assert 'id="body-error"' in client.text
        assert message in html.unescape(client.text), text[:50]
        assert text[:20] in html.unescape(client.text)


def test_a_file_takes_the_place_of_what_was_typed(client: PageClient, life: Life) -> None:
    _, body = body_of(life)
    client.sign_in("quantri")
    client.get(PUBLISH)
    changed = {**body, "summary": {"vi": "Tóm tắt từ tệp", "en": "From the file"}}
    for data, message in (
        (json.dumps(changed).encode(), "Tóm tắt từ tệp"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b" " * 400_001, "quá lớn"),
    ):
        file = (io.BytesIO(data), "thu-tuc.json")
        client.post(
            PUBLISH,
            {"effective_from": soon(), "body": "cũ", "body_file": file},
            content_type="multipart/form-data",
        )
        assert message in html.unescape(client.text)
