"""What is still missing, as lines that lead to where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from forms.errors import Fault
from portal.citizen.steps import DECLARATION, DESK, FILES
from portal.i18n import current_locale, gettext, translate
from procedures.acts.completeness import Missing
from procedures.reads.drafts import DraftView


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a summary; `step` is the page or step it is about."""

    message: str
    href: str
    step: str


def lines_of(draft: DraftView, faults: Iterable[object]) -> list[Line]:
    """Every fault in the reader's language, in the order given."""
    return [_line(draft, fault) for fault in faults]


def _line(draft: DraftView, fault: object) -> Line:
    if isinstance(fault, Fault):
        message = fault.message.say(current_locale(), gettext)
        return Line(message, _page(draft, fault.page), fault.page)
    if isinstance(fault, Missing):
        return Line(translate(fault), _step(draft, fault.step), fault.step)
    raise TypeError(type(fault).__name__)


def _page(draft: DraftView, code: str) -> str:
    """The page, asked to check itself: its own summary then leads to the question."""
    return url_for("citizen.page", draft_id=draft.id, page=code, kiem="1")


def _step(draft: DraftView, step: str) -> str:
    if step == FILES:
        return url_for("citizen.files", draft_id=draft.id)
    if step == DESK:
        return url_for("citizen.desk", draft_id=draft.id)
    if step == DECLARATION:
        room = "desk.finish_intake" if draft.at_desk else "citizen.declaration"
        return url_for(room, draft_id=draft.id)
    return _page(draft, step)
