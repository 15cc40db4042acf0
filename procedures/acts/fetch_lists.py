"""Fetching the authorities' lists of revoked certificates: a few at a time, each hour anew.

A list that does not come leaves the one before: verification says how old its knowledge is, and
administrators see it (`procedures.reads.administration.lists`).
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.anchors import IssuedList, Lists, Store
from procedures.effects import Again, FetchLists
from procedures.errors import N_, DomainError
from procedures.ports import BlobStore
from procedures.records import Crl, OutboxRow, SigningKey
from procedures.records.crl import FORGOTTEN

EVERY = timedelta(hours=1)
AT_ONCE = 3
"""So many of the slowest still fit into the time of one job."""
OLDER = N_("Danh sách nhận được cũ hơn danh sách đang có nên không được nhận.")
OVERDUE = N_("Danh sách nhận được đã quá hạn: tổ chức chứng thực chưa lập danh sách mới.")
AWAITED = N_("Danh sách đang chờ được tải lần đầu.")
_LOCK = 4_023
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def order_lists(call: Call) -> bool:
    """Promise to fetch them, unless that is promised already; True when it is promised now."""
    on_its_way = select(OutboxRow.id).where(
        OutboxRow.effect == FetchLists.__name__, OutboxRow.done_at.is_(None)
    )
    if call.db.scalar(on_its_way.limit(1)) is not None:
        return False
    promise(call, FetchLists())
    return True


def fetch_lists(call: Call, lists: Lists, blobs: BlobStore) -> Again | None:
    """Fetch the lists that were not tried within the hour; wants to come again when more wait."""
    call.db.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    watched = select(Crl).where(Crl.named_at > call.now - FORGOTTEN)
    rows = {(row.store, row.address): row for row in call.db.scalars(watched)}
    for store, address in (*lists.addresses(), *_of_signers(call)):
        row = rows.get((store, address)) or _row(call, store, address)
        row.named_at = call.now
        rows[store, address] = row
    due = [row for row in rows.values() if row.tried_at <= call.now - EVERY * 0.9]
    due.sort(key=lambda row: row.tried_at)
    for row in due[:AT_ONCE]:
        _try(call, lists, blobs, row)
    call.db.flush()
    return Again(0) if len(due) > AT_ONCE else None


def _row(call: Call, store: Store, address: str) -> Crl:
    """The row of an address that was forgotten, or is new."""
    found = call.db.get(Crl, (store, address))
    if found is None:
        found = Crl(store=store, address=address, tried_at=_NEVER, fault=AWAITED)
        call.db.add(found)
    return found


def _of_signers(call: Call) -> list[tuple[Store, str]]:
    """Where the lists are of those who sign papers today."""
    named = call.db.scalars(
        select(SigningKey.crl_urls)
        .where(SigningKey.valid_to > call.now, func.jsonb_array_length(SigningKey.crl_urls) > 0)
        .distinct()
    )
    return sorted({(Store.GOVERNMENT, url) for urls in named for url in urls})


def _try(call: Call, lists: Lists, blobs: BlobStore, row: Crl) -> None:
    row.tried_at = call.now
    try:
        found = lists.fetch(row.store, row.address)
    except DomainError as fault:
        row.fault = fault.msgid
        return
    if row.this_update is not None and found.this_update < row.this_update:
        row.fault = OLDER
        return
    _keep(call, blobs, row, found)
    row.fault = "" if found.next_update > call.now else OVERDUE


def _keep(call: Call, blobs: BlobStore, row: Crl, found: IssuedList) -> None:
    row.sha256 = blobs.put(found.data)
    row.authority, row.issuer, row.entries = found.authority, found.issuer, found.entries
    row.this_update, row.next_update = found.this_update, found.next_update
    row.fetched_at = call.now
