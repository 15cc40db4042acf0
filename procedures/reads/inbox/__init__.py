"""Officers' queues: what waits at a desk or in an office, a page at a time, never counted out."""

from procedures.reads.inbox.counts import COUNTED_TO, counts
from procedures.reads.inbox.elsewhere import Other, elsewhere
from procedures.reads.inbox.filters import PAGE, SIZES, Filters, Lateness, Sort
from procedures.reads.inbox.keyset import Cursor
from procedures.reads.inbox.listing import Aside, Item, Listing, listing
from procedures.reads.inbox.options import Options, View, options
from procedures.reads.inbox.queues import AT_DESK, DESK, OFFICE, Queue, queues_of, usual_sort

__all__ = [
    "AT_DESK",
    "COUNTED_TO",
    "DESK",
    "OFFICE",
    "PAGE",
    "SIZES",
    "Aside",
    "Cursor",
    "Filters",
    "Item",
    "Lateness",
    "Listing",
    "Options",
    "Other",
    "Queue",
    "Sort",
    "View",
    "counts",
    "elsewhere",
    "listing",
    "options",
    "queues_of",
    "usual_sort",
]
