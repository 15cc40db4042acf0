"""The only place that moves a dossier: rights, law, clock, version, ledger and outbox together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.legs import recount_open_legs
from procedures.acts.outbox import promise
from procedures.effects import Effect
from procedures.errors import N_, Hidden, NotAllowed, NotFound, NotLawful, Stale, Term
from procedures.lifecycle import Act, ClockEffect, Rule, step
from procedures.people import Role
from procedures.records import Dossier, LedgerEntry, PauseRow, Person
from procedures.records.counting import count, index_outcome_of
from procedures.records.standing import standing_of
from procedures.rights import Standing, fits, may, may_read, roles_towards
from procedures.tags import TITLES, Tag, tag_of

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")
NOT_YOURS = N_("Bạn không có quyền thực hiện thao tác này đối với hồ sơ.")
THE_SYSTEM = N_("Hệ thống")
OFFERED_AWAY = N_(
    "Hồ sơ đã được chuyển và đang chờ đơn vị khác nhận; hãy thu hồi trước khi làm việc khác."
)
NOT_OFFERED = N_("Hồ sơ không còn chờ nhận: đã có người nhận, hoặc bên chuyển đã thu hồi.")
OTHER_LEG = N_("Bước này của quy trình không có thao tác đó.")
SOMEBODY_FIRST = N_(
    "Hồ sơ này vừa được {who} xử lý lúc {when}: “{what}”. Thao tác của bạn chưa được thực hiện; "
    "hãy xem lại hồ sơ trước khi tiếp tục."
)


@dataclass(slots=True)
class Move:
    """A move in the making: the locked dossier, and what the act adds to it.

    `detail` goes into the ledger row, `then` into the outbox.
    """

    dossier: Dossier
    detail: dict[str, object] = field(default_factory=dict)
    then: list[Effect] = field(default_factory=list)


@contextmanager
def transition(call: Call, act: Act, dossier_id: UUID, seen_version: int | None) -> Iterator[Move]:
    """Lock the dossier, ask law and rights, let the act set legs and facts, then move it.

    `seen_version` is the version that the actor looked at; None only for the system.
    Raises `NotFound`, `NotLawful`, `NotAllowed`, or `Stale` when somebody acted meanwhile.
    """
    dossier = locked(call, dossier_id, seen_version)
    standing = standing_of(call.db, dossier)
    rule = step(dossier.state, act)
    if roles_towards(call.actor, standing) & rule.roles and not fits(rule, standing):
        raise NotLawful(_misfit(rule, standing))
    if not may(call.actor, act, standing):
        raise NotAllowed(NOT_YOURS)
    unit_id = _acting_unit(call, standing, rule)
    move = Move(dossier)
    yield move
    _finish(call, act, rule, move, unit_id)


def _misfit(rule: Rule, standing: Standing) -> str:
    if rule.offered is not None and rule.offered != (standing.offered_unit is not None):
        return NOT_OFFERED if rule.offered else OFFERED_AWAY
    return OTHER_LEG


def locked(call: Call, dossier_id: UUID, seen_version: int | None) -> Dossier:
    """The dossier with its row locked until the transaction ends."""
    dossier = call.db.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)
    if dossier is None:
        raise NotFound(NO_DOSSIER)
    if not may_read(call.actor, standing_of(call.db, dossier)):
        raise Hidden(NO_DOSSIER, dossier_id)
    if seen_version is not None and dossier.version != seen_version:
        raise _stale(call.db, dossier)
    return dossier


def _stale(db: Session, dossier: Dossier) -> Stale:
    """Who moved it last: a slip that the system sealed since then is nobody's act."""
    last = db.execute(
        select(LedgerEntry.at, LedgerEntry.tag, Person.full_name)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .where(LedgerEntry.stream == str(dossier.id), LedgerEntry.to_state.is_not(None))
        .order_by(LedgerEntry.seq.desc())
        .limit(1)
    ).one()
    return Stale(
        SOMEBODY_FIRST,
        who=last.full_name or Term(THE_SYSTEM),
        what=Term(TITLES[Tag(last.tag)]),
        when=last.at,
    )


def _acting_unit(call: Call, standing: Standing, rule: Rule) -> int | None:
    """The unit in whose name an officer acts; none for the applicant and the system."""
    roles = rule.roles & roles_towards(call.actor, standing)
    units = {
        Role.APPLICANT: None,
        Role.RECEIVER: standing.desk_unit,
        Role.SUPPORTER: standing.support_unit,
        Role.HANDLER: standing.holder_unit,
        Role.LEADER: standing.holder_unit,
        Role.TAKER: standing.offered_unit,
    }
    for role, unit in units.items():
        if role in roles:
            return unit
    own = call.actor.units_as(Role.HANDLER, Role.LEADER)
    if Role.ISSUER in roles:
        return min(call.actor.units_as(Role.LEADER) & standing.issuing_units)
    if Role.KEEPER in roles:
        return min(own & (standing.making_units | standing.issuing_units))
    if Role.CONSULTED in roles:
        return min(own & standing.consulted_units)
    return min(own & standing.authority_units) if Role.AUTHORITY in roles else None


def _finish(call: Call, act: Act, rule: Rule, move: Move, unit_id: int | None) -> None:
    dossier = move.dossier
    before, dossier.state = dossier.state, rule.next
    _turn_clock(call, dossier, act, rule.clock)
    dossier.version += 1
    ledger.append(
        call,
        str(dossier.id),
        tag_of(act),
        detail=move.detail,
        dossier_id=dossier.id,
        unit_id=unit_id,
        states=(before.value, rule.next.value),
    )
    for effect in move.then:
        promise(call, effect, dossier.id)


def _turn_clock(call: Call, dossier: Dossier, act: Act, effect: ClockEffect) -> None:
    match effect:
        case ClockEffect.KEEP:
            return
        case ClockEffect.START:
            dossier.received_at = call.now
        case ClockEffect.PAUSE:
            call.db.add(PauseRow(dossier_id=dossier.id, reason=act.value, started_at=call.now))
        case ClockEffect.RESUME:
            _end_pause(call, dossier)
        case ClockEffect.RECOUNT:
            pass
        case ClockEffect.STOP:
            dossier.finished_at = call.now
            _end_pause(call, dossier)
        case ClockEffect.REOPEN:
            _pause_between(call, dossier, act)
    call.db.flush()
    recount(call, dossier)
    if effect is ClockEffect.STOP:
        dossier.index_outcome = index_outcome_of(call.db, dossier)
    if effect not in {ClockEffect.START, ClockEffect.STOP}:
        recount_open_legs(call.db, dossier)


def recount(call: Call, dossier: Dossier) -> None:
    """Set the due date and its trace from the dossier's events."""
    counted = count(call.db, dossier)
    dossier.due_at = counted.at
    dossier.due_trace = [part.to_json() for part in counted.trace]


def _pause_between(call: Call, dossier: Dossier, act: Act) -> None:
    """From its end until now nobody handled it: no time of the term."""
    ended = dossier.finished_at
    dossier.finished_at = dossier.returned_at = dossier.index_outcome = None
    if ended is not None:
        pause = PauseRow(
            dossier_id=dossier.id, reason=act.value, started_at=ended, ended_at=call.now
        )
        call.db.add(pause)


def _end_pause(call: Call, dossier: Dossier) -> None:
    pause = call.db.scalar(
        select(PauseRow).where(PauseRow.dossier_id == dossier.id, PauseRow.ended_at.is_(None))
    )
    if pause is not None:
        pause.ended_at = call.now
