"""A room's queues as one page: tabs, filters and rows, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request, url_for

from portal.acting import reading
from portal.auth import current_actor
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.errors import N_
from procedures.reads.inbox import (
    COUNTED_TO,
    Cursor,
    Filters,
    Lateness,
    Listing,
    Queue,
    counts,
    listing,
    procedure_names,
    queues_of,
    unit_names,
)

QUEUE_NAMES: Mapping[Queue, str] = {
    Queue.TO_RECEIVE: N_("Chờ tiếp nhận"),
    Queue.RECEIVED: N_("Đã tiếp nhận, chờ chuyển"),
    Queue.TO_PAY: N_("Chờ nộp tài chính"),
    Queue.TO_RETURN: N_("Có kết quả, chờ trả"),
    Queue.MINE: N_("Của tôi"),
    Queue.UNIT: N_("Của đơn vị"),
    Queue.TO_SIGN: N_("Chờ tôi ký"),
    Queue.WAITING: N_("Chờ người khác"),
}
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue as a link, with how much waits in it."""

    label: str
    href: str
    current: bool
    count: str


def inbox_page(room: str, template: str, offered: tuple[Queue, ...]) -> str:
    """The page of the room's queue that the address names, else of the first that has work."""
    actor, now = current_actor(), utc_now()
    queues = queues_of(actor, offered)
    filters = _filters()
    with reading() as db:
        lengths = counts(db, actor, queues)
        queue = _chosen(queues, lengths)
        found = listing(db, actor, queue, now, filters, _cursor())
        procedures = procedure_names(db)
        units = unit_names(db, actor.unit_ids)
    home = url_for(f"{room}.inbox")
    return render_template(
        template,
        queue=queue,
        tabs=[_tab(home, each, lengths[each], current=each is queue) for each in queues],
        found=found,
        filters=filters,
        procedures=procedures,
        units=units,
        home=home,
        clear=f"{home}?{urlencode({'hang': queue.value})}" if filters.any else "",
        **_edges(home, queue, filters, found),
        now=now,
    )


def _filters() -> Filters:
    late = request.args.get("han", "")
    return Filters(
        procedure=request.args.get("thu-tuc", "").strip(),
        words=request.args.get("q", "").strip()[:LONGEST_WORDS],
        lateness=Lateness(late) if late in set(Lateness) else None,
    )


def _cursor() -> Cursor | None:
    if "truoc" in request.args:
        return Cursor.parse(request.args["truoc"], backward=True)
    return Cursor.parse(request.args.get("sau", ""))


def _chosen(queues: tuple[Queue, ...], lengths: Mapping[Queue, int]) -> Queue:
    wanted = request.args.get("hang", "")
    named = (queue for queue in queues if queue.value == wanted)
    busy = (queue for queue in queues if lengths[queue])
    return next(named, None) or next(busy, queues[0])


def _tab(home: str, queue: Queue, length: int, *, current: bool) -> Tab:
    count = f"{COUNTED_TO}+" if length > COUNTED_TO else str(length)
    return Tab(_(QUEUE_NAMES[queue]), f"{home}?{urlencode({'hang': queue.value})}", current, count)


def _edges(home: str, queue: Queue, filters: Filters, found: Listing) -> dict[str, str | None]:
    kept = {
        "hang": queue.value,
        "thu-tuc": filters.procedure,
        "q": filters.words,
        "han": filters.lateness or "",
    }
    kept = {name: value for name, value in kept.items() if value}

    def address(name: str, cursor: Cursor | None) -> str | None:
        return f"{home}?{urlencode({**kept, name: cursor.token})}" if cursor else None

    return {"previous": address("truoc", found.previous), "next": address("sau", found.next)}
