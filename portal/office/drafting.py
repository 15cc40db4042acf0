"""The form of a decision: a page of questions for each paper that the signing leg issues."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from forms.build import Group, PageForm, Question, build_page, read_page
from forms.kinds.places import Choices
from portal.casework.entry import Flaw
from portal.i18n import current_locale, gettext
from procedures.catalogue.types import ResultSpec
from procedures.reads.file import Brief, Sent
from procedures.routing import Text

Typed = MultiDict[str, str] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper's questions. `nodes` leaves out what an earlier sheet of the form already asks."""

    code: str
    name: Text
    form: PageForm
    nodes: Sequence[Question | Group]


@dataclass(frozen=True, slots=True)
class Draft:
    """All sheets of one proposal."""

    sheets: tuple[Sheet, ...]

    def flaws(self) -> list[Flaw]:
        """What is wrong in what was typed; each form keeps its own beside the inputs."""
        found: dict[Flaw, None] = {}
        for sheet in self.sheets:
            if not sheet.form.validate():
                found |= {Flaw(e.field, e.message): None for e in sheet.form.error_list}
        return list(found)

    def values(self) -> Mapping[str, Mapping[str, object]]:
        """Each result's answers by its code."""
        return {sheet.code: read_page(sheet.form) for sheet in self.sheets}


@dataclass(frozen=True, slots=True)
class Drafting:
    """What the sheets are made from: the dossier, its newest answers, the lists of places."""

    head: Brief
    newest: Sent
    choices: Choices
    today: date

    def draft(self, typed: Typed = None) -> Draft:
        """The sheets to be signed: as typed, else as last proposed, else from the answers."""
        leg = self.head.signing_leg
        results = self.head.procedure.results_of(leg.code) if leg else ()
        return Draft(tuple(self._sheets(results, typed)))

    def _sheets(self, results: Sequence[ResultSpec], typed: Typed) -> Iterator[Sheet]:
        asked: set[str] = set()
        for result in results:
            form = self._form(result, self._known(result))(typed)
            nodes = [node for node in form.nodes if node.name not in asked]
            asked |= {node.name for node in nodes}
            yield Sheet(result.code, result.name, form, nodes)

    def correction(
        self, result: ResultSpec, said: Mapping[str, object], typed: Typed = None
    ) -> Draft:
        """The one sheet of a paper that replaces another: as typed, else what the other says."""
        form = self._form(result, said)(typed)
        return Draft((Sheet(result.code, result.name, form, form.nodes),))

    def _form(self, result: ResultSpec, known: Mapping[str, object]) -> type[PageForm]:
        schema = self.head.result_schemas[result.code]
        return build_page(
            schema,
            schema.pages[0].code,
            known,
            locale=current_locale(),
            today=self.today,
            choices=self.choices,
            prefill={"answers": self.newest.body},
            translate=gettext,
        )

    def _known(self, result: ResultSpec) -> Mapping[str, object]:
        """What was proposed before and sent back.

        Where the applicant has answered since, only what the handler alone can know is kept.
        """
        made = [leg.decision for leg in self.head.legs if leg.decision]
        for decision in reversed(made):
            if decision.sent_back_at and result.code in decision.fields:
                fields = decision.fields[result.code]
                own = {str(spec["name"]) for spec in result.fields if not spec.get("prefill")}
                stale = self.newest.submitted_at > decision.proposed_at
                return {k: v for k, v in fields.items() if k in own} if stale else fields
        return {}
