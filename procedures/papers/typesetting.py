"""The Jinja environment of papers: strict, escaped, without request or addresses."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forms.kinds.words import money_in_words
from procedures.papers import wording
from procedures.papers.citation import citation
from procedures.papers.fields import BLANK, Fields, line
from procedures.papers.qr import qr_text

_KILO: Final = 1024
_AGENCY_HEADS: Final = ("ỦY BAN NHÂN DÂN", "BẢO HIỂM XÃ HỘI")
_FOR_THE_BODY: Final = "TM. "
_FOR_ANOTHER: Final = ("KT. ", "TL. ", "TUQ. ")
_COMMITTEE: Final = "Ủy ban nhân dân "
_BARE_WORDS: Final = 2  # "Công an" alone would not say whose


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
        short_moment=wording.short_moment,
        clock_time=wording.clock_time,
        long_moment=wording.long_moment,
        money=wording.money,
        money_in_words=money_in_words,
        text=text,
        line=line,
        lines=lines,
        lower_first=lower_first,
        as_table=as_table,
        balanced=balanced,
        under=under,
        issuing_head=issuing_head,
        citation=citation,
        file_size=file_size,
        bare_procedure=bare_procedure,
    )
    env.globals.update(Fields=Fields, BLANK=BLANK, qr_text=qr_text)
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
    """A name on one line, or on as many as it needs, broken where they become most alike.

    An agency's name is set in capitals in a narrow column; left to itself it would
    leave the last syllable of a place name alone on the second line.
    """
    words = value.split()
    if len(value) <= width or len(words) < 2:  # noqa: PLR2004 - one word cannot be broken
        return [value]
    for head in _AGENCY_HEADS:
        if value.upper().startswith(f"{head} "):
            return [value[: len(head)], *balanced(value[len(head) + 1 :], width)]
    share = len(value) / -(-len(value) // width)
    heads = [" ".join(words[:at]) for at in range(1, len(words))]
    first = min(heads, key=lambda head: abs(len(head) - share))
    return [first, *balanced(value[len(first) + 1 :], width)]


def under(name: str, parent: str) -> str:
    """A unit's name below its superior's, without the place that the superior's ends with.

    "Sở Tư pháp tỉnh Bắc Giang" stands under "Ủy ban nhân dân tỉnh Bắc Giang" as "Sở Tư pháp".
    """
    place = parent.removeprefix(_COMMITTEE)
    short = name.removesuffix(f" {place}") if place and place != parent else name
    return short if len(short.split()) > _BARE_WORDS else name


def issuing_head(agency: str, signatory: Mapping[str, str]) -> str:
    """Who decides, above a decision: the body itself (TM.), else whoever heads the agency.

    A deputy signs for the head (KT.), an office by order (TL., TUQ.): the head's decision it is.
    """
    lines = signatory["authority"].splitlines()
    if any(line.startswith(_FOR_THE_BODY) for line in lines):
        return agency
    own = signatory["title"].partition("\n")[0]
    head = next((line[len(m) :] for line in lines for m in _FOR_ANOTHER if line.startswith(m)), own)
    words = head.strip().split()
    for at in range(len(words)):
        if agency.lower().startswith(" ".join(words[at:]).lower() + " "):
            return " ".join([*words[:at], agency])
    return f"{head.strip()} {agency}".strip()


def lower_first(value: str) -> str:
    """The text as it stands inside a sentence; abbreviations keep their capitals."""
    return value if value[1:2].isupper() else value[:1].lower() + value[1:]


def file_size(size: int) -> str:
    """`512 byte`, `37 KB`, `2,4 MB`."""
    if size < _KILO:
        return f"{size} byte"
    if size < _KILO**2:
        return f"{size / _KILO:.0f} KB"
    return f"{size / _KILO**2:.1f}".replace(".", ",") + " MB"


def bare_procedure(name: str) -> str:
    """A procedure's name as it follows the words "thủ tục": without saying them twice."""
    return lower_first(name.removeprefix("Thủ tục "))


def as_table(value: object) -> Mapping[str, object] | None:
    """Repeating rows as {head, body}, from that very shape or from a list of {column: text}.

    Anything else is no table.
    """
    if isinstance(value, Mapping):
        return value if "head" in value and "body" in value else None
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    if len(value) == 1 and (alone := as_table(value[0])):
        return alone
    rows = [row for row in value if isinstance(row, Mapping) and "text" not in row]
    if len(rows) != len(value):
        return None
    head = list(rows[0])
    return {"head": head, "body": [[row.get(column, "") for column in head] for row in rows]}
