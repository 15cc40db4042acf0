"""The catalogue as an administrator reads it: every version of every procedure, and one whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from forms.schema import FormSchema
from procedures.catalogue.types import Procedure
from procedures.folding import fold
from procedures.reads.administration.holdings import bounded
from procedures.reads.administration.slices import AnyRow, Edge, cut
from procedures.records import Draft, Person, PlaceRow, ProcedureVersion, UnitRow
from procedures.records.base import Json
from procedures.records.directory import in_force
from procedures.records.versions import parsed, version_on
from procedures.routing import LegSpec, Text

_Withdrawer = aliased(Person)


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A version among its siblings; `standing` is in-force, future, past or withdrawn."""

    id: int
    code: str
    number: int
    name: Text
    digest: str
    effective_from: date
    effective_to: date | None
    published_at: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class ProcedureItem:
    """A procedure in the list, with its versions from the newest to the oldest."""

    code: str
    name: Text
    field: Text
    versions: tuple[VersionItem, ...]


@dataclass(frozen=True, slots=True)
class Procedures:
    """A slice of the catalogue in the order of the codes."""

    items: tuple[ProcedureItem, ...]
    previous: Edge | None
    next: Edge | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version whole, with those of the same procedure; `open_drafts` is counted to a limit."""

    item: VersionItem
    procedure: Procedure
    schema: FormSchema
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_grounds: str
    versions: tuple[VersionItem, ...]
    open_drafts: int


def procedures(db: Session, on: date, words: str = "", edge: Edge | None = None) -> Procedures:
    """Procedures with a version that has all the words, diacritics or not."""
    code = ProcedureVersion.code
    query = select(code.label("key")).group_by(code)
    for word in fold(words).split():
        query = query.where(ProcedureVersion.search.contains(word, autoescape=True))
    found = cut(db, query, code, edge)
    versions = _versions(db, [row.key for row in found.rows], on)
    return Procedures(
        tuple(_procedure(code, versions[code]) for code in (row.key for row in found.rows)),
        found.previous,
        found.next,
    )


def version_page(db: Session, version_id: int, on: date) -> VersionPage | None:
    """The version with that id."""
    row = db.execute(
        select(
            ProcedureVersion,
            Person.full_name,
            _Withdrawer.full_name,
            bounded(select(Draft.id).where(Draft.procedure_version_id == version_id)),
        )
        .outerjoin(Person, Person.id == ProcedureVersion.published_by)
        .outerjoin(_Withdrawer, _Withdrawer.id == ProcedureVersion.withdrawn_by)
        .where(ProcedureVersion.id == version_id)
    ).first()
    if row is None:
        return None
    version, published_by, withdrawn_by, open_drafts = row
    siblings = [item for item, _ in _versions(db, [version.code], on)[version.code]]
    read = parsed(version)
    return VersionPage(
        item=next(item for item in siblings if item.id == version_id),
        procedure=read.procedure,
        schema=read.schema,
        published_by=published_by or "",
        withdrawn_at=version.withdrawn_at,
        withdrawn_by=withdrawn_by or "",
        withdrawn_grounds=version.withdrawn_grounds or "",
        versions=tuple(siblings),
        open_drafts=open_drafts,
    )


def body_of(db: Session, version_id: int) -> Json | None:
    """The published body, as it was digested."""
    return db.scalar(select(ProcedureVersion.body).where(ProcedureVersion.id == version_id))


def procedure_on(db: Session, code: str, on: date) -> Procedure | None:
    """The procedure as the version in force on the day says it: what a new one would replace."""
    row = version_on(db, code, on)
    return parsed(row).procedure if row else None


def legs_without_unit(db: Session, route: Sequence[LegSpec], on: date) -> tuple[LegSpec, ...]:
    """Legs whose kind of unit stands nowhere on its tier: the route would end there."""
    rows = db.execute(
        select(UnitRow.kind, PlaceRow.tier)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .where(in_force(UnitRow, on))
        .distinct()
    )
    known = set(rows)
    return tuple(leg for leg in route if (leg.unit.kind, leg.unit.tier) not in known)


def _versions(
    db: Session, codes: Sequence[str], on: date
) -> Mapping[str, list[tuple[VersionItem, Text]]]:
    rows = db.execute(
        select(
            ProcedureVersion.id,
            ProcedureVersion.code,
            ProcedureVersion.version,
            ProcedureVersion.name,
            ProcedureVersion.field_name,
            ProcedureVersion.digest,
            ProcedureVersion.effective_from,
            ProcedureVersion.effective_to,
            ProcedureVersion.published_at,
            ProcedureVersion.withdrawn_at,
        )
        .where(ProcedureVersion.code.in_(codes))
        .order_by(ProcedureVersion.code, ProcedureVersion.version.desc())
    )
    found: dict[str, list[tuple[VersionItem, Text]]] = defaultdict(list)
    for row in rows:
        found[row.code].append((_version(row, on), row.field_name))
    return found


def _procedure(code: str, versions: Sequence[tuple[VersionItem, Text]]) -> ProcedureItem:
    shown = next((pair for pair in versions if pair[0].standing == "in-force"), versions[0])
    return ProcedureItem(code, shown[0].name, shown[1], tuple(item for item, _ in versions))


def _version(row: AnyRow, on: date) -> VersionItem:
    return VersionItem(
        id=row.id,
        code=row.code,
        number=row.version,
        name=row.name,
        digest=row.digest,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        published_at=row.published_at,
        standing=_standing(row, on),
    )


def _standing(row: AnyRow, on: date) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.effective_from > on:
        return "future"
    if row.effective_to is not None and row.effective_to <= on:
        return "past"
    return "in-force"
