"""The trace as sentences for the citizen; the sentences themselves are data beside this file."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from procedures.clock.steps import Due, Measure, Step, StepKind

MINUTES: Final = 60
LEGAL_LANGUAGE: Final = "vi"

Phrases = Mapping[str, Any]
"""One language of phrases.json."""


def explain(due: Due, locale: str) -> list[str]:
    """The proof of the due moment, a sentence a step; an unknown language reads Vietnamese."""
    phrases = phrases_in(locale)
    language = locale if locale in _all_phrases() else LEGAL_LANGUAGE
    return [_sentence(step, phrases, language) for step in due.trace]


def phrases_in(locale: str) -> Phrases:
    """The sentences of one language."""
    known = _all_phrases()
    return known.get(locale, known[LEGAL_LANGUAGE])


def amount_in_words(amount: int, unit: Measure, locale: str) -> str:
    """Such as “3 ngày làm việc”, or working minutes as hours and minutes."""
    one, many = phrases_in(locale)["units"][unit.value]
    hours, minutes = divmod(amount, MINUTES)
    return str((one if amount == 1 else many).format(n=amount, hours=hours, minutes=minutes))


@cache
def _all_phrases() -> Mapping[str, Phrases]:
    text = files("procedures.clock").joinpath("phrases.json").read_text("utf-8")
    loaded: Mapping[str, Phrases] = json.loads(text)
    return loaded


def _sentence(step: Step, phrases: Phrases, language: str) -> str:
    note = step.note.get(language) or phrases["no_note"].get(step.kind.value, "")
    note = phrases["reasons"].get(note, note)
    amount = ""
    if step.amount is not None and step.unit is not None:
        amount = amount_in_words(step.amount, step.unit, language)
    template: str = phrases["steps"][_key(step)]
    return template.format(
        note=note,
        amount=amount,
        number=step.amount,
        **_dates("at", step.at, phrases),
        **(_dates("until", step.until, phrases) if step.until else {}),
    )


def _key(step: Step) -> str:
    """Which sentence tells the step; some kinds have several."""
    if step.kind is StepKind.TERM and step.unit is not None:
        return f"{step.kind}.{step.unit}"
    if step.kind is StepKind.OFF and step.amount == 1:
        return f"{step.kind}.one"
    if step.kind is StepKind.PAUSED and step.until is None:
        return f"{step.kind}.open"
    return step.kind.value


def _dates(name: str, at: datetime, phrases: Phrases) -> dict[str, str]:
    months = phrases["months"]
    parts = {
        "year": at.year,
        "month": at.month,
        "month_name": months[at.month - 1] if months else "",
        "day": at.day,
        "hour": at.hour,
        "minute": at.minute,
    }
    return {
        name: phrases["moment"].format(**parts),
        f"{name}_day": phrases["day"].format(**parts),
        f"{name}_time": phrases["time"].format(**parts),
    }
