"""A procedure as one entry of a list, and which versions a list may show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select

from procedures.catalogue.types import ChannelKind
from procedures.clock import TimeLimit
from procedures.records import ProcedureVersion, TierRow
from procedures.records.base import Json
from procedures.records.versions import takes_filings
from procedures.routing import Text

INTERNAL = "5"
"""Codes from this prefix on belong to procedures between agencies: never shown."""


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure in a list; `tier` names the tier that decides.

    `term` is that of filing online, or of the first way of filing there is.
    """

    code: str
    name: Text
    summary: Text
    field: Text
    tier: Text
    level: str
    term: TimeLimit | None


CardRow = tuple[str, Json, Json, Json, Json, str, list[Json]]


def in_force(on: date) -> ColumnElement[bool]:
    """The condition that a version takes filings on the day and is shown to citizens."""
    return and_(ProcedureVersion.code < INTERNAL, takes_filings(on))


def cards_in_force(on: date) -> Select[CardRow]:
    """What a card needs, out of the body only its two short parts."""
    return (
        select(
            ProcedureVersion.code,
            ProcedureVersion.name,
            ProcedureVersion.body["summary"],
            ProcedureVersion.field_name,
            TierRow.name,
            ProcedureVersion.level,
            ProcedureVersion.body["channels"],
        )
        .join(TierRow, TierRow.code == ProcedureVersion.decided_at)
        .where(in_force(on))
    )


def card_of(row: Sequence[object]) -> Card:
    """The card of a row of `cards_in_force`, whatever follows its columns."""
    code, name, summary, field, tier, level, channels = row[:7]
    return Card(
        str(code),
        _text(name),
        _text(summary),
        _text(field),
        _text(tier),
        str(level),
        _term(channels),
    )


def _text(value: object) -> Text:
    assert isinstance(value, Mapping)
    return value


def _term(channels: object) -> TimeLimit | None:
    assert isinstance(channels, list)
    online = [channel for channel in channels if channel["kind"] == ChannelKind.ONLINE]
    first = next(iter([*online, *channels]), None)
    return TimeLimit.from_json(first["term"]) if first else None
