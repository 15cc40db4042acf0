"""Saved views: an officer keeps a queue with its filters under a name of their own."""

from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.errors import N_, Incomplete, NotAllowed, NotFound
from procedures.records import SavedView

LONGEST_NAME = 60
MOST_VIEWS = 30
ROOMS = ("desk", "office")
NO_NAME = N_("Hãy đặt tên cho cách xem.")
NAME_TOO_LONG = N_("Tên dài quá {most} ký tự.")
NAME_TAKEN = N_("Bạn đã có một cách xem mang tên này.")
TOO_MANY = N_("Mỗi người giữ được nhiều nhất {most} cách xem; hãy xóa bớt.")
NOTHING_TO_KEEP = N_("Địa chỉ này không phải là một hàng đợi.")
NO_VIEW = N_("Không tìm thấy cách xem.")
NOT_AN_OFFICER = N_("Chỉ cán bộ mới có cách xem riêng.")


def keep_view(call: Call, room: str, name: str, query: str) -> UUID:
    """Keep `query`, which has been freed of everything personal, under `name`."""
    if call.actor.person_id is None or not call.actor.is_officer:
        raise NotAllowed(NOT_AN_OFFICER)
    if room not in ROOMS or not query:
        raise NotFound(NOTHING_TO_KEEP)
    view = SavedView(
        person_id=call.actor.person_id,
        room=room,
        name=_free(call, room, name),
        query=query,
        created_at=call.now,
    )
    call.db.add(view)
    call.db.flush()
    return view.id


def rename_view(call: Call, view_id: UUID, name: str) -> None:
    """Another name for one's own view."""
    view = own_view(call, view_id)
    view.name = _free(call, view.room, name, but=view.id)
    call.db.flush()


def drop_view(call: Call, view_id: UUID) -> None:
    """Delete one's own view; the dossiers that it showed are not touched."""
    call.db.delete(own_view(call, view_id))
    call.db.flush()


def own_view(call: Call, view_id: UUID) -> SavedView:
    """The actor's view; somebody else's is as good as none."""
    view = call.db.get(SavedView, view_id)
    if view is None or view.person_id != call.actor.person_id:
        raise NotFound(NO_VIEW)
    return view


def _free(call: Call, room: str, name: str, but: UUID | None = None) -> str:
    words = " ".join(needed("ten", name, NO_NAME).split())
    if len(words) > LONGEST_NAME:
        raise Incomplete(CHECK_INPUT, [WordFault("ten", NAME_TOO_LONG, {"most": LONGEST_NAME})])
    call.db.execute(select(func.pg_advisory_xact_lock(func.hashtext(str(call.actor.person_id)))))
    own = call.db.scalars(
        select(SavedView).where(SavedView.person_id == call.actor.person_id, SavedView.room == room)
    ).all()
    others = [view for view in own if view.id != but]
    if any(view.name.casefold() == words.casefold() for view in others):
        raise Incomplete(CHECK_INPUT, [WordFault("ten", NAME_TAKEN, {})])
    if len(others) >= MOST_VIEWS:
        raise Incomplete(CHECK_INPUT, [WordFault("ten", TOO_MANY, {"most": MOST_VIEWS})])
    return words
