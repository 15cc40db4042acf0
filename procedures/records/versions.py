"""A stored procedure version as its types: parsed once for each digest and process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from forms.loader import load_schema
from forms.schema import FormSchema
from procedures.catalogue.loader import load_procedure
from procedures.catalogue.types import Procedure, ResultSpec
from procedures.records.procedure_version import ProcedureVersion


@dataclass(frozen=True, slots=True)
class Parsed:
    """A procedure and its e-form, as one published version says them."""

    id: int
    procedure: Procedure
    schema: FormSchema
    result_schemas: Mapping[str, FormSchema]
    """For each result's code, what the handler fills in before proposing it."""


_parsed: dict[tuple[int, str], Parsed] = {}
_MOST = 1024


def takes_filings(on: date) -> ColumnElement[bool]:
    """The condition that something new may be filed under a version on the day."""
    return and_(
        ProcedureVersion.withdrawn_at.is_(None),
        ProcedureVersion.effective_from <= on,
        or_(ProcedureVersion.effective_to.is_(None), ProcedureVersion.effective_to > on),
    )


def version_on(db: Session, code: str, on: date) -> ProcedureVersion | None:
    """The one version of a procedure that takes filings on the day, if there is one."""
    return db.scalar(
        select(ProcedureVersion).where(ProcedureVersion.code == code, takes_filings(on))
    )


def version_of(db: Session, version_id: int) -> Parsed:
    """The version with that id; raises NoResultFound when there is none.

    Versions are immutable, so the digest is all that the cache must ask for: bodies are large.
    """
    digest = db.scalars(
        select(ProcedureVersion.digest).where(ProcedureVersion.id == version_id)
    ).one()
    return version_with(db, version_id, digest)


def version_with(db: Session, version_id: int, digest: str) -> Parsed:
    """The version whose digest is at hand already, mostly without asking the database."""
    known = _parsed.get((version_id, digest))
    return known or parsed(db.get_one(ProcedureVersion, version_id))


def parsed(row: ProcedureVersion) -> Parsed:
    """The types of a row at hand."""
    key = (row.id, row.digest)
    if key not in _parsed:
        if len(_parsed) >= _MOST:
            _parsed.clear()
        procedure = load_procedure(row.body)
        results = {result.code: _schema_of_result(result) for result in procedure.results}
        _parsed[key] = Parsed(row.id, procedure, load_schema(procedure.form), results)
    return _parsed[key]


def _schema_of_result(result: ResultSpec) -> FormSchema:
    """The result's fields as a form of one page."""
    page = {"code": result.template, "title": result.name, "fields": list(result.fields)}
    return load_schema(
        {"code": result.template, "version": 1, "title": result.name, "pages": [page]}
    )
