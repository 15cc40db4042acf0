"""Officers' queues: what waits at a desk or in an office, a page at a time, never counted out."""

from procedures.reads.inbox.counts import COUNTED_TO, counts
from procedures.reads.inbox.keyset import Cursor
from procedures.reads.inbox.listing import PAGE, Item, Listing, listing
from procedures.reads.inbox.options import procedure_names, unit_names
from procedures.reads.inbox.queues import DESK, OFFICE, Filters, Lateness, Queue, queues_of

__all__ = [
    "COUNTED_TO",
    "DESK",
    "OFFICE",
    "PAGE",
    "Cursor",
    "Filters",
    "Item",
    "Lateness",
    "Listing",
    "Queue",
    "counts",
    "listing",
    "procedure_names",
    "queues_of",
    "unit_names",
]
