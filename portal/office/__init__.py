"""The office: handlers examine and propose, leaders read the very paper and sign."""

from portal.office import absences, handling, proposing, queue, signing, taking
from portal.office.blueprint import office

__all__ = ["absences", "handling", "office", "proposing", "queue", "signing", "taking"]
