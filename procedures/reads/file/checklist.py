"""The components of a dossier against what was handed in: what the desk checks first."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    procedure: Procedure, schema: FormSchema, handed_in: Sequence[Sent]
) -> tuple[ChecklistRow, ...]:
    """Every component in the procedure's order; files of all versions count.

    What is obligatory is read on the day of the newest handing-in, as it was then.
    """
    files = [file for version in handed_in for file in version.files]
    newest = handed_in[-1] if handed_in else None
    view = View(schema, newest.body if newest else {}, newest.day if newest else None)
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
