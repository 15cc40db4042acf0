"""A room's queues as one page: tabs, saved views, filters and rows, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request, url_for

from portal.acting import reading
from portal.auth import current_actor
from portal.casework.address import CLOSED, read_cursor, read_filters, write_query
from portal.casework.bulk.deeds import deeds_of
from portal.casework.room import Room
from portal.casework.searching import opened
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.errors import N_
from procedures.lifecycle import FINAL_STATES, STATE_NAMES, State
from procedures.reads.inbox import (
    COUNTED_TO,
    SIZES,
    Cursor,
    Listing,
    Queue,
    View,
    counts,
    elsewhere,
    listing,
    options,
    queues_of,
    usual_sort,
)

QUEUE_NAMES: Mapping[Queue, str] = {
    Queue.TO_RECEIVE: N_("Chờ tiếp nhận"),
    Queue.TO_COMPLETE: N_("Chờ hoàn thiện"),
    Queue.RECEIVED: N_("Đã tiếp nhận, chờ chuyển"),
    Queue.TO_PAY: N_("Chờ thực hiện nghĩa vụ tài chính"),
    Queue.TO_RETURN: N_("Có kết quả, chờ trả"),
    Queue.MINE: N_("Của tôi"),
    Queue.UNIT: N_("Của đơn vị"),
    Queue.TO_TAKE: N_("Chờ nhận bàn giao"),
    Queue.TO_SIGN: N_("Chờ tôi ký"),
    Queue.OPINIONS: N_("Chờ cho ý kiến"),
    Queue.TODAY: N_("Đến hạn hôm nay"),
    Queue.LATE: N_("Quá hạn"),
    Queue.WAITING: N_("Chờ người khác"),
    Queue.OFFERED: N_("Đã chuyển, chờ nhận"),
    Queue.NEWS: N_("Tin mới"),
}
QUEUE_KEYS: Mapping[Queue, str] = {
    Queue.TO_RECEIVE: "t",
    Queue.TO_COMPLETE: "b",
    Queue.RECEIVED: "c",
    Queue.TO_PAY: "p",
    Queue.TO_RETURN: "r",
    Queue.MINE: "m",
    Queue.UNIT: "u",
    Queue.TO_TAKE: "n",
    Queue.TO_SIGN: "k",
    Queue.OPINIONS: "y",
    Queue.TODAY: "h",
    Queue.LATE: "q",
    Queue.WAITING: "w",
    Queue.OFFERED: "d",
    Queue.NEWS: "i",
}
"""The letter that goes to the queue, after a `g`."""


USUAL_DEEDS: Mapping[Queue, str] = {
    Queue.TO_RECEIVE: "tiep-nhan",
    Queue.RECEIVED: "chuyen",
    Queue.TO_RETURN: "tra-ket-qua",
    Queue.TO_TAKE: "nhan",
    Queue.UNIT: "phan-cong",
    Queue.TO_SIGN: "ky",
}
"""What is mostly done with a queue's dossiers, all at once."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue as a link, with how much waits in it and the letter that goes there."""

    label: str
    href: str
    current: bool
    count: str
    letter: str


def inbox_page(room: Room, template: str, offered: tuple[Queue, ...]) -> str:
    """The page of the room's queue that the address names, else of the first that has work."""
    actor, now = current_actor(), utc_now()
    queues = queues_of(actor, offered)
    closed = request.args.get(CLOSED, "")
    filters = read_filters(request.args, opened(closed))
    with reading() as db:
        lengths = counts(db, actor, queues, now)
        queue = _chosen(queues, lengths)
        found = listing(db, actor, queue, now, filters, read_cursor(request.args))
        others = elsewhere(db, actor, filters, {item.id for item in found.items})
        offers = options(db, actor, room.name, now.astimezone(VIETNAM).date())
    home = url_for(f"{room.name}.inbox")
    query = write_query(queue, filters, closed if filters.words else "")
    return render_template(
        template,
        room=room,
        queue=queue,
        queue_name=QUEUE_NAMES[queue],
        tabs=[_tab(home, each, lengths[each], current=each is queue) for each in queues],
        views=[_view(home, view, query) for view in offers.views],
        found=found,
        others=others,
        search=url_for(f"{room.name}.search"),
        filters=filters,
        sizes=SIZES,
        sort=filters.sort or usual_sort(queue),
        options=offers,
        states={state: STATE_NAMES[state] for state in State if state not in FINAL_STATES},
        home=home,
        clear=f"{home}?{urlencode({'hang': queue.value})}" if filters.any else "",
        query=urlencode(query),
        deeds=deeds_of(room.name),
        usual_deed=USUAL_DEEDS.get(queue, ""),
        all_chosen=request.args.get("chon") == "tat-ca",
        select_all=f"{request.path}?{urlencode({**request.args, 'chon': 'tat-ca'})}",
        keep=f"{url_for('workbench.new_view', room=room.name)}?{urlencode(query)}",
        **_edges(home, query, found),
        now=now,
        today=now.astimezone(VIETNAM).date(),
    )


def _chosen(queues: tuple[Queue, ...], lengths: Mapping[Queue, int]) -> Queue:
    wanted = request.args.get("hang", "")
    named = (queue for queue in queues if queue.value == wanted)
    busy = (queue for queue in queues if lengths[queue])
    return next(named, None) or next(busy, queues[0])


def _tab(home: str, queue: Queue, length: int, *, current: bool) -> Tab:
    return Tab(
        label=_(QUEUE_NAMES[queue]),
        href=f"{home}?{urlencode({'hang': queue.value})}",
        current=current,
        count=f"{COUNTED_TO}+" if length > COUNTED_TO else str(length),
        letter=QUEUE_KEYS[queue],
    )


def _view(home: str, view: View, shown: Mapping[str, str]) -> Tab:
    return Tab(
        label=view.name,
        href=f"{home}?{view.query}",
        current=view.query == urlencode(shown),
        count="",
        letter="",
    )


def _edges(home: str, query: Mapping[str, str], found: Listing) -> dict[str, str | None]:
    def address(name: str, cursor: Cursor | None) -> str | None:
        return f"{home}?{urlencode({**query, name: cursor.token})}" if cursor else None

    return {"previous": address("truoc", found.previous), "next": address("sau", found.next)}
