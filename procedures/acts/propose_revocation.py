"""Proposing to revoke an issued paper, or to issue a corrected one in its place.

A mistake in an issued paper is never mended in the paper: it is revoked by a decision, or another
paper replaces it (NĐ 30/2020/NĐ-CP Điều 18 khoản 5: văn bản đã phát hành có sai sót thì được thay
thế, hoặc đính chính, thu hồi bằng văn bản). The paper stands until a leader has decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.acts.papers import Sheet, reserve
from procedures.acts.propose import NO_SIGNER, checked_fields, printed_fields
from procedures.acts.transition import Move, transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.catalogue.types import ResultSpec
from procedures.effects import Remind
from procedures.errors import N_, Incomplete, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Decision, Dossier, Paper, PostRow, Revocation, UnitRow
from procedures.records.directory import in_force
from procedures.records.lineage import answers_for
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.records.versions import Parsed, version_of

NO_PAPER = N_("Hãy chọn giấy tờ đã phát hành của hồ sơ này.")
NO_GROUNDS = N_("Hãy nêu căn cứ và lý do; nội dung này được công bố cho người tra cứu giấy tờ.")
ALREADY = N_("Giấy tờ này đã bị thu hồi hoặc đã được thay thế.")
WAITING = N_("Hồ sơ đang có một đề nghị thu hồi, thay thế chưa được quyết định.")
NOT_REPLACEABLE = N_("Loại giấy tờ này không thay bằng bản khác được; chỉ có thể thu hồi.")
NO_AUTHORITY = N_("Không xác định được cơ quan đang có thẩm quyền đối với giấy tờ này.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to become of a paper, and why.

    A replacement has the signer and the values of its `fields`; a revocation has neither.
    """

    paper_id: UUID | None
    ending: Ending
    grounds: str
    signer_post_id: int = 0
    fields: Mapping[str, object] = field(default_factory=dict)


def propose_revocation(call: Call, dossier_id: UUID, seen_version: int, asked: Asked) -> None:
    """Put it before the leaders of the authority; a replacement is numbered and printed to be read.

    Raises `Incomplete` with what is missing, `NotLawful` for a paper that stands no longer.
    """
    grounds = needed("grounds", asked.grounds, NO_GROUNDS)
    with transition(call, Act.PROPOSE_REVOCATION, dossier_id, seen_version) as move:
        paper = _paper(call, move.dossier, asked.paper_id)
        unit = _unit(call, paper)
        assert call.actor.person_id is not None
        proposal = Revocation(
            dossier_id=dossier_id,
            paper_id=paper.id,
            ending=asked.ending,
            grounds=grounds,
            fields={},
            proposed_at=call.now,
            proposed_by=call.actor.person_id,
            decision_number="",
            note="",
        )
        if asked.ending is Ending.REPLACED:
            _draw_up(call, move, proposal, paper, unit, asked)
        call.db.add(proposal)
        call.db.flush()
        _tell(call, move, unit)
        move.detail.update(
            paper=str(paper.id),
            ending=asked.ending.value,
            grounds=grounds,
            revocation=str(proposal.id),
        )


def open_revocation(call: Call, dossier: Dossier) -> Revocation | None:
    """The proposal that waits for a leader, its row locked."""
    return call.db.scalar(
        select(Revocation)
        .where(
            Revocation.dossier_id == dossier.id,
            Revocation.decided_at.is_(None),
            Revocation.dismissed_at.is_(None),
        )
        .with_for_update()
    )


def _paper(call: Call, dossier: Dossier, paper_id: UUID | None) -> Paper:
    """The result that is meant, its row locked; it must stand, and nothing may be proposed yet."""
    if open_revocation(call, dossier) is not None:
        raise NotLawful(WAITING)
    paper = call.db.scalar(
        select(Paper)
        .where(
            Paper.id == paper_id,
            Paper.dossier_id == dossier.id,
            Paper.is_result,
            Paper.state == PaperState.ISSUED,
        )
        .with_for_update()
    )
    if paper is None:
        raise Incomplete(CHECK_INPUT, [WordFault("paper", NO_PAPER, {})])
    decided = select(Revocation.id).where(
        Revocation.paper_id == paper.id, Revocation.decided_at.is_not(None)
    )
    if paper.revoked_at is not None or call.db.scalar(decided) is not None:
        raise NotLawful(ALREADY)
    return paper


def _unit(call: Call, paper: Paper) -> UnitRow:
    unit_id = answers_for(call.db, paper.id)
    if unit_id is None:
        raise NotLawful(NO_AUTHORITY)
    return call.db.get_one(UnitRow, unit_id)


def _draw_up(
    call: Call, move: Move, proposal: Revocation, paper: Paper, unit: UnitRow, asked: Asked
) -> None:
    """The corrected paper of the same decision, under a number of the unit that answers today."""
    version = version_of(call.db, move.dossier.procedure_version_id)
    result = _result(version, paper)
    values = checked_fields(call, version, [result], {result.code: asked.fields})[result.code]
    signer = _signer(call, unit, asked.signer_post_id)
    decision = call.db.get_one(Decision, paper.decision_id)
    sheet = Sheet(
        kind=result.template,
        title=result.name,
        symbol=result.symbol,
        unit=unit,
        signer=signer,
        decision_id=paper.decision_id,
        result_code=result.code,
        body={
            "fields": printed_fields(call, version, result, values),
            "grounds": decision.grounds,
            "replaces": {"number_text": notation(paper), "date": paper.dated.isoformat()},
        },
    )
    proposal.fields = {result.code: values}
    proposal.replacement_id = reserve(call, move.dossier, version.procedure, sheet).id


def notation(paper: Paper) -> str:
    """Its number as it is printed."""
    return str(paper.context.get("number_text", paper.number))


def _result(version: Parsed, paper: Paper) -> ResultSpec:
    found = [r for r in version.procedure.results if r.code == paper.result_code]
    if not found:
        raise NotLawful(NOT_REPLACEABLE)
    return found[0]


def _signer(call: Call, unit: UnitRow, post_id: int) -> PostRow:
    post = call.db.scalar(
        select(PostRow).where(
            PostRow.id == post_id,
            PostRow.unit_id == unit.id,
            PostRow.role == Role.LEADER,
            in_force(PostRow, call.today),
        )
    )
    if post is None:
        raise Incomplete(CHECK_INPUT, [WordFault("signer_post_id", NO_SIGNER, {})])
    return post


def _tell(call: Call, move: Move, unit: UnitRow) -> None:
    """Each leader of the authority gets a letter: no queue of dossiers in hand shows this one."""
    leaders = call.db.scalars(
        select(PostRow.person_id)
        .where(
            PostRow.unit_id == unit.id,
            PostRow.role == Role.LEADER,
            in_force(PostRow, call.today),
        )
        .group_by(PostRow.person_id)
        .order_by(PostRow.person_id)
    )
    for person_id in leaders:
        promise(call, Remind(person_id, move.dossier.id, "revocation", desk=""), move.dossier.id)
