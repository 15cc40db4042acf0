"""What a new version of a procedure changes, part by part, for the one who publishes it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procedures.catalogue.agreement import form_fields
from procedures.catalogue.labels import labels
from procedures.catalogue.types import Procedure
from procedures.clock import ClockPolicy, TimeLimit
from procedures.routing import Text

Said = Text | str | TimeLimit | ClockPolicy


class Part(StrEnum):
    """Where in the procedure the change is, in the order of the page."""

    NAME = "name"
    SUMMARY = "summary"
    SUBJECT = "subject"
    CHANNEL = "channel"
    CLOCK = "clock"
    FEE = "fee"
    COMPONENT = "component"
    LAW = "law"
    FIELD = "field"
    DECLARATION = "declaration"
    ROUTE = "route"
    RESULT = "result"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was, and is: `before` empty when it is new, `after` empty when it goes.

    Equal words on both sides: what differs lies in details that the page does not spell out.
    """

    part: Part
    label: Said
    before: tuple[Said, ...]
    after: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something of a procedure by its key: its label, its words, and all that it says."""

    label: Said
    words: tuple[Said, ...]
    content: str


def changes(before: Procedure | None, after: Procedure) -> tuple[Change, ...]:
    """Everything that differs; against nothing, everything is new."""
    return tuple(
        change
        for part in Part
        for change in _compared(
            part, dict(_things(part, before)) if before else {}, dict(_things(part, after))
        )
    )


def _compared(part: Part, old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        shown = now or was
        assert shown is not None
        yield Change(part, shown.label, was.words if was else (), now.words if now else ())


def _things(part: Part, procedure: Procedure) -> Iterator[tuple[str, _Thing]]:
    for key, label, words, content in _READ[part](procedure):
        canonical = json.dumps(content, sort_keys=True, default=str)
        yield key, _Thing(label, tuple(words), canonical)


Found = Iterator[tuple[str, Said, Sequence[Said], object]]


def _names(p: Procedure) -> Found:
    yield "name", "", (p.name,), p.name
    yield "field", "", (p.field.name,), [p.field.code, p.field.name]
    tier = labels("tier").get(p.decided_at, p.decided_at)
    yield "tier", "", (tier,), p.decided_at
    yield "level", "", (labels("level").get(p.level, p.level),), p.level


def _summary(p: Procedure) -> Found:
    yield "summary", "", (p.summary,), p.summary
    yield "keywords", "", (p.keywords,), p.keywords


def _subjects(p: Procedure) -> Found:
    for code in p.subjects:
        yield code, "", (labels("subject").get(code, code),), code


def _channels(p: Procedure) -> Found:
    for channel in p.channels:
        words = (channel.term, channel.fee_note)
        content = [channel.term.to_json(), channel.fee_note]
        yield channel.kind.value, labels("channel")[channel.kind], words, content
    yield "filed_at", "", (labels("filed_at")[p.filed_at],), p.filed_at


def _clock(p: Procedure) -> Found:
    yield "clock", "", (p.clock_policy,), p.clock_policy
    yield "calendar", "", (labels("clock_calendar")[p.clock_calendar],), p.clock_calendar
    yield "after_denial", "", (labels("after_denial")[p.after_denial],), p.after_denial


def _fees(p: Procedure) -> Found:
    for fee in p.fees:
        amount = "" if fee.amount is None else f"{fee.amount} đ"
        words = tuple(word for word in (amount, fee.per, fee.note) if word)
        yield fee.code, fee.name, words, [fee.name, fee.amount, fee.per, fee.note]


def _components(p: Procedure) -> Found:
    for item in p.components:
        content = [
            item.name,
            item.note,
            item.originals,
            item.copies,
            item.required,
            item.accept,
        ]
        words = tuple(word for word in (item.name, item.note) if word)
        yield item.code, item.name, words, content


def _law(p: Procedure) -> Found:
    for basis in p.legal_basis:
        yield basis.number, basis.number, (basis.title,), basis.title


def _fields(p: Procedure) -> Found:
    for field in form_fields(p.form):
        name = str(field.get("name"))
        label = field.get("label")
        shown = label if isinstance(label, Mapping) else name
        yield name, shown, (shown, f"{name} · {field.get('kind')}"), field


def _declaration(p: Procedure) -> Found:
    paper = p.declaration
    words = (paper.title, paper.addressee, labels("signing")[paper.signature])
    yield "declaration", "", words, [paper.title, paper.addressee, paper.signature]


def _route(p: Procedure) -> Found:
    for leg in p.route:
        term = (leg.term,) if leg.term else ()
        tier = labels("tier").get(leg.unit.tier, leg.unit.tier)
        words = (labels("function")[leg.function], leg.unit.kind, tier, *term)
        content = [leg.function, leg.unit.kind, leg.unit.tier, term]
        yield leg.code, leg.code, words, content


def _results(p: Procedure) -> Found:
    for result in p.results:
        words = (result.name, result.symbol, result.template)
        content = [result.name, result.symbol, result.template, result.leg, result.fields]
        yield result.code, result.name, words, content


def _others(p: Procedure) -> Found:
    for number, step in enumerate(p.steps, start=1):
        yield f"step-{number}", str(number), (step,), step
    for number, condition in enumerate(p.conditions, start=1):
        yield f"condition-{number}", str(number), (condition,), condition
    yield "order", "", (), [leg.code for leg in p.route]
    yield "pages", "", (), _pages(p)
    yield "rest", "", (), [p.subject_fields, p.place_from, p.sources]


def _pages(p: Procedure) -> object:
    pages = p.form.get("pages")
    listed = pages if isinstance(pages, list) else []
    heads = [
        {key: value for key, value in page.items() if key != "fields"}
        for page in listed
        if isinstance(page, Mapping)
    ]
    return [heads, p.form.get("checks"), p.form.get("title")]


_READ = {
    Part.NAME: _names,
    Part.SUMMARY: _summary,
    Part.SUBJECT: _subjects,
    Part.CHANNEL: _channels,
    Part.CLOCK: _clock,
    Part.FEE: _fees,
    Part.COMPONENT: _components,
    Part.LAW: _law,
    Part.FIELD: _fields,
    Part.DECLARATION: _declaration,
    Part.ROUTE: _route,
    Part.RESULT: _results,
    Part.OTHER: _others,
}
