"""The steps of one filing, in order: the form's pages, the files, the review, the declaration."""

from dataclasses import dataclass

from flask import url_for

from portal.i18n import gettext as _
from portal.i18n import text
from procedures.reads.drafts import DraftView

FILES, REVIEW, DECLARATION, DESK = "tep", "xem-lai", "to-khai", "noi-tiep-nhan"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `number` counts from 1, `done` says that nothing is left to do in it.

    `about` has the codes by which an office may name what is wrong in it.
    """

    code: str
    title: str
    href: str
    number: int
    done: bool
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Path:
    """Where one is: the step at hand, what lies before and behind it."""

    steps: tuple[Step, ...]
    at: int
    home: str

    @property
    def current(self) -> Step:
        return self.steps[self.at]

    @property
    def back(self) -> str:
        """The step before, or the list of drafts from the first."""
        return self.steps[self.at - 1].href if self.at else self.home

    @property
    def onward(self) -> str:
        return self.steps[min(self.at + 1, len(self.steps) - 1)].href


def steps_of(draft: DraftView) -> tuple[Step, ...]:
    """Every step that these answers lead through."""
    found = [
        (page.code, text(page.title), _page_href(draft, page.code), page.code in draft.pages_done)
        for page in draft.pages
    ]
    if draft.procedure.components:
        href = url_for("citizen.files", draft_id=draft.id)
        found.append((FILES, _("Giấy tờ đính kèm"), href, _all_there(draft)))
    review = url_for("citizen.review", draft_id=draft.id)
    found.append((REVIEW, _("Xem lại"), review, draft.declaration is not None))
    last = "desk.finish_intake" if draft.at_desk else "citizen.declaration"
    found.append((DECLARATION, _last_title(draft), url_for(last, draft_id=draft.id), False))
    return tuple(
        Step(code, title, href, number, done, _about(draft, code))
        for number, (code, title, href, done) in enumerate(found, start=1)
    )


def _last_title(draft: DraftView) -> str:
    if not draft.at_desk:
        return _("Tờ khai và nộp hồ sơ")
    if draft.dossier_id is None:
        return _("Ký, đối chiếu và tiếp nhận")
    return _("Ký, đối chiếu và nhận bổ sung")


def _about(draft: DraftView, code: str) -> frozenset[str]:
    if code != FILES:
        return frozenset({code})
    return frozenset({FILES, *(component.code for component in draft.procedure.components)})


def home_of(draft: DraftView) -> str:
    """Where the draft stands: in its owner's list, the desk's, or with the dossier it answers."""
    if not draft.at_desk:
        return url_for("citizen.mine")
    if draft.dossier_id is None:
        return url_for("desk.intake")
    return url_for("desk.file", dossier_id=draft.dossier_id)


def path_at(draft: DraftView, code: str) -> Path | None:
    """The path with `code` as the step at hand; None when the answers do not lead there."""
    steps = steps_of(draft)
    at = next((index for index, step in enumerate(steps) if step.code == code), None)
    return None if at is None else Path(steps, at, home_of(draft))


def first_open(draft: DraftView) -> str:
    """Where to go on: the first step with something left to do."""
    steps = steps_of(draft)
    return next((step.href for step in steps if not step.done), steps[0].href)


def _page_href(draft: DraftView, code: str) -> str:
    return url_for("citizen.page", draft_id=draft.id, page=code)


def _all_there(draft: DraftView) -> bool:
    """Whether every file that these answers ask for is attached."""
    return all(
        draft.files_of(component.code)
        for component in draft.procedure.components
        if draft.needs(component)
    )
