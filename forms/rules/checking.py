"""Everything that is wrong with answers, field by field and between fields, in page order."""

from collections.abc import Iterator, Mapping
from datetime import date

from forms.errors import N_, Fault, Message, msg, own_words
from forms.kinds import kind_of
from forms.kinds.base import Context, Problem
from forms.kinds.places import Choices
from forms.schema import Check, Cond, Field, FormSchema, Page

from .conditions import is_filled, mentioned
from .visible import Answers, RowView, View


def check_all(
    schema: FormSchema,
    answers: Answers,
    today: date | None = None,
    *,
    choices: Choices | None = None,
) -> list[Fault]:
    """Every fault of the whole form, in page order; [] when it may be sealed. Never raises.

    The answers may come from anywhere; names that the form does not have are not looked at.
    Without `choices`, places are checked by shape only.
    """
    view = View(schema, answers, today)
    context = Context(today=today, choices=choices)
    faults = [fault for page in schema.pages for fault in _page_faults(page, view, context)]
    wrong = {fault.field for fault in faults}
    faults += [fault for check in schema.checks for fault in _broken(check, view, wrong)]
    order = {page.code: index for index, page in enumerate(schema.pages)}
    place = {field.name: index for index, field in enumerate(schema.leaves())}
    return sorted(
        faults, key=lambda f: (order[f.page], place.get((f.field or "").partition("-")[0], 10**6))
    )


def check_page(
    schema: FormSchema,
    page: Page,
    answers: Answers,
    context: Context,
    unread: Mapping[str, tuple[Problem, ...]],
) -> list[Fault]:
    """The faults of one page.

    `unread` has what could not be read from its inputs, by field. Rules between fields are
    asked once all the pages they look at are this one or stand before it.
    """
    view = View(schema, answers, context.today)
    faults: list[Fault] = []
    for field in page.leaves():
        if not view.shows(field.name):
            continue
        problems = unread.get(field.name, ())
        faults += _faults(page, field, problems)
        skipped = {problem.part for problem in problems}
        if "" not in skipped and not (skipped and field.kind != "table"):
            found = field_problems(field, view, context)
            faults += _faults(page, field, (p for p in found if not _under(p.part, skipped)))
    wrong = {fault.field for fault in faults}
    order = {each.code: index for index, each in enumerate(schema.pages)}
    for check in schema.checks:
        if _asked_on(check, schema, order) == order[page.code]:
            faults += _broken(check, view, wrong)
    return faults


def _page_faults(page: Page, view: View, context: Context) -> Iterator[Fault]:
    for field in page.leaves():
        if view.shows(field.name):
            yield from _faults(page, field, field_problems(field, view, context))


def _faults(
    page: Page, field: Field, problems: Iterator[Problem] | tuple[Problem, ...]
) -> Iterator[Fault]:
    for problem in problems:
        path = f"{field.name}-{problem.part}" if problem.part else field.name
        yield Fault(page.code, path, problem.message.about(field.label))


def field_problems(field: Field, view: View, context: Context) -> Iterator[Problem]:
    """What is wrong with one visible field, cells of a table included."""
    kind = kind_of(field.kind)
    if not kind.typed:
        return
    value = view.value(field.name)
    if not is_filled(value) and _is_required(field.required, view):
        yield Problem(required(field))
    elif value is not None and value not in ("", [], ()):
        problems = kind.problems(field, value, context)
        yield from problems
        if field.kind == "table" and not problems and isinstance(value, list | tuple):
            for index, row in enumerate(value):
                yield from _row_problems(field, index, view.row(field, row), context)


def _row_problems(table: Field, index: int, row: RowView, context: Context) -> Iterator[Problem]:
    for column in table.columns:
        kind = kind_of(column.kind)
        if not row.shows(column) or not kind.typed:
            continue
        value = row.value(column)
        path = f"{index}-{column.name}"
        if not is_filled(value) and _is_required(column.required, row):
            yield Problem(required(column).about(column.label), path)
        elif value is not None:
            for problem in kind.problems(column, value, context):
                part = f"{path}-{problem.part}" if problem.part else path
                yield Problem(problem.message.about(column.label), part)


def _is_required(required: bool | Cond, view: View | RowView) -> bool:  # noqa: FBT001
    return required if isinstance(required, bool) else view.holds(required)


def required(field: Field) -> Message:
    """The sentence for a missing answer, as its kind is answered."""
    match field.kind:
        case "select" | "radio" | "multiselect" | "agency":
            return msg(N_("Hãy chọn “{label}”."))
        case "checkbox":
            return msg(N_("Hãy đánh dấu vào ô “{label}”."))
        case "table":
            return msg(N_("Hãy khai ít nhất một dòng ở “{label}”."))
        case _:
            return msg(N_("Hãy khai “{label}”."))


def _under(part: str, skipped: set[str]) -> bool:
    """Whether a problem is about an input that could not even be read."""
    return any(part == other or other.startswith(f"{part}-") for other in skipped)


def _broken(check: Check, view: View, wrong: set[str | None]) -> Iterator[Fault]:
    """The fault of a rule between fields, unless one of them is already known to be wrong."""
    names = set(mentioned(check.unless))
    heads = {path.partition("-")[0] for path in wrong if path}
    if names & heads or (check.field and not view.shows(check.field)):
        return
    if not view.holds(check.unless):
        page = view.schema.page_of(check.field or next(iter(names), ""))
        yield Fault(
            page.code if page else view.schema.pages[-1].code,
            check.field,
            own_words(check.message),
        )


def _asked_on(check: Check, schema: FormSchema, order: Mapping[str, int]) -> int:
    """The index of the last page that the rule looks at."""
    names = {*mentioned(check.unless), *([check.field] if check.field else [])}
    pages = [schema.page_of(name) for name in names]
    return max((order[page.code] for page in pages if page), default=len(order) - 1)
