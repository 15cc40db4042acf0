"""Extending: one new promise, with a letter of apology, before the old one is broken."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.papers import reserve
from procedures.acts.slips_underway import apology_sheet
from procedures.acts.transition import Move, transition
from procedures.acts.words import needed
from procedures.catalogue.decrees import Duty, cited
from procedures.clock import ExtensionRefused
from procedures.effects import Notify
from procedures.errors import N_, NotAllowed, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import ExtensionRow, PostRow
from procedures.records.counting import extension_of
from procedures.records.directory import in_force
from procedures.records.standing import standing_of
from procedures.records.versions import version_of

NO_REASON = N_("Hãy nêu lý do chậm trả kết quả; lý do được in trong văn bản xin lỗi.")
ONLY_ONCE = N_(
    "Hồ sơ này đã được hẹn lại một lần; việc hẹn lại ngày trả kết quả không được quá một lần "
    "({law})."
)
NO_POST = N_("Bạn không giữ chức vụ lãnh đạo của cơ quan có thẩm quyền vào ngày này.")


def extend(call: Call, dossier_id: UUID, seen_version: int, *, until: date, reason: str) -> None:
    """Move the promised date once; the letter (Mẫu 04) is signed by the leader who decides it.

    Raises `ExtensionRefused` later than one day before the due date, for a day off, or for a day
    that is not later than the promise.
    """
    words = needed("reason", reason, NO_REASON)
    with transition(call, Act.EXTEND, dossier_id, seen_version) as move:
        dossier = move.dossier
        if extension_of(call.db, dossier) is not None:
            raise NotLawful(ONLY_ONCE, law=cited(Duty.EXTENSION, call.today))
        if dossier.due_at is None:
            raise ExtensionRefused(N_("Không hẹn lại được khi thời hạn đang tạm dừng."))
        row = ExtensionRow(
            dossier_id=dossier_id,
            until=until,
            reason=words,
            promised_before=dossier.due_at,
            decided_at=call.now,
            decided_by=call.actor.person_id,
        )
        call.db.add(row)
        call.db.flush()
        move.detail.update(
            until=until.isoformat(),
            before=dossier.due_at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes"),
            reason=words,
        )
        move.then.append(Notify(dossier_id, "extended"))
    _letter(call, move, row)


def _letter(call: Call, move: Move, row: ExtensionRow) -> None:
    dossier = move.dossier
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    sheet = apology_sheet(
        call,
        dossier,
        procedure,
        until=row.until,
        reason=row.reason,
        promised_before=row.promised_before,
        signer=_signer(call, move),
    )
    row.paper_id = reserve(call, dossier, procedure, sheet).id


def _signer(call: Call, move: Move) -> PostRow:
    """The post by which the actor leads the competent authority today."""
    units = standing_of(call.db, move.dossier).authority_units
    post = call.db.scalar(
        select(PostRow)
        .where(
            PostRow.person_id == call.actor.person_id,
            PostRow.role == Role.LEADER,
            PostRow.unit_id.in_(units),
            in_force(PostRow, call.today),
        )
        .order_by(PostRow.id)
        .limit(1)
    )
    if post is None:
        raise NotAllowed(NO_POST)
    return post
