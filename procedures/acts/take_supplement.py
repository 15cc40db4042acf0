"""A supplement on paper: the desk types it for the applicant, scans, compares and takes it in.

The applicant needs no account, and the dossier may have come online: one way does not bind the
next (NĐ 61/2018/NĐ-CP Điều 17, NĐ 118/2025/NĐ-CP after it).
"""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.begin_intake import NO_CHANNEL, NOT_AT_THIS_DESK, PAPER_CHANNELS
from procedures.acts.call import Call
from procedures.acts.drafts import NO_DRAFT
from procedures.acts.supplement import answer_in_hand, fresh_answer, hand_in_answer
from procedures.acts.take_in import ensure_compared, promise_copies
from procedures.acts.transition import locked
from procedures.acts.words import WordFault, refuse_unless_right
from procedures.catalogue.types import ChannelKind
from procedures.errors import NotAllowed, NotFound
from procedures.lifecycle import Act, step
from procedures.people import Role
from procedures.records import Dossier, Draft


def open_at_desk(call: Call, dossier_id: UUID, seen_version: int, channel: str) -> Draft:
    """The draft that the desk types, begun from what was declared before; the same one each time.

    It is in the hands of the desk that opened it last: the one that received the dossier, or the
    one that helped to file it. Raises `NotAllowed` for who receives at neither, `NotLawful` when
    nothing was asked, `Incomplete` naming the input for a channel without paper.
    """
    dossier = locked(call, dossier_id, seen_version)
    step(dossier.state, Act.SUPPLEMENT)
    here = _desk_of(call, dossier)
    on_paper = channel in PAPER_CHANNELS
    refuse_unless_right(None if on_paper else WordFault("channel", NO_CHANNEL, {}))
    typed_here = select(Draft).where(Draft.dossier_id == dossier_id, Draft.entered_by.is_not(None))
    draft = call.db.scalar(typed_here) or fresh_answer(call, dossier)
    draft.channel = ChannelKind(channel).value
    draft.entered_by = draft.entered_by or call.actor.person_id
    draft.desk_unit_id = dossier.desk_unit_id
    draft.support_unit_id = None if here == dossier.desk_unit_id else here
    call.db.add(draft)
    call.db.flush()
    return draft


def _desk_of(call: Call, dossier: Dossier) -> int:
    own = call.actor.units_as(Role.RECEIVER)
    for desk in (dossier.desk_unit_id, dossier.support_unit_id):
        if desk is not None and desk in own:
            return desk
    raise NotAllowed(NOT_AT_THIS_DESK)


def take_supplement(call: Call, draft_id: UUID) -> UUID:
    """Hand in what the desk typed and promise a digital copy of each new scan.

    Gives the dossier's id. Raises `Incomplete` with every gap: what handing in asks for, and each
    scan not yet compared.
    """
    draft = answer_in_hand(call, draft_id)
    if draft.entered_by is None:
        raise NotFound(NO_DRAFT)
    scans = ensure_compared(call, draft)
    dossier_id = hand_in_answer(call, draft, unsigned=False)
    promise_copies(call, dossier_id, scans)
    return dossier_id
