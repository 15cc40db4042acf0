"""The admin room: units, officers, the calendar, the catalogue and the machine; never a dossier."""

from portal.admin import (
    absences,
    accounts,
    calendars,
    days,
    geography,
    jobs,
    keys,
    ledger,
    officers,
    overview,
    posts,
    publishing,
    reorganisations,
    ruling,
    units,
    versions,
)
from portal.admin.blueprint import admin

__all__ = [
    "absences",
    "accounts",
    "admin",
    "calendars",
    "days",
    "geography",
    "jobs",
    "keys",
    "ledger",
    "officers",
    "overview",
    "posts",
    "publishing",
    "reorganisations",
    "ruling",
    "units",
    "versions",
]
