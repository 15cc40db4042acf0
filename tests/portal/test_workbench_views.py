"""Saved views: kept under a name, listed beside the queues, one's own, without anybody's name."""

import re

from flask import Flask

from procedures.records import SavedView
from tests.factories import Life
from tests.portal.officers import Officer

HANDLER = "tuphap.tanmy"
VIEW = re.compile(r"/ban-lam-viec/cach-xem/([0-9a-f-]{36})/ten")


def keep(officer: Officer, name: str, query: str = "hang=don-vi&han=qua-han") -> str:
    officer.page.get(f"/ban-lam-viec/cach-xem/moi/office?{query}")
    officer.page.post("/ban-lam-viec/cach-xem/moi/office", {"query": query, "ten": name})
    return officer.text


def kept(life: Life) -> list[SavedView]:
    with life.services.reading() as db:
        return list(db.query(SavedView).order_by(SavedView.name))


def test_a_view_is_kept_and_stands_beside_the_queues(app: Flask) -> None:
    officer = Officer(app, HANDLER, "xu-ly")
    assert "Lưu cách xem này" in officer.inbox("?hang=don-vi&han=qua-han")
    assert "Đã lưu cách xem." in keep(officer, "  Trễ   của đơn vị ")
    assert 'hang=don-vi&amp;han=qua-han" aria-current="page">Trễ của đơn vị<' in officer.text
    assert "Trễ của đơn vị" in officer.inbox("?hang=cua-toi")
    assert "Trễ của đơn vị" not in Officer(app, "chutich.tanmy", "xu-ly").inbox()


def test_searched_words_are_never_kept(app: Flask, life: Life) -> None:
    officer = Officer(app, HANDLER, "xu-ly")
    officer.page.get("/ban-lam-viec/cach-xem/moi/office?hang=don-vi&tim=bmd1eWVu")
    assert "Từ khóa bạn đang tìm sẽ bị bỏ" in officer.text
    keep(officer, "Hồ sơ", "hang=don-vi&tim=bmd1eWVu&la=1&thu-tuc=1.001193&sau=5.aa")
    assert [view.query for view in kept(life)] == ["hang=don-vi&thu-tuc=1.001193"]


def test_a_name_is_needed_and_free(app: Flask, life: Life) -> None:
    officer = Officer(app, HANDLER, "xu-ly")
    assert "Hãy đặt tên" in keep(officer, " ")
    assert officer.status == 422
    keep(officer, "Trễ")
    assert "mang tên này" in keep(officer, "TRỄ")
    assert 'value="TRỄ"' in officer.text
    assert "dài quá 60" in keep(officer, "x" * 61)
    assert len(kept(life)) == 1


def test_an_address_that_is_no_queue_is_not_kept(app: Flask, life: Life) -> None:
    officer = Officer(app, HANDLER, "xu-ly")
    officer.page.get("/ban-lam-viec/cach-xem/moi/office?hang=la")
    assert officer.status == 404
    officer.page.post("/ban-lam-viec/cach-xem/moi/office", {"query": "x=1", "ten": "A"})
    assert officer.status == 404
    assert kept(life) == []


def test_a_view_is_renamed_and_deleted_after_a_question(app: Flask, life: Life) -> None:
    officer = Officer(app, HANDLER, "xu-ly")
    keep(officer, "Trễ")
    officer.page.get("/ban-lam-viec/cach-xem")
    found = VIEW.search(officer.text)
    assert found is not None
    address = f"/ban-lam-viec/cach-xem/{found.group(1)}"
    officer.page.get(f"{address}/ten")
    assert 'value="Trễ"' in officer.text
    officer.page.post(f"{address}/ten", {"ten": "Quá hạn của tổ"})
    assert [view.name for view in kept(life)] == ["Quá hạn của tổ"]
    officer.page.get(f"{address}/xoa")
    assert "sẽ bị xóa" in officer.text
    assert len(kept(life)) == 1
    officer.page.post(f"{address}/xoa")
    assert kept(life) == []
    assert "chưa lưu cách xem nào" in officer.text


def test_somebody_elses_view_is_as_good_as_none(app: Flask, life: Life) -> None:
    keep(Officer(app, HANDLER, "xu-ly"), "Trễ")
    other = Officer(app, "chutich.tanmy", "xu-ly")
    for act in ("ten", "xoa"):
        address = f"/ban-lam-viec/cach-xem/{kept(life)[0].id}/{act}"
        other.page.get(address)
        assert other.status == 404
        other.page.post(address, {"ten": "B"})
        assert other.status == 404
    assert [view.name for view in kept(life)] == ["Trễ"]
