"""The office: handlers examine and propose, leaders read the very paper and sign."""

from portal.office import (
    absences,
    bulk,
    handling,
    notes,
    proposing,
    queue,
    revoking,
    signing,
    signing_outside,
    taking,
)
from portal.office.blueprint import office

__all__ = [
    "absences",
    "bulk",
    "handling",
    "notes",
    "office",
    "proposing",
    "queue",
    "revoking",
    "signing",
    "signing_outside",
    "taking",
]
