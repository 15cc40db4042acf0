"""Words that an officer must give: cleaned, bounded, and refused when missing."""

import unicodedata
from dataclasses import dataclass

from procedures.errors import N_, Incomplete

CHECK_INPUT = N_("Hãy bổ sung những nội dung được nêu.")
TOO_LONG = N_("Nội dung dài quá {most} ký tự.")
MOST = 4000


@dataclass(frozen=True, slots=True)
class WordFault:
    """A fault of one input of an officer's form, by the input's name."""

    field: str
    msgid: str
    params: dict[str, object]


def tidy(text: str) -> str:
    """NFC, without control characters but line breaks, trimmed; a tab parts words like a space."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(c for c in plain if c == "\n" or unicodedata.category(c)[0] != "C").strip()


def fault_in(field: str, text: str, missing: str) -> WordFault | None:
    """What is wrong with words that must be given: none of them (`missing`), or too many."""
    plain = tidy(text)
    if not plain:
        return WordFault(field, missing, {})
    return WordFault(field, TOO_LONG, {"most": MOST}) if len(plain) > MOST else None


def refuse_unless_right(*faults: WordFault | None) -> None:
    """Raise `Incomplete` with every fault at once, in the order of the form."""
    found = [fault for fault in faults if fault is not None]
    if found:
        raise Incomplete(CHECK_INPUT, found)


def needed(field: str, text: str, msgid: str) -> str:
    """The tidy text; raises `Incomplete` with `msgid` beside `field` when there is none."""
    refuse_unless_right(fault_in(field, text, msgid))
    return tidy(text)


def within(field: str, text: str) -> str:
    """The tidy text, when it is not too long."""
    plain = tidy(text)
    if len(plain) > MOST:
        raise Incomplete(CHECK_INPUT, [WordFault(field, TOO_LONG, {"most": MOST})])
    return plain
