"""The Jinja environment of papers: strict, escaped, without request or addresses."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from procedures.papers import wording
from procedures.papers.fields import BLANK, Fields, line
from procedures.papers.qr import qr_image, qr_text


def environment(folder: Path) -> Environment:
    """Templates from `folder`; an unknown name in a template is an error, never a blank."""
    env = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        long_date=wording.long_date,
        short_date=wording.short_date,
        clock_time=wording.clock_time,
        long_moment=wording.long_moment,
        money=wording.money,
        money_in_words=wording.money_in_words,
        in_words=wording.in_words,
        text=text,
        line=line,
        lines=lines,
        is_table=is_table,
        balanced=balanced,
    )
    env.globals.update(Fields=Fields, BLANK=BLANK, qr_image=qr_image, qr_text=qr_text)
    return env


def text(value: str | Mapping[str, str], locale: str = "vi") -> str:
    """A plain text, or the chosen language of a bilingual one; Vietnamese when it lacks."""
    if isinstance(value, str):
        return value
    return value.get(locale) or value.get("vi", "")


def lines(value: object) -> list[str]:
    """Text or list of texts as single lines, without empty ones."""
    parts = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [row for part in parts for row in line(part).split("\n") if row.strip()]


def balanced(value: str, width: int = 28) -> list[str]:
    """A name on one line, or broken at the space that makes two lines most alike.

    An agency's name is set in capitals in a narrow column; left to itself it would
    leave the last syllable of a place name alone on the second line.
    """
    words = value.split()
    if len(value) <= width or len(words) < 2:  # noqa: PLR2004 - one word cannot be broken
        return [value]
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return list(min(breaks, key=lambda pair: abs(len(pair[0]) - len(pair[1]))))


def is_table(value: object) -> bool:
    """Whether the value is a list of {column: text} rows."""
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(row, Mapping) and "text" not in row for row in value)
    )
