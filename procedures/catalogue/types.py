"""What a published procedure says, as frozen records; the words are those of NĐ 63/2010 Điều 8."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from procedures.clock import ClockPolicy, TimeLimit
from procedures.routing import LegSpec, Text

CODE = re.compile(r"[1-4]\.\d{6}")
"""A public procedure. Prefixes 5 and 6 look like procedures between agencies: not published."""

RESULT_CODE = re.compile(r"KQ\.[GH]\d{2}\.\d{6}")
"""A result in the national catalogue of results."""

Json: TypeAlias = Mapping[str, object]


class Level(StrEnum):
    """How much of it happens online (NĐ 42/2022/NĐ-CP); before 2022 levels 4 and 3."""

    WHOLE = "toan-trinh"
    PARTIAL = "mot-phan"


class ChannelKind(StrEnum):
    """How a dossier may be filed."""

    ONLINE = "truc-tuyen"
    DESK = "truc-tiep"
    POST = "buu-chinh"


class FiledAt(StrEnum):
    """At which one-stop desks it may be filed (NĐ 118/2025/NĐ-CP Điều 14, NĐ 107/2021/NĐ-CP)."""

    PROVINCE = "toan-tinh"
    """At any desk of the province; who decides stays the same."""
    COMPETENT = "noi-co-tham-quyen"
    """Only at the desk of the place that decides."""


class ClockCalendar(StrEnum):
    """Whose working calendar the statutory term is counted in, when the two desks differ."""

    RECEIVER = "noi-tiep-nhan"
    COMPETENT = "noi-giai-quyet"


class Signing(StrEnum):
    """Whether the declaration must carry the applicant's digital signature."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Sector:
    """Lĩnh vực."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of filing, with its statutory term; terms may differ between channels."""

    kind: ChannelKind
    term: TimeLimit
    fee_note: Text


@dataclass(frozen=True, slots=True)
class Fee:
    """`amount` is in đồng; `None` where the provincial council sets it."""

    code: str
    name: Text
    amount: int | None
    per: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Component:
    """A paper to hand in. `required` is a plain yes or no, or a condition over the answers."""

    code: str
    name: Text
    note: Text | None
    originals: int
    copies: int
    required: bool | Json
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document of law that a procedure rests on."""

    number: str
    title: Text


@dataclass(frozen=True, slots=True)
class SignerSpec:
    """Somebody who must sign the declaration: as whom, and the answers with name and number."""

    role: Text
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """The paper that the answers become, which the applicant stands by.

    `signers` sign it too; one whose number is the applicant's own is the applicant.
    """

    title: Text
    addressee: Text
    signature: Signing
    signers: tuple[SignerSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultSpec:
    """A paper that the procedure ends in.

    `leg` names the signing leg that issues it. `fields` are form fields that the handler fills or
    corrects; their `prefill` may point at an answer (`answers.<field>`). `annexes` is how many
    files of their own may go with the paper.
    """

    code: str
    name: Text
    template: str
    symbol: str
    leg: str
    fields: tuple[Json, ...]
    annexes: int = 0

    @property
    def national_code(self) -> str | None:
        """The code in the national catalogue of results, where there is one."""
        return self.code if RESULT_CODE.fullmatch(self.code) else None


class AfterDenial(StrEnum):
    """What a dossier does when the paper that refused, stopped or denied it is revoked.

    No decree says it (doubtful): by default the authority owes an answer to what was asked again.
    """

    RESUME = "resume"
    """It goes back to whoever ended it and is handled on; the time between is no time handled."""
    REFILE = "refile"
    """It stays ended; the applicant hands in anew."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a procedure.

    `place_from` names the address answer that decides the place; without it the applicant
    chooses the place when starting. `subject_fields` name who or what the result is about.
    """

    code: str
    name: Text
    summary: Text
    keywords: Text
    field: Sector
    decided_at: str
    level: Level
    subjects: tuple[str, ...]
    steps: tuple[Text, ...]
    conditions: tuple[Text, ...]
    channels: tuple[Channel, ...]
    filed_at: FiledAt
    clock_policy: ClockPolicy
    clock_calendar: ClockCalendar
    after_denial: AfterDenial
    fees: tuple[Fee, ...]
    components: tuple[Component, ...]
    legal_basis: tuple[LegalBasis, ...]
    form: Json
    subject_fields: tuple[str, ...]
    declaration: Declaration
    place_from: str | None
    route: tuple[LegSpec, ...]
    results: tuple[ResultSpec, ...]
    effective_from: date
    sources: tuple[str, ...]

    def channel(self, kind: ChannelKind) -> Channel | None:
        return next((c for c in self.channels if c.kind is kind), None)

    def results_of(self, leg: str) -> tuple[ResultSpec, ...]:
        """The results that the signing leg issues."""
        return tuple(result for result in self.results if result.leg == leg)
