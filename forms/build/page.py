"""One page of a form as a WTForms form: what was typed, what is wrong, what the page shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import wtforms
from wtforms.form import BaseForm

from forms.errors import N_, Fault, Translate, keep
from forms.kinds.base import Context
from forms.kinds.places import Choices, NoChoices
from forms.kinds.wire import Command, MultiDict, command_in, split, typed_in
from forms.rules import View, check_page
from forms.schema import Field, FormSchema

from .frame import Frame, as_json
from .question import Question


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several questions of a page."""

    name: str
    label: str
    hint: str
    children: "tuple[Question | Group, ...]"
    show_when_json: str = ""
    condition_text: str = ""
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class PageError:
    """A line of the error summary: the id it leads to ("" for the page's own) and what it says."""

    field: str
    message: str


class PageForm(wtforms.Form):
    """Questions are reached as form["name"], never as attributes: their names are the schema's."""

    frame: Frame
    posted: bool = False
    command: Command | None = None

    def __init__(self, formdata: MultiDict | None = None) -> None:
        unbound = [(leaf.name, self._unbound(leaf)) for leaf in self._asked()]
        meta = cast("Any", self)._wtforms_meta()  # noqa: SLF001 - as Form.__init__ does
        BaseForm.__init__(self, cast("Any", unbound), meta=meta)
        for question in self:
            question.show_when(self.frame.asked[question.name])
        self.process(formdata)

    def _asked(self) -> Iterator[Field]:
        return (leaf for leaf in self.frame.page.leaves() if leaf.name in self.frame.asked)

    def _unbound(self, leaf: Field) -> object:
        return Question(definition=leaf, frame=self.frame)

    def __iter__(self) -> Iterator[Question]:
        return iter(cast("Mapping[str, Question]", self._fields).values())

    def __getitem__(self, name: str) -> Question:
        return cast("Question", self._fields[name])

    def process(self, formdata: Any = None, *args: object, **kwargs: object) -> None:  # noqa: ANN401, ARG002 - WTForms' own
        """Fill every question from what was posted, or else from the answers."""
        posted = self.meta.wrap_formdata(self, formdata)
        if posted is None:
            for question in self:
                question.load(None, self.frame.known(question.definition))
            return
        self.posted, self.command = True, command_in(posted)
        wires = split(self._fields, posted)
        for question in self:
            question.load(wires[question.name], command=self.command)

    def read(self) -> dict[str, object]:
        """Each answer of this page as it could be read; None for what is blank or not asked."""
        read = {
            leaf.name: self[leaf.name].data if leaf.name in self else None
            for leaf in self.frame.page.leaves()
        }
        view = View(self.frame.schema, {**self.frame.answers, **read}, self.frame.context.today)
        return {name: value if view.shows(name) else None for name, value in read.items()}

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - WTForms' signature
        """Check the page with all that the form says; True when nothing is wrong."""
        for question in self:
            if self.command or not self.posted:
                question.load(question.wire)
            question.errors, question.wrong_parts = [], set()
        self.form_errors = []
        faults = check_page(
            self.frame.schema,
            self.frame.page,
            {**self.frame.answers, **self.read()},
            self.frame.context,
            {question.name: question.parsed.problems for question in self},
        )
        for fault in faults:
            self._place(fault)
        return not faults

    def _place(self, fault: Fault) -> None:
        sentence = fault.message.say(self.frame.context.locale, self.frame.translate)
        name, _, part = (fault.field or "").partition("-")
        if name in self:
            self[name].fault(part, sentence)
        else:
            self.form_errors.append(sentence)

    @property
    def errors(self) -> dict[str, Any]:
        """The sentences by input; "" has the page's own."""
        found = {question.name: list(question.errors) for question in self._wrong()}
        return {**found, "": self.form_errors} if self.form_errors else found

    @property
    def error_list(self) -> list[PageError]:
        """The error summary in page order."""
        lines = [
            PageError(question.focus_id, self._line(question, sentence))
            for question in self._wrong()
            for sentence in question.errors
        ]
        return lines + [PageError("", sentence) for sentence in self.form_errors]

    def _line(self, question: Question, sentence: str) -> str:
        _, *inside = question.name.split("-")
        if not inside:
            return sentence
        text = self.frame.translate(N_("Dòng {row}: {sentence}"))
        return text.format(row=int(inside[0]) + 1, sentence=sentence)

    def _wrong(self) -> Iterator[Question]:
        for question in self:
            if question.errors:
                yield question
            for cell in (cell for row in question.rows for cell in row):
                if cell.errors:
                    yield cell

    @property
    def nodes(self) -> tuple[Question | Group, ...]:
        """The page's questions in order, gathered under their groups."""
        return self._nodes(self.frame.page.fields)

    def _nodes(self, fields: Sequence[Field]) -> tuple[Question | Group, ...]:
        found: list[Question | Group] = []
        for field in fields:
            if field.kind == "group":
                children = self._nodes(field.fields)
                if children:
                    found.append(self._group(field, children))
            elif field.name in self:
                found.append(self[field.name])
        return tuple(found)

    def _group(self, field: Field, children: "tuple[Question | Group, ...]") -> Group:
        cond = self.frame.open(field.show_when)
        return Group(
            field.name,
            self.frame.text(field.label),
            self.frame.text(field.hint),
            children,
            as_json(cond),
            self.frame.in_words(cond),
        )

    @property
    def typed(self) -> dict[str, list[str]]:
        """All that stands in the inputs, valid or not, as JSON for a draft.

        `PageForm(Typed(draft))` shows it again.
        """
        return typed_in({question.name: question.wire for question in self})


def build_page(  # noqa: PLR0913 - a page depends on all of these
    schema: FormSchema,
    page_code: str,
    answers: Mapping[str, object],
    *,
    locale: str = "vi",
    today: date | None = None,
    choices: Choices | None = None,
    prefill: Mapping[str, object] | None = None,
    translate: Translate = keep,
) -> type[PageForm]:
    """The form class of one page for these answers; KeyError when there is no such page.

    `prefill` is a nested mapping that the fields' `prefill` paths lead into.
    """
    context = Context(locale=locale, today=today, choices=choices or NoChoices())
    page = schema.page(page_code)
    frame = Frame(schema, page, answers, context, translate, prefill or {})
    return type("EFormPage", (PageForm,), {"frame": frame})


def read_page(form: PageForm) -> dict[str, object]:
    """The page's answers in normal form, to be merged into the others once it is valid."""
    return form.read()
