"""Proposing: the handler drafts the decision; its papers get numbers and are printed to be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from forms.answers import seal_answers, thaw
from forms.display import ShownRow, show
from forms.rules import check_all
from procedures.acts.annex import bind, drafted, named
from procedures.acts.call import Call
from procedures.acts.legs import close, enter, next_leg, open_leg, planned_after
from procedures.acts.opinions import close_opinions
from procedures.acts.papers import Sheet, reserve_for_decision, void_open_papers
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed, within
from procedures.catalogue.own_papers import Purpose, own_paper
from procedures.catalogue.types import ResultSpec
from procedures.delegation import refusal
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Annex, Decision, Dossier, Leg, PostRow, UnitRow
from procedures.records.decision import DecisionOutcome
from procedures.records.directory import in_force
from procedures.records.versions import Parsed, version_of
from procedures.routing import Function

NO_SIGNER = N_("Hãy chọn người ký đang giữ chức vụ tại đơn vị ký.")
NO_GROUNDS = N_("Hãy nêu căn cứ và lý do từ chối.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the handler proposes; `fields` holds the values of each result by its code."""

    outcome: DecisionOutcome
    signer_post_id: int
    grounds: str = ""
    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def propose(call: Call, dossier_id: UUID, seen_version: int, proposal: Proposal) -> None:
    """Put a decision before the leader; raises `Incomplete` with every fault of its fields."""
    with transition(call, Act.PROPOSE, dossier_id, seen_version) as move:
        dossier = move.dossier
        version = version_of(call.db, dossier.procedure_version_id)
        handling = open_leg(call.db, dossier)
        close_opinions(call, dossier)
        following = next_leg(call.db, dossier, handling, Function.APPROVAL, Function.SIGNING)
        signing = _signing(call, dossier, handling)
        signer = signer_of(call, signing.unit_id, proposal.signer_post_id, version.procedure.code)
        decision = _decision(call, dossier, version, following, signing, signer, proposal)
        close(call, handling)
        signs = following.function is Function.SIGNING
        enter(call, dossier, following, officer_id=signer.person_id if signs else None)
        void_open_papers(call, dossier, keep=_kinds(version, signing, proposal.outcome))
        annexes: list[Annex] = []
        for sheet in _sheets(call, version, signing, signer, decision):
            files = drafted(call, dossier, sheet.result_code)
            with_files = sheet.going_with(named(files))
            bind(call, reserve_for_decision(call, dossier, version.procedure, with_files), files)
            annexes += files
        move.detail.update(decision=str(decision.id), outcome=proposal.outcome.value)
        if annexes:
            move.detail["annexes"] = named(annexes)


def _signing(call: Call, dossier: Dossier, handling: Leg) -> Leg:
    """The signature that the approvals ahead lead to."""
    ahead = planned_after(call.db, dossier, handling)
    return next(leg for leg in ahead if leg.function is Function.SIGNING)


def signer_of(call: Call, unit_id: int, post_id: int, procedure: str) -> PostRow:
    """The leader's post of the unit by which a paper of this procedure may be signed today."""
    post = call.db.scalar(
        select(PostRow).where(
            PostRow.id == post_id,
            PostRow.unit_id == unit_id,
            PostRow.role == Role.LEADER,
            in_force(PostRow, call.today),
        )
    )
    if post is None:
        raise Incomplete(CHECK_INPUT, [WordFault("signer_post_id", NO_SIGNER, {})])
    rule = refusal(post.signs_as, post.ground, procedure, call.today)
    if rule is not None:
        raise Incomplete(CHECK_INPUT, [WordFault("signer_post_id", rule, {})])
    return post


def _decision(
    call: Call,
    dossier: Dossier,
    version: Parsed,
    following: Leg,
    signing: Leg,
    signer: PostRow,
    proposal: Proposal,
) -> Decision:
    denied = proposal.outcome is DecisionOutcome.DENIED
    grounds = (
        needed("grounds", proposal.grounds, NO_GROUNDS)
        if denied
        else within("grounds", proposal.grounds)
    )
    assert call.actor.person_id is not None
    decision = Decision(
        dossier_id=dossier.id,
        leg_id=following.id,
        outcome=proposal.outcome,
        grounds=grounds,
        fields={}
        if denied
        else checked_fields(
            call, version, version.procedure.results_of(signing.code), proposal.fields
        ),
        proposed_at=call.now,
        proposed_by=call.actor.person_id,
        signer_post_id=signer.id,
    )
    call.db.add(decision)
    call.db.flush()
    return decision


def checked_fields(
    call: Call,
    version: Parsed,
    results: Iterable[ResultSpec],
    given: Mapping[str, Mapping[str, object]],
) -> dict[str, Any]:
    """The fields of each result as they are kept, by its code; `Incomplete` with every fault."""
    faults: list[object] = []
    sealed: dict[str, Any] = {}
    for result in results:
        schema = version.result_schemas[result.code]
        values = given.get(result.code, {})
        faults += check_all(schema, values, call.today)
        if not faults:
            sealed[result.code] = thaw(seal_answers(schema, values, today=call.today).body)
    if faults:
        raise Incomplete(CHECK_INPUT, faults)
    return sealed


def _kinds(version: Parsed, signing: Leg, outcome: DecisionOutcome) -> frozenset[str]:
    if outcome is DecisionOutcome.DENIED:
        return frozenset({own_paper(Purpose.DENIAL).template})
    return frozenset(r.template for r in version.procedure.results_of(signing.code))


def _sheets(
    call: Call, version: Parsed, signing: Leg, signer: PostRow, decision: Decision
) -> list[Sheet]:
    unit = call.db.get_one(UnitRow, signing.unit_id)
    if decision.outcome is DecisionOutcome.DENIED:
        body = {"grounds": decision.grounds}
        own = own_paper(Purpose.DENIAL)
        sheet = Sheet(own.template, own.title, own.symbol, unit, signer, decision.id, None, body)
        return [sheet]
    return [
        Sheet(
            kind=result.template,
            title=result.name,
            symbol=result.symbol,
            unit=unit,
            signer=signer,
            decision_id=decision.id,
            result_code=result.code,
            body={
                "fields": printed_fields(call, version, result, decision.fields[result.code]),
                "grounds": decision.grounds,
            },
        )
        for result in version.procedure.results_of(signing.code)
    ]


def printed_fields(
    call: Call, version: Parsed, result: ResultSpec, values: Mapping[str, object]
) -> dict[str, object]:
    """Every field of the result as the paper prints it: label and lines by name.

    With them goes the value itself, so that the next agency reads a date and does not retype it.
    """
    schema = version.result_schemas[result.code]
    pages = show(schema, values, today=call.today)
    return {row.name: _printed(row, values.get(row.name)) for page in pages for row in page.rows}


def _printed(row: ShownRow, value: object) -> dict[str, object]:
    printed: dict[str, object] = {"label": row.label, "lines": list(row.lines), "value": value}
    if row.table is not None:
        head, body = row.table.head, row.table.body
        printed["table"] = {"head": list(head), "body": [list(cells) for cells in body]}
    return printed
