"""Which issued papers may be revoked, whose leaders decide it, and whether the dossier goes on.

Results always; of slips the one that ended the dossier: the refusal at reception and the notice
that the handling stopped. The others end nothing: a receipt or a request says what was so on its
day, and a promised date is moved by an act of its own (`extend` with a letter, `recount`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.catalogue.form_sets import Slip, templates_of
from procedures.catalogue.types import AfterDenial
from procedures.lifecycle import State
from procedures.records.decision import Decision, DecisionOutcome
from procedures.records.dossier import Dossier
from procedures.records.leg import Leg
from procedures.records.lineage import answers_for
from procedures.records.paper import Paper
from procedures.records.versions import version_of
from procedures.routing import Function

ENDED_BY: Mapping[State, Slip] = MappingProxyType(
    {State.REFUSED: Slip.REFUSAL, State.STOPPED: Slip.STOP}
)
"""The slip that told the applicant of the end."""


def ends(state: State, paper: Paper) -> bool:
    """Whether the paper is the slip by which a dossier came to this state."""
    slip = ENDED_BY.get(state)
    return slip is not None and paper.kind in templates_of(slip)


def may_be_revoked(state: State, paper: Paper) -> bool:
    """Of an issued paper of a dossier in this state; not whether it was revoked before."""
    return paper.is_result or ends(state, paper)


def deciding_unit(db: Session, dossier: Dossier, paper: Paper) -> int | None:
    """The unit whose leaders decide: whose result it is, or who decides what was asked.

    A desk has no leader who could undo a refusal, and a slip no signatory.
    """
    unit_id = paper.unit_id if paper.is_result else _competent(db, dossier)
    return None if unit_id is None else answers_for(db, dossier.id, unit_id)


def _competent(db: Session, dossier: Dossier) -> int | None:
    signing = select(Leg.unit_id).where(
        Leg.dossier_id == dossier.id, Leg.function == Function.SIGNING
    )
    return db.scalar(signing.order_by(Leg.ordinal).limit(1))


def reopens(db: Session, dossier: Dossier, paper: Paper) -> bool:
    """Whether the dossier is handled on once the paper is revoked: it denied what was asked."""
    policy = version_of(db, dossier.procedure_version_id).procedure.after_denial
    return policy is AfterDenial.RESUME and (ends(dossier.state, paper) or _denies(db, paper))


def _denies(db: Session, paper: Paper) -> bool:
    if paper.decision_id is None:
        return False
    return db.get_one(Decision, paper.decision_id).outcome is DecisionOutcome.DENIED
