"""Changing what papers and pages print of a unit: its names, its contact, its working calendar.

Codes, kind, place and parent change only with a reorganisation, which makes another unit.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.errors import N_, NotFound, Stale
from procedures.records import CalendarVersion, UnitRow
from procedures.tags import Tag

NO_UNIT = N_("Không tìm thấy đơn vị.")
CHANGED_MEANWHILE = N_(
    "Thông tin của đơn vị vừa được người khác sửa. Thay đổi của bạn chưa được ghi; "
    "hãy xem lại rồi sửa tiếp."
)
NO_NAME = N_("Hãy ghi tên đơn vị bằng cả hai ngôn ngữ.")
NO_SUCH_CALENDAR = N_("Không có lịch làm việc này.")
BAD_EMAIL = N_("Địa chỉ thư điện tử không đúng dạng.")
BAD_PHONE = N_("Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, dấu + và ngoặc.")
SAME = N_("Chưa có gì thay đổi.")

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"[0-9+(). -]{3,30}")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What an administrator may change of a unit."""

    name_vi: str
    name_en: str
    address: str
    phone: str
    email: str
    calendar_code: str

    @property
    def digest(self) -> str:
        """Identifies the facts that a form was filled in from."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]


def facts_of(unit: UnitRow) -> UnitFacts:
    """The facts as they stand."""
    contact = unit.contact
    return UnitFacts(
        name_vi=unit.name["vi"],
        name_en=unit.name["en"],
        address=contact.get("address", ""),
        phone=contact.get("phone", ""),
        email=contact.get("email", ""),
        calendar_code=unit.calendar_code,
    )


def change_unit(call: Call, unit_id: int, seen: str, facts: UnitFacts) -> None:
    """Put the new facts in place; `seen` is the digest of those that the form showed.

    Dossiers keep the calendar version they were received under.
    """
    ensure_admin(call)
    unit = call.db.get(UnitRow, unit_id, with_for_update=True, populate_existing=True)
    if unit is None:
        raise NotFound(NO_UNIT)
    before = facts_of(unit)
    if before.digest != seen:
        raise Stale(CHANGED_MEANWHILE)
    _check(call, before, facts)
    unit.name = {"vi": facts.name_vi, "en": facts.name_en}
    unit.contact = {
        **unit.contact,
        "address": facts.address,
        "phone": facts.phone,
        "email": facts.email,
    }
    unit.calendar_code = facts.calendar_code
    call.db.flush()
    detail = {"unit": unit.code_2020, "changes": _changes(before, facts)}
    ledger.append(call, Stream.UNITS, Tag.UNIT_CHANGED, detail=detail, unit_id=unit.id)


def _check(call: Call, before: UnitFacts, facts: UnitFacts) -> None:
    if facts == before:
        raise wrong("", SAME)
    for field in ("name_vi", "name_en"):
        if not getattr(facts, field):
            raise wrong(field, NO_NAME)
    if facts.phone and not PHONE.fullmatch(facts.phone):
        raise wrong("phone", BAD_PHONE)
    if facts.email and not EMAIL.fullmatch(facts.email):
        raise wrong("email", BAD_EMAIL)
    known = select(CalendarVersion.id).where(CalendarVersion.code == facts.calendar_code).limit(1)
    if call.db.scalar(known) is None:
        raise wrong("calendar_code", NO_SUCH_CALENDAR)


def _changes(before: UnitFacts, after: UnitFacts) -> Mapping[str, object]:
    was, now = asdict(before), asdict(after)
    return {name: [was[name], now[name]] for name in was if was[name] != now[name]}
