"""Handing a dossier over: along the plan, or to any unit of any tier, with or without a name."""

from collections.abc import Mapping
from uuid import UUID

from flask import request

from portal.acting import Db
from portal.auth import current_actor
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import Room
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.ask_opinion import USUAL_DAYS, ask_opinion
from procedures.acts.assign import assign
from procedures.acts.call import Call
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.recall import recall
from procedures.clock import VIETNAM
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.reads.file import Brief
from procedures.reads.officers import (
    MOST_UNITS,
    officers_at,
    tiers,
    unit_choice,
    units_with_handlers,
)
from procedures.routing import Function

NO_OFFICER = N_("Hãy chọn một người trong danh sách.")
LONGEST_WORDS = 100


def hand_over_page(room: Room, dossier_id: UUID) -> Answer:
    """The receiving unit is part of the address; the form asks for the officer and a note."""
    return ActPage(room, dossier_id, Act.HAND_OVER, "office/hand_over.html", _choices).answer(
        lambda call, entry: _hand_over(call, dossier_id, entry),
        done=_("Đã chuyển hồ sơ; hồ sơ chờ đơn vị nhận."),
    )


def assign_page(room: Room, dossier_id: UUID) -> Answer:
    """Name an officer of the unit that holds the dossier: oneself or a colleague."""
    return ActPage(room, dossier_id, Act.ASSIGN, "office/assign.html", _colleagues).answer(
        lambda call, entry: _assign(call, dossier_id, entry), done=_("Đã giao hồ sơ.")
    )


def ask_opinion_page(room: Room, dossier_id: UUID) -> Answer:
    """The unit that is asked is part of the address; the form takes the question and the term."""
    return ActPage(room, dossier_id, Act.ASK_OPINION, "office/ask_opinion.html", _choices).answer(
        lambda call, entry: _ask_opinion(call, dossier_id, entry),
        done=_("Đã gửi nội dung lấy ý kiến."),
        first=Entry.fresh(days=str(USUAL_DAYS)),
    )


def recall_page(room: Room, dossier_id: UUID) -> Answer:
    """The offer that is taken back."""
    return ActPage(room, dossier_id, Act.RECALL, "office/recall.html").answer(
        lambda call, entry: recall(call, dossier_id, entry.version),
        done=_("Đã thu hồi. Hồ sơ vẫn ở đơn vị của bạn."),
    )


def _hand_over(call: Call, dossier_id: UUID, entry: Entry) -> None:
    target = Target(unit_id=entry.number("unit_id") or None, officer_id=_officer(entry))
    hand_over(call, dossier_id, entry.version, target, entry.text("note"))


def _assign(call: Call, dossier_id: UUID, entry: Entry) -> None:
    officer_id = _officer(entry)
    if officer_id is None:
        raise refuse_entry(Refused("officer_id", NO_OFFICER))
    assign(call, dossier_id, entry.version, officer_id, entry.text("note"))


def _ask_opinion(call: Call, dossier_id: UUID, entry: Entry) -> None:
    ask_opinion(
        call,
        dossier_id,
        entry.version,
        unit_id=entry.number("unit_id"),
        question=entry.text("question"),
        days=entry.number("days") or USUAL_DAYS,
    )


def _officer(entry: Entry) -> UUID | None:
    officer = entry.text("officer_id")
    try:
        return UUID(officer) if officer else None
    except ValueError:
        raise refuse_entry(Refused("officer_id", NO_OFFICER)) from None


def _colleagues(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    today = utc_now().astimezone(VIETNAM).date()
    return {
        "officers": officers_at(db, head.holder_id or 0, Role.HANDLER, today),
        "me": current_actor().person_id,
    }


def _choices(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    today = utc_now().astimezone(VIETNAM).date()
    tier, words = request.args.get("cap", ""), request.args.get("q", "")[:LONGEST_WORDS].strip()
    planned = head.next_leg
    plan_id = planned.unit_id if planned and planned.function is Function.HANDLING else None
    unit_id = _wanted_unit(entry) or plan_id
    searching = "q" in request.args
    found = units_with_handlers(db, today, tier=tier, words=words) if searching else ()
    return {
        "unit": unit_choice(db, unit_id) if unit_id else None,
        "planned_id": plan_id,
        "officers": officers_at(db, unit_id, Role.HANDLER, today) if unit_id else (),
        "tiers": tiers(db),
        "tier": tier,
        "words": words,
        "searching": searching,
        "units": found[:MOST_UNITS],
        "too_many": len(found) > MOST_UNITS,
    }


def _wanted_unit(entry: Entry) -> int:
    return entry.number("unit_id") or Entry(dict(request.args.lists())).number("don-vi")
