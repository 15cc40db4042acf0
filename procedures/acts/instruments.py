"""The paper that ends another: a decision that revokes it, or its corrected replacement.

It gets its number and is printed when it is proposed, so that the leader reads what will be signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from procedures.acts.annex import bind, named, same_again
from procedures.acts.call import Call
from procedures.acts.papers import Sheet, reserve
from procedures.acts.propose import checked_fields, printed_fields, signer_of
from procedures.catalogue.own_papers import Purpose, own_paper
from procedures.catalogue.types import ResultSpec
from procedures.errors import N_, NotLawful
from procedures.people import Role
from procedures.records import Decision, Dossier, Paper, Revocation, UnitRow
from procedures.records.revocation import Ending
from procedures.records.versions import Parsed, version_of

NOT_REPLACEABLE = N_("Loại giấy tờ này không thay bằng bản khác được; chỉ có thể thu hồi.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to become of a paper, and why.

    Whatever is printed here has a signer; a replacement has the values of its `fields` too.
    """

    paper_id: UUID | None
    ending: Ending
    grounds: str
    signer_post_id: int = 0
    fields: Mapping[str, object] = field(default_factory=dict)


def draw_up(call: Call, dossier: Dossier, proposal: Revocation, paper: Paper, asked: Asked) -> None:
    """Number and print the paper that the proposal wants, if it wants one of ours."""
    version = version_of(call.db, dossier.procedure_version_id)
    if asked.ending is Ending.REVOKED_ON_PAPER:
        return
    make = _decision if asked.ending is Ending.REVOKED else _replacement
    sheet = make(call, version, proposal, paper, asked)
    annexes = same_again(call, paper) if asked.ending is Ending.REPLACED else []
    new = reserve(call, dossier, version.procedure, sheet.going_with(named(annexes)))
    bind(call, new, annexes)
    proposal.instrument_id = new.id


def is_instrument(call: Call, paper: Paper) -> bool:
    """Whether the paper ends another one: a leader reads and signs it as a result."""
    found = select(Revocation.id).where(Revocation.instrument_id == paper.id)
    return call.db.scalar(found) is not None


def _decision(
    call: Call, version: Parsed, proposal: Revocation, paper: Paper, asked: Asked
) -> Sheet:
    """The decision to revoke (NĐ 30/2020/NĐ-CP, Phụ lục III, quyết định cá biệt)."""
    own = own_paper(Purpose.REVOCATION)
    procedure = version.procedure
    basis = [f"{one.title['vi']} ({one.number})" for one in procedure.legal_basis]
    return Sheet(
        kind=own.template,
        title=own.title,
        symbol=own.symbol,
        unit=call.db.get_one(UnitRow, proposal.unit_id),
        signer=signer_of(call, proposal.unit_id, asked.signer_post_id, procedure.code),
        body={
            "legal_basis": [*basis, *own.legal_basis],
            "revokes": {
                "title": dict(paper.title),
                "number_text": paper.notation,
                "date": paper.dated.isoformat(),
                "agency": call.db.get_one(UnitRow, paper.unit_id).name["vi"],
            },
            "grounds": proposal.grounds,
            "proposer": _proposer(call),
            "resumed": proposal.reopens,
        },
    )


def _proposer(call: Call) -> str:
    """The title of the officer who asks, as the decision names whose proposal it follows."""
    titles = [post.title["vi"] for post in call.actor.posts if post.role is not Role.ADMIN]
    return titles[0] if titles else ""


def _replacement(
    call: Call, version: Parsed, proposal: Revocation, paper: Paper, asked: Asked
) -> Sheet:
    """The corrected paper of the same decision, under a number of the unit that answers today."""
    result = _result(version, paper)
    values = checked_fields(call, version, [result], {result.code: asked.fields})[result.code]
    proposal.fields = {result.code: values}
    decision = call.db.get_one(Decision, paper.decision_id)
    return Sheet(
        kind=result.template,
        title=result.name,
        symbol=result.symbol,
        unit=call.db.get_one(UnitRow, proposal.unit_id),
        signer=signer_of(call, proposal.unit_id, asked.signer_post_id, version.procedure.code),
        decision_id=paper.decision_id,
        result_code=result.code,
        body={
            "fields": printed_fields(call, version, result, values),
            "grounds": decision.grounds,
            "replaces": {"number_text": paper.notation, "date": paper.dated.isoformat()},
        },
    )


def _result(version: Parsed, paper: Paper) -> ResultSpec:
    found = [r for r in version.procedure.results if r.code == paper.result_code]
    if not found:
        raise NotLawful(NOT_REPLACEABLE)
    return found[0]
