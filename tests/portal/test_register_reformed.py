"""Registers over a reorganisation: as each unit kept its own, or with those that it took over."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.wiring import utc_now
from procedures.reads.register import figures
from procedures.records import Export, UnitRow
from procedures.records.register import Book, Entry, Window, entries
from tests.factories import Life
from tests.portal.officers import Officer, Queries
from tests.reforms import (
    TRAN_PHU,
    applied,
    approved,
    brought_forward,
    code,
    small,
    tomorrow,
)

CLERK, STRANGER = "motcua.tanmy", "motcua.tranphu"


def _read(life: Life, unit: str, book: Book, *, succeeded: bool = True) -> tuple[Entry, ...]:
    today = utc_now().date()
    with life.services.reading() as db:
        found = db.scalars(
            select(UnitRow.id).where(UnitRow.code_2020 == unit, UnitRow.valid_to.is_(None))
        ).one()
        days = (today - timedelta(days=2), today + timedelta(days=2))
        return tuple(entries(db, Window(found, book, *days, succeeded=succeeded)))


def _counted(life: Life, unit: str, book: Book, *, succeeded: bool) -> int:
    now = utc_now()
    with life.services.reading() as db:
        found = db.scalars(
            select(UnitRow.id).where(UnitRow.code_2020 == unit, UnitRow.valid_to.is_(None))
        ).one()
        days = (now.date() - timedelta(days=2), now.date() + timedelta(days=2))
        return sum(f.count for f in figures(db, Window(found, book, *days, "", succeeded), now))


def _codes(found: tuple[Entry, ...]) -> list[str]:
    return [entry.code for entry in found]


def _number(life: Life, dossier_id: UUID) -> str:
    return life.dossier(dossier_id).code


def test_who_took_over_finds_what_was_finished_before(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.issued())
    day = tomorrow(life)
    applied(life, approved(life, small(day)), day)
    brought_forward(life, day)
    clerk = Officer(app, CLERK, "so-theo-doi")
    assert dossier.code not in clerk.inbox()
    with Queries(life.services.engine) as queries:
        text = clerk.inbox("?pham-vi=ke-thua")
    assert len(queries.seen) <= 8, queries.seen
    assert dossier.code in text
    assert "Sổ của" in text
    clerk.page.get("/so-theo-doi/so-lieu?pham-vi=ke-thua")
    assert "Đăng ký khai sinh" in clerk.text
    clerk.page.get("/so-theo-doi/so-lieu")
    assert 'class="app-empty"' in clerk.text
    old = f"tiep-nhan-{dossier.desk_unit_id}"
    assert "trước ngày" in text
    alone = clerk.inbox(f"?so={old}")
    assert dossier.code in alone
    assert "Sổ của" not in alone
    today = utc_now().date().isoformat()
    fields = {"tu": today, "den": today, "dang": "xlsx"}
    for book in ({"so": old}, {"pham-vi": "ke-thua"}):
        clerk.page.post("/so-theo-doi/tep", {**fields, **book})
        assert "Đang tạo" in clerk.text
    life.work()
    with life.services.reading() as db:
        orders = db.scalars(select(Export).order_by(Export.asked_at)).all()
    assert [order.params["succeeded"] for order in orders] == [False, True]
    for order in orders:
        assert clerk.page.get(f"/tep/yeu-cau/{order.id}").data.startswith(b"PK")
    stranger = Officer(app, STRANGER, "so-theo-doi")
    assert dossier.code not in stranger.inbox(f"?so={old}")
    assert dossier.code not in stranger.inbox("?pham-vi=ke-thua")


def test_of_a_divided_unit_each_dossier_is_in_one_book(life: Life) -> None:
    """The place decides, in lists and figures; what goes on after the day is there once."""
    divided, whole = life.issued(place=TRAN_PHU), life.issued()
    underway = life.in_progress()
    day = tomorrow(life)
    applied(life, approved(life, small(day)), day)
    for unit, book in (("ubnd", Book.HANDLED), ("mot-cua", Book.RECEIVED)):
        first = _codes(_read(life, f"N90002.{unit}", book))
        second = _codes(_read(life, f"N90003.{unit}", book))
        merged = _codes(_read(life, f"N90001.{unit}", book))
        assert (first, second) == ([], [_number(life, divided)])
        assert sorted(merged) == sorted([_number(life, whole), _number(life, underway)])
        units = [f"N9000{number}.{unit}" for number in (1, 2, 3)]
        assert [_counted(life, each, book, succeeded=True) for each in units] == [2, 0, 1]
        kept = [_counted(life, each, book, succeeded=False) for each in units]
        assert sum(kept) == (1 if book is Book.HANDLED else 0)


def test_the_line_goes_on_over_several_documents(life: Life) -> None:
    dossier_id = life.issued()
    day = tomorrow(life)
    applied(life, approved(life, small(day)), day)
    renamed = {
        "step": "change",
        "unit": "N90001.mot-cua",
        "name": {"vi": "Điểm Đa Mai", "en": "Đa Mai Point"},
    }
    after = day + timedelta(days=1)
    body = {**small(after), "document": "NQ 02/TEST", "units": [renamed]}
    body |= {"new_places": [], "places": [], "new_units": []}
    applied(life, approved(life, body), after)
    assert _codes(_read(life, "N90001.mot-cua", Book.RECEIVED, succeeded=False)) == []
    (entry,) = _read(life, "N90001.mot-cua", Book.RECEIVED)
    assert entry.code == _number(life, dossier_id)
    with life.services.reading() as db:
        old = db.scalars(select(UnitRow).where(UnitRow.code_2020 == code("07687/mot-cua"))).one()
    assert entry.kept_by == old.name
