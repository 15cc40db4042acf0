"""What the pages of both rooms share on papers that must not stand: which, why, and by what."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from portal.acting import Db
from portal.auth import current_actor
from portal.casework.attempt import ActPage, Answer
from portal.casework.dossier import come_again
from portal.casework.entry import Entry, Flaw, Refused, refuse_entry
from portal.casework.room import Room
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.dismiss_revocation import dismiss_revocation
from procedures.acts.instruments import Asked
from procedures.acts.propose import NO_SIGNER
from procedures.acts.propose_revocation import NO_GROUNDS
from procedures.acts.words import fault_in
from procedures.clock import VIETNAM
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.reads.file import Brief, PaperRow, papers
from procedures.reads.officers import officers_at
from procedures.reads.revocations import (
    Ending,
    answering_unit,
    may_decide,
    proposed_on,
    would_reopen,
)

NO_ENDING = N_("Hãy chọn thu hồi hay thay thế.")


def chosen_paper(standing: list[PaperRow], entry: Entry) -> PaperRow | None:
    """The paper that is meant: the one named, or the only one."""
    named = next((paper for paper in standing if str(paper.id) == entry.text("paper")), None)
    return named or (standing[0] if len(standing) == 1 else None)


def revocable(db: Db, dossier_id: UUID) -> list[PaperRow]:
    """The papers that a proposal may be about."""
    return [paper for paper in papers(db, dossier_id) if paper.is_revocable]


def drawn(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    """What the page of the proposal shows of the paper, its authority and what would follow."""
    standing = revocable(db, head.id)
    chosen = chosen_paper(standing, entry)
    unit = answering_unit(db, chosen.id) if chosen else None
    today = utc_now().astimezone(VIETNAM).date()
    return {
        "standing": standing,
        "chosen": chosen,
        "draft": None,
        "signers": officers_at(db, unit, Role.LEADER, today) if unit else (),
        "places_url": "",
        "waiting": proposed_on(db, head.id) is not None,
        "would_reopen": would_reopen(db, chosen.id) if chosen else False,
    }


def asked(entry: Entry, flaws: Sequence[Flaw] = ()) -> Asked:
    """The proposal as it was typed, but for the fields of a replacement.

    Refuses with everything that is missing at once, `flaws` of those fields among it.
    """
    ending = entry.text("ending")
    known = ending in set(Ending)
    signer = entry.number("signer_post_id")
    printed = known and ending != Ending.REVOKED_ON_PAPER
    missing = (
        None if known else Refused("ending", NO_ENDING),
        fault_in("grounds", entry.text("grounds"), NO_GROUNDS),
        *flaws,
        Refused("signer_post_id", NO_SIGNER) if printed and not signer else None,
    )
    found = [fault for fault in missing if fault is not None]
    if found:
        raise refuse_entry(*found)
    return Asked(_paper_id(entry), Ending(ending), entry.text("grounds"), signer)


def _paper_id(entry: Entry) -> UUID | None:
    try:
        return UUID(entry.text("paper"))
    except ValueError:
        return None


def proposed(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    """The open proposal, what was printed for it, and whether the reader decides it."""
    found = proposed_on(db, head.id)
    new = found.instrument if found else None
    if new is not None and new.printing:
        come_again()
    return {
        "proposed": found,
        "new": new,
        "old": new is not None and new.dated != utc_now().astimezone(VIETNAM).date(),
        "mine": new is not None and new.signer_id == current_actor().person_id,
        "competent": found is not None and may_decide(db, head.id, found, current_actor()),
    }


def dismissing(room: Room, dossier_id: UUID) -> Answer:
    """The page that asks why the paper stands as it did."""
    return ActPage(
        room, dossier_id, Act.DISMISS_REVOCATION, "office/dismiss_revocation.html", proposed
    ).answer(
        lambda call, entry: dismiss_revocation(call, dossier_id, entry.version, entry.text("note")),
        done=_("Đã bỏ đề nghị. Giấy tờ vẫn có giá trị."),
    )
