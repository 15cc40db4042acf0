"""The components of a dossier against what was handed in: what the desk checks first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms.rules import View
from forms.schema import FormSchema
from procedures.catalogue.types import Procedure
from procedures.reads.file.answers import HandedFile, Sent
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One component: whether these answers make it obligatory, and the files that came for it."""

    code: str
    name: Text
    note: Text | None
    required: bool
    files: tuple[HandedFile, ...]

    @property
    def missing(self) -> bool:
        return self.required and not self.files


def checklist(
    procedure: Procedure, schema: FormSchema, handed_in: Sequence[Sent], today: date
) -> tuple[ChecklistRow, ...]:
    """Every component in the procedure's order; files of all versions count."""
    files = [file for version in handed_in for file in version.files]
    answers = handed_in[-1].body if handed_in else {}
    view = View(schema, answers, today)
    return tuple(
        ChecklistRow(
            code=component.code,
            name=component.name,
            note=component.note,
            required=(
                component.required
                if isinstance(component.required, bool)
                else view.holds(component.required)
            ),
            files=tuple(file for file in files if file.component == component.code),
        )
        for component in procedure.components
    )
