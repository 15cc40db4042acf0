"""Ordering a file: the register of one's unit, or a dossier's control slip; a worker makes it."""

from datetime import timedelta
from uuid import UUID

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.acts.transition import NOT_YOURS
from procedures.acts.words import CHECK_INPUT, WordFault
from procedures.effects import MakeExport
from procedures.errors import N_, Hidden, Incomplete, NotAllowed, NotFound
from procedures.people import Role
from procedures.records import Dossier, Export
from procedures.records.export import ExportFormat, ExportKind
from procedures.records.register import Book, Window, entries
from procedures.records.standing import heirs, standing_of
from procedures.tags import Tag

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")
TURNED_ROUND = N_("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
TOO_LONG = N_("Một lần xuất không quá 366 ngày; hãy chọn kỳ ngắn hơn.")
TOO_MANY = N_("Kỳ này có hơn {most} hồ sơ; hãy chọn kỳ ngắn hơn, hoặc xuất tệp Excel.")
LONGEST = timedelta(days=366)
MOST_ON_PAPER = 2000
"""Entries that one PDF may hold: printing them takes a worker about a minute."""
STREAM = "exports"

ROLES_OF = {
    Book.RECEIVED: (Role.RECEIVER,),
    Book.HANDLED: (Role.HANDLER, Role.LEADER),
}


def order_register(call: Call, window: Window, form: ExportFormat) -> UUID:
    """Order a unit's register (each order is traced).

    Only those may who hold a post there, or at a unit that took over from it.
    """
    if not keeps(call, window):
        raise NotAllowed(NOT_YOURS)
    if window.until < window.since:
        raise Incomplete(CHECK_INPUT, [WordFault("den", TURNED_ROUND, {})])
    if window.until - window.since >= LONGEST:
        raise Incomplete(CHECK_INPUT, [WordFault("den", TOO_LONG, {})])
    if form is ExportFormat.PDF and _more_than(call, window, MOST_ON_PAPER):
        raise Incomplete(CHECK_INPUT, [WordFault("den", TOO_MANY, {"most": MOST_ON_PAPER})])
    return _order(call, ExportKind.REGISTER, form, window.unit_id, params=window.to_json())


def order_control_slip(call: Call, dossier_id: UUID) -> UUID:
    """Order a dossier's control slip; for the officers through whose units it went."""
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None:
        raise NotFound(NO_DOSSIER)
    standing = standing_of(call.db, dossier)
    working = frozenset(p.unit_id for p in call.actor.posts if p.role is not Role.ADMIN)
    own = working & (standing.involved_units | {standing.desk_unit})
    if not own:
        raise Hidden(NO_DOSSIER, dossier_id)
    return _order(call, ExportKind.CONTROL_SLIP, ExportFormat.PDF, min(own), dossier_id=dossier_id)


def keeps(call: Call, window: Window) -> bool:
    """Whether the actor holds, today, a post that the book belongs to."""
    keepers = heirs(call.db, [window.unit_id])[window.unit_id]
    return any(keepers & call.actor.units_as(role) for role in ROLES_OF[window.book])


def _more_than(call: Call, window: Window, most: int) -> bool:
    return len(entries(call.db, window, limit=most + 1)) > most


def _order(
    call: Call,
    kind: ExportKind,
    form: ExportFormat,
    unit_id: int,
    *,
    dossier_id: UUID | None = None,
    params: dict[str, object] | None = None,
) -> UUID:
    assert call.actor.person_id is not None
    export = Export(
        kind=kind.value,
        format=form.value,
        unit_id=unit_id,
        dossier_id=dossier_id,
        params=params or {},
        asked_at=call.now,
        asked_by=call.actor.person_id,
    )
    call.db.add(export)
    call.db.flush()
    detail = {"export": str(export.id), "kind": kind.value, "format": form.value, **export.params}
    ledger.append(call, STREAM, Tag.EXPORT_ORDERED, detail=detail, unit_id=unit_id)
    promise(call, MakeExport(export.id))
    return export.id
