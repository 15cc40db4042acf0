"""Words of the public pages that take more than a template: terms, conditions, days."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forms.rules import describe
from forms.schema import FormSchema
from portal.i18n import current_locale
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.catalogue.types import Channel, ChannelKind, Component, Procedure
from procedures.clock import VIETNAM, Measure, TermUnit, TimeLimit, amount_in_words
from procedures.routing import Text


def today() -> date:
    """The day on Viet Nam's calendar."""
    return utc_now().astimezone(VIETNAM).date()


def clean(typed: str) -> str:
    """What was typed, trimmed and without control characters, which no database takes."""
    return "".join(c for c in typed if unicodedata.category(c)[0] != "C").strip()


def term_words(term: TimeLimit) -> str:
    """Such as “22 ngày làm việc”, or “trong ngày làm việc”."""
    return amount_in_words(term.value, Measure(term.unit.value), current_locale())


def cutoff_words(term: TimeLimit) -> str:
    """The hour that a same-day term turns on; empty for every other."""
    if term.unit is not TermUnit.SAME_DAY:
        return ""
    said = _("Hồ sơ nhận từ {hour} trở đi được trả trong ngày làm việc tiếp theo.")
    return said.format(hour=f"{term.cutoff:%H:%M}")


def required_words(component: Component, schema: FormSchema) -> str:
    """When the paper must be there: always, if it helps, or under a condition on the answers."""
    match component.required:
        case True:
            return _("Bắt buộc")
        case False:
            return _("Nếu có")
        case condition:
            said = describe(condition, schema, current_locale(), _)
            return _("Bắt buộc khi {condition}").format(condition=said)


def copies_words(component: Component) -> str:
    """How many originals and copies, in official counting: “01 bản chính, 02 bản sao”."""
    counted = (
        (_("{number} bản chính"), component.originals),
        (_("{number} bản sao"), component.copies),
    )
    return ", ".join(words.format(number=f"{number:02d}") for words, number in counted if number)


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of filing that promise and cost the same."""

    kinds: tuple[ChannelKind, ...]
    term: TimeLimit
    fee_note: Text


def ways_of_filing(procedure: Procedure) -> list[Ways]:
    """The channels, those alike told together, in the procedure's order."""
    alike: dict[tuple[TimeLimit, str], list[Channel]] = {}
    for channel in procedure.channels:
        alike.setdefault((channel.term, channel.fee_note["vi"]), []).append(channel)
    return [
        Ways(tuple(channel.kind for channel in same), same[0].term, same[0].fee_note)
        for same in alike.values()
    ]


def without_empty(**given: str) -> Mapping[str, str]:
    """Only what says something: an address holds no empty parameters."""
    return {name.replace("_", "-"): value for name, value in given.items() if value}
