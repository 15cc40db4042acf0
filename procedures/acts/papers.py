"""Reserving a paper: its number, its verification code and the frozen words it will say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select

from procedures.acts.call import Call
from procedures.acts.numbering import VERIFY_CODE_LENGTH, next_paper_number
from procedures.acts.outbox import promise
from procedures.catalogue.types import Procedure
from procedures.effects import RenderPaper
from procedures.errors import N_, NotLawful
from procedures.records import Dossier, Paper, Person, PlaceRow, PostRow, UnitRow
from procedures.records.paper import PaperState

NEW_YEAR = N_("Văn bản mang số của năm trước. Hãy trả lại để trình với số của năm nay.")
OTHER_OUTCOME = "Trình lại với kết quả khác"
OTHER_YEAR = "Trình lại với số của năm khác"
NO_SIGNER = N_("Đơn vị chưa có người giữ chức vụ ký văn bản vào ngày này.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is particular to one paper.

    `symbol` is the middle of the number's notation ("GKS"); `body` holds the template's own keys.
    """

    kind: str
    title: Mapping[str, str]
    symbol: str
    unit: UnitRow
    signer: PostRow | None = None
    decision_id: UUID | None = None
    result_code: str | None = None
    body: Mapping[str, object] = field(default_factory=dict)

    def going_with(self, annexes: Sequence[Mapping[str, object]]) -> "Sheet":
        """The same sheet, naming the files that go with it."""
        return replace(self, body={**self.body, "annexes": annexes}) if annexes else self


def reserve(call: Call, dossier: Dossier, procedure: Procedure, sheet: Sheet) -> Paper:
    """Give the paper a number of its unit's series and promise to print it."""
    number = next_paper_number(call, sheet.unit, sheet.symbol, call.today)
    paper = Paper(
        dossier_id=dossier.id,
        kind=sheet.kind,
        occasion=_occasion(call, dossier, sheet.kind),
        is_result=sheet.decision_id is not None,
        result_code=sheet.result_code,
        title=dict(sheet.title),
        decision_id=sheet.decision_id,
        unit_id=sheet.unit.id,
        signer_post_id=sheet.signer.id if sheet.signer else None,
        number=number,
        symbol=sheet.symbol,
        year=call.today.year,
        dated=call.today,
        context={},
        state=PaperState.RESERVED,
        verify_code=call.token(VERIFY_CODE_LENGTH),
        created_at=call.now,
    )
    paper.context = {
        **_head(call, dossier, procedure, sheet, paper),
        **sheet.body,
    }
    call.db.add(paper)
    call.db.flush()
    promise(call, RenderPaper(paper.id), dossier.id)
    return paper


def reserve_for_decision(call: Call, dossier: Dossier, procedure: Procedure, sheet: Sheet) -> Paper:
    """A result's paper; the number of an earlier proposal that was sent back is used again."""
    waiting = call.db.scalar(
        _unissued(dossier).where(
            Paper.kind == sheet.kind,
            Paper.result_code.is_not_distinct_from(sheet.result_code),
            Paper.unit_id == sheet.unit.id,
            Paper.symbol == sheet.symbol,
            Paper.year == call.today.year,
        )
    )
    if waiting is None:
        return reserve(call, dossier, procedure, sheet)
    waiting.decision_id = sheet.decision_id
    waiting.signer_post_id = sheet.signer.id if sheet.signer else None
    waiting.dated = call.today
    waiting.context = {**_head(call, dossier, procedure, sheet, waiting), **sheet.body}
    _print_anew(call, waiting)
    return waiting


def date_today(call: Call, paper: Paper) -> None:
    """Print a result that is still unsigned with today's date; a new year needs a new number."""
    if paper.year != call.today.year:
        raise NotLawful(NEW_YEAR)
    paper.dated = call.today
    paper.context = {**paper.context, "date": call.today.isoformat()}
    _print_anew(call, paper)


def void_open_papers(
    call: Call, dossier: Dossier, *, keep: frozenset[str] = frozenset(), reason: str = ""
) -> None:
    """End unsigned results that will never be issued; their numbers stay in the register.

    A kind to `keep` is proposed again under its number, unless that is a number of another year.
    """
    lost = Paper.kind.not_in(keep) | (Paper.year != call.today.year)
    for paper in call.db.scalars(_unissued(dossier).where(lost)):
        paper.state = PaperState.VOID
        paper.void_reason = reason or (OTHER_YEAR if paper.kind in keep else OTHER_OUTCOME)


def _unissued(dossier: Dossier) -> Select[Paper]:
    return (
        select(Paper)
        .where(
            Paper.dossier_id == dossier.id,
            Paper.is_result,
            Paper.state.in_((PaperState.RESERVED, PaperState.PRINTED)),
        )
        .with_for_update()
    )


def _print_anew(call: Call, paper: Paper) -> None:
    paper.state = PaperState.RESERVED
    paper.printed_sha256 = paper.presigned_sha256 = None
    call.db.flush()
    promise(call, RenderPaper(paper.id), paper.dossier_id)


def _occasion(call: Call, dossier: Dossier, kind: str) -> int:
    earlier = call.db.scalar(
        select(func.count()).where(Paper.dossier_id == dossier.id, Paper.kind == kind)
    )
    return (earlier or 0) + 1


def _head(
    call: Call, dossier: Dossier, procedure: Procedure, sheet: Sheet, paper: Paper
) -> dict[str, object]:
    """What every paper says: agency, number, date, dossier, applicant, QR, signatory."""
    return {
        "test_mark": call.house.test_mark,
        "agency": agency_of(call, sheet.unit),
        "number": paper.number,
        "number_text": number_text(paper.number, sheet.symbol, sheet.unit.short_name),
        "date": paper.dated.isoformat(),
        "title": dict(sheet.title),
        "dossier": {
            "code": dossier.code,
            "procedure_code": procedure.code,
            "procedure_name": procedure.name["vi"],
        },
        "applicant": applicant_of(call, dossier),
        "holder": _holder(dossier, procedure, sheet),
        "verify_code": paper.verify_code,
        "verify_url": f"{call.house.base_url}/xac-minh/{paper.verify_code}",
        "signatory": _signatory(call, sheet.signer, call.today),
        "legal_basis": [f"{basis.title['vi']} ({basis.number})" for basis in procedure.legal_basis],
    }


def number_text(number: int, symbol: str, agency: str) -> str:
    """`05/GKS-UBND`: numbers under 10 get a leading zero (NĐ 30/2020/NĐ-CP Phụ lục I)."""
    return f"{number:02d}/{symbol}-{agency}" if agency else f"{number:02d}/{symbol}"


def agency_of(call: Call, unit: UnitRow) -> dict[str, object]:
    """The issuing agency as the head of a paper names it.

    The superior agency stands above only where both serve the same place: a committee stands
    alone, its parts stand under it (NĐ 30/2020/NĐ-CP Phụ lục I).
    """
    parent = call.db.get(UnitRow, unit.parent_id) if unit.parent_id else None
    over = parent if parent is not None and parent.place_id == unit.place_id else None
    place = call.db.get_one(PlaceRow, unit.place_id)
    return {
        "parent": over.name["vi"] if over else "",
        "name": unit.name["vi"],
        "short": unit.short_name,
        "place_name": place.bare_name,
        "code": unit.code_2020,
        "contact": unit.contact,
    }


def applicant_of(call: Call, dossier: Dossier) -> dict[str, object]:
    """The applicant as slips address them."""
    person = call.db.get_one(Person, dossier.applicant_id)
    return {
        "name": person.full_name,
        "address": (person.address or {}).get("text", ""),
        "phone": person.phone or "",
        "email": person.email or "",
    }


def _holder(dossier: Dossier, procedure: Procedure, sheet: Sheet) -> str:
    """Whom or what the paper names as its subject; as the dossier has it, where it says nothing."""
    fields = sheet.body.get("fields")
    if isinstance(fields, Mapping):
        for name in procedure.subject_fields:
            lines = fields.get(name, {}).get("lines")
            if lines:
                return str(lines[0])
    return dossier.subject


def _signatory(call: Call, post: PostRow | None, on: date) -> dict[str, object]:
    if post is None:
        return {"authority": "", "title": "", "name": ""}
    if not post.valid_from <= on or (post.valid_to is not None and post.valid_to <= on):
        raise NotLawful(NO_SIGNER)
    person = call.db.get_one(Person, post.person_id)
    return {"authority": post.signs_as, "title": post.title["vi"], "name": person.full_name}
