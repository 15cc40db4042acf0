"""A form as somebody filled it in: its words, its days, and everything that is wrong with them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from portal.admin.blueprint import clean
from portal.i18n import gettext as _
from portal.i18n import translate
from procedures.clock import VIETNAM
from procedures.errors import DomainError

MOST_CHARACTERS = 2000
FIRST_YEAR, LAST_YEAR = 1900, 2100
OURS = frozenset({"csrf_token", "buoc"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `field` is the id of the input, empty for the form as a whole."""

    field: str
    message: str


class Filled:
    """What was typed is kept as it was; what was read from it is clean."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        self.values = values
        self.faults: list[Fault] = []

    def value(self, name: str) -> str:
        """The words of a field as they were typed."""
        return self.values.get(name, "")

    def several(self, name: str) -> list[str]:
        """The values of a field with many."""
        return self.values.getlist(name)

    def carried(self) -> Iterator[tuple[str, str]]:
        """Every field and value, for the page that asks once more."""
        return ((k, v) for k, v in self.values.items(multi=True) if k not in OURS)

    def words(self, name: str, missing: str = "", most: int = MOST_CHARACTERS) -> str:
        """The words, composed and trimmed; `missing` is the fault when there are none."""
        words = " ".join(unicodedata.normalize("NFC", clean(self.value(name))).split())
        if not words and missing:
            self.refuse(name, missing)
        if len(words) > most:
            self.refuse(name, _("Tối đa {most} ký tự.").format(most=most))
        return words

    def day(self, name: str, missing: str = "") -> date | None:
        """A day written 25/01/2027 or 2027-01-25; None when it is left open or wrong."""
        words = self.words(name, missing)
        if not words:
            return None
        for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                day = datetime.strptime(words, shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
        self.refuse(name, _("Ngày không đúng. Hãy ghi ngày/tháng/năm, ví dụ 25/01/2027."))
        return None

    def moment(self, name: str, missing: str) -> datetime | None:
        """Day and time of the office's clock, written 25/01/2027 08:30; None when it is wrong."""
        words = self.words(name, missing)
        try:
            return datetime.strptime(words, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
        except ValueError:
            self.refuse(name, _("Thời điểm không đúng. Ví dụ: 25/01/2027 08:30."))
            return None

    def refuse(self, field: str, message: str) -> None:
        """Note a fault, once for each field."""
        if not any(fault.field == field and field for fault in self.faults):
            self.faults.append(Fault(field, message))

    def take(self, refusal: DomainError) -> None:
        """Note what an act refused, beside the field that it names."""
        self.refuse(str(refusal.params.get("field") or ""), translate(refusal))

    def fault_of(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return next((fault.message for fault in self.faults if fault.field == name), "")
