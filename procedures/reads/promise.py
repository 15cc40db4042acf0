"""Whether the day of return that a slip promised is still the dossier's.

The slip stays what it is: it says what was so on its day. A letter of apology, a pause or a newer
calendar moves the promise, and whoever holds the slip should know.
"""

from datetime import date, datetime

from procedures.catalogue.form_sets import Slip, templates_of
from procedures.clock import VIETNAM
from procedures.records import Paper


def promise_moved(paper: Paper, due_at: datetime | None) -> bool:
    """True when the slip names another day than the dossier is due; False while nobody can say.

    A receipt names the minute, a letter of apology the day.
    """
    if due_at is None:
        return False
    if paper.kind in templates_of(Slip.RECEPTION):
        promised = datetime.fromisoformat(str(paper.context["due_at"]))
        return promised != due_at.replace(second=0, microsecond=0)
    if paper.kind in templates_of(Slip.APOLOGY):
        until = date.fromisoformat(str(paper.context["until"]))
        return until != due_at.astimezone(VIETNAM).date()
    return False
