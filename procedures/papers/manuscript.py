"""A frozen context made ready to be set: complete, NFC, dated, and drawable in the paper's face."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from procedures.papers.faults import UnprintableError
from procedures.papers.wording import as_date, as_moment

_OPTIONAL: Final[Mapping[str, object]] = {
    "test_mark": False,
    "english": False,
    "number_text": "",
    "agency": {"parent": "", "name": "", "short": "", "place_name": "", "code": "", "contact": {}},
    "dossier": {"code": "", "procedure_code": "", "procedure_name": ""},
    "applicant": {"name": "", "address": "", "phone": "", "email": ""},
    "verify_url": "",
    "verify_code": "",
    "signatory": {"authority": "", "title": "", "name": ""},
    "fields": {},
    "legal_basis": [],
    "recipients": [],
    "grounds": [],
    "replaces": {},
    "annexes": [],
}
_CONTACT_SLIPS: Final = frozenset(
    {
        "giay-tiep-nhan",
        "giay-tiep-nhan-2018",
        "phieu-dung-2018",
        "phieu-yeu-cau-bo-sung",
        "phieu-tu-choi",
        "to-khai",
    }
)
_VERIFYING: Final = "/xac-minh/"
_SCHEMA: Final = "du-lieu.schema.json"
_KEPT_CONTROLS: Final = "\n\t"
_STAND_IN: Final = "\u25a1"  # WHITE SQUARE, where the face has no glyph; the data keep the original


def prepare(context: Mapping[str, object], drawable: frozenset[int]) -> dict[str, object]:
    """The context as a template sees it: defaults filled in, text clean and drawable.

    Raises UnprintableError when a key is missing that every paper needs.
    """
    if not context.get("date"):
        message = "the context lacks date"
        raise UnprintableError(message)
    ready = deepcopy(dict(_OPTIONAL))
    for key, value in context.items():
        default = ready.get(key)
        given = plain(value)
        if isinstance(default, dict) and isinstance(given, dict):
            ready[key] = {**default, **given}
        elif given is not None or key not in ready:
            ready[key] = given
    return {key: _drawn(value, drawable) for key, value in ready.items()}


def printed_at(context: Mapping[str, object]) -> datetime:
    """The moment that the file bears: `printed_at`, else the paper's date at midnight."""
    given = context.get("printed_at")
    if isinstance(given, str | datetime):
        return as_moment(given)
    day = context["date"]
    if not isinstance(day, str | date):
        message = "date must be a date"
        raise UnprintableError(message)
    return as_moment(f"{as_date(day).isoformat()}T00:00:00+07:00")


def machine_data(template: str, title: str, context: Mapping[str, object]) -> bytes:
    """The paper's facts as canonical JSON, to travel inside the file.

    The portal publishes its schema, whose address the data name.

    Results keep only the applicant's name: a birth certificate that is shown around
    must not carry a telephone number that nobody sees on it.
    """
    facts = {key: plain(value) for key, value in context.items()}
    applicant = facts.get("applicant")
    if isinstance(applicant, dict) and template not in _CONTACT_SLIPS:
        facts["applicant"] = {"name": applicant.get("name", "")}
    document = {"version": 1, "template": template, "title": title, "facts": facts}
    house, found, _ = str(context.get("verify_url") or "").partition(_VERIFYING)
    if found:
        document["$schema"] = f"{house}{_VERIFYING}{_SCHEMA}"
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode()


def plain(value: object) -> object:
    """The value in JSON's own types, every text in NFC and free of control characters."""
    match value:
        case str():
            return _clean(value)
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {_clean(str(key)): plain(item) for key, item in value.items()}
        case Sequence():
            return [plain(item) for item in value]
        case None | bool() | int() | float():
            return value
        case _:
            message = f"a context holds no {type(value).__name__}"
            raise UnprintableError(message)


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if composed.isprintable():
        return composed
    return "".join(
        char
        for char in composed
        if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )


def _drawn(value: object, drawable: frozenset[int]) -> object:
    if isinstance(value, str):
        if drawable.issuperset(map(ord, value)):
            return value
        return "".join(
            char if ord(char) in drawable or char in _KEPT_CONTROLS else _STAND_IN for char in value
        )
    if isinstance(value, dict):
        return {key: _drawn(item, drawable) for key, item in value.items()}
    if isinstance(value, list):
        return [_drawn(item, drawable) for item in value]
    return value
