"""The mistakes in a form that its shape alone does not show: names that lead nowhere."""

from collections.abc import Iterator, Sequence
from datetime import date

from forms.errors import SchemaError
from forms.kinds import KINDS
from forms.kinds.text import LONGEST_MATCHED
from forms.schema import Cond, Field, FormSchema

from .conditions import mentioned
from .patterns import fault_of_pattern

_NOT_IN_TABLES = frozenset({"table", "group", "signature"})
Placed = tuple[str, Field]
"""A field and where in the JSON it stands."""


def check_references(schema: FormSchema) -> None:
    """Raises SchemaError at the first mistake."""
    _unique("pages", [page.code for page in schema.pages])
    placed = list(_walk(schema))
    fields = [(path, field) for path, field in placed if field.kind != "group"]
    _unique("pages", [field.name for _, field in placed])
    names = {field.name: field for _, field in fields}
    for path, field in placed:
        _check_field(path, field, names)
    for index, page in enumerate(schema.pages):
        _known(f"pages[{index}].show_when", page.show_when, names)
    for index, check in enumerate(schema.checks):
        _known(f"checks[{index}].unless", check.unless, names)
        if check.field is not None and check.field not in names:
            raise SchemaError(f"checks[{index}].field", f"no field {check.field!r}")
    _no_circles(schema)


def _walk(schema: FormSchema) -> Iterator[Placed]:
    for index, page in enumerate(schema.pages):
        yield from _walk_fields(f"pages[{index}].fields", page.fields)


def _walk_fields(path: str, fields: Sequence[Field]) -> Iterator[Placed]:
    for index, field in enumerate(fields):
        here = f"{path}[{index}]"
        yield here, field
        yield from _walk_fields(f"{here}.fields", field.fields)


def _unique(path: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SchemaError(path, f"{name!r} stands twice")
        seen.add(name)


def _check_field(path: str, field: Field, names: dict[str, Field]) -> None:
    if field.kind not in KINDS:
        raise SchemaError(f"{path}.kind", f"no kind {field.kind!r}")
    _known(f"{path}.show_when", field.show_when, names)
    if not isinstance(field.required, bool):
        _known(f"{path}.required", field.required, names)
    _unique(f"{path}.options", [option.value for option in field.options])
    _check_limits(path, field)
    for source in field.of:
        _check_source(f"{path}.of", source, names)
    _unique(f"{path}.columns", [column.name for column in field.columns])
    inner = {**names, **{column.name: column for column in field.columns}}
    for index, column in enumerate(field.columns):
        here = f"{path}.columns[{index}]"
        if column.kind in _NOT_IN_TABLES:
            raise SchemaError(f"{here}.kind", f"a table has no column of kind {column.kind!r}")
        _check_field(here, column, inner)


def _check_limits(path: str, field: Field) -> None:
    if field.pattern is not None:
        if reason := fault_of_pattern(field.pattern):
            raise SchemaError(f"{path}.pattern", reason)
        if (field.max_length or 0) > LONGEST_MATCHED:
            reason = f"a pattern is matched with {LONGEST_MATCHED} characters at most"
            raise SchemaError(f"{path}.max_length", reason)
    for name in ("not_after", "not_before"):
        bound = getattr(field, name)
        if isinstance(bound, str) and bound != "today":
            try:
                date.fromisoformat(bound)
            except ValueError:
                raise SchemaError(f"{path}.{name}", f"no such day: {bound}") from None
    if field.min_rows > field.max_rows:
        raise SchemaError(f"{path}.min_rows", "more than max_rows")


def _check_source(path: str, source: str, names: dict[str, Field]) -> None:
    name, _, column = source.partition(".")
    field = names.get(name)
    if field is None:
        raise SchemaError(path, f"no field {name!r}")
    if column and field.column(column) is None:
        raise SchemaError(path, f"no column {column!r} in {name!r}")


def _known(path: str, cond: Cond | None, names: dict[str, Field]) -> None:
    for name in mentioned(cond) if cond else ():
        if name not in names:
            raise SchemaError(path, f"no field {name!r}")


def _no_circles(schema: FormSchema) -> None:
    """Refuse fields whose being shown, or whose value, comes back to themselves."""
    needs = _needs(schema)
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise SchemaError(
                "pages", " -> ".join((*way[way.index(name) :], name)) + " is a circle"
            )
        if name not in done:
            for other in sorted(needs.get(name, ())):
                visit(other, (*way, name))
            done.add(name)

    for name in needs:
        visit(name, ())


def _needs(schema: FormSchema) -> dict[str, set[str]]:
    needs: dict[str, set[str]] = {}

    def enter(field: Field, above: set[str]) -> None:
        own = above | set(mentioned(field.show_when) if field.show_when else ())
        for child in field.fields:
            enter(child, own)
        if field.kind != "group":
            sources = {source.partition(".")[0] for source in field.of}
            needs[field.name] = own | sources

    for page in schema.pages:
        above = set(mentioned(page.show_when) if page.show_when else ())
        for field in page.fields:
            enter(field, above)
    return needs
