"""The three organisations of a dossier, never collapsed: who helped, who receives, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures.records.base import Json
from procedures.records.dossier import Dossier
from procedures.records.ledger import LedgerEntry
from procedures.records.leg import Leg
from procedures.records.unit import UnitRow
from procedures.routing import Function
from procedures.tags import Tag


@dataclass(frozen=True, slots=True)
class Organisations:
    """Names of the receiving desk, of the desk that helped (if another), of those who sign.

    `apart` says that they are of different places, so that a reader must be told each of them.
    """

    receiver: Json
    support: Json | None
    competent: tuple[Json, ...]
    apart: bool


def digitising_unit(dossier: Dossier) -> int:
    """The desk that scanned what was filed: the one that helped, else the one that receives."""
    return dossier.support_unit_id or dossier.desk_unit_id


def scanning_unit(db: Session, dossier: Dossier, answers_version: int | None) -> int:
    """The desk that scanned what came with a version: the one that the ledger names for it."""
    took = db.scalar(
        select(LedgerEntry.unit_id).where(
            LedgerEntry.stream == str(dossier.id),
            LedgerEntry.tag == Tag.SUPPLEMENT.value,
            LedgerEntry.detail["answers_version"].astext == str(answers_version),
        )
    )
    return took or digitising_unit(dossier)


def organisations_of(db: Session, dossier: Dossier) -> Organisations:
    """Who stands where in the dossier, as its legs were planned (NĐ 118/2025/NĐ-CP Điều 14)."""
    signing = (
        select(Leg.unit_id)
        .where(Leg.dossier_id == dossier.id, Leg.function == Function.SIGNING)
        .scalar_subquery()
    )
    desks = [dossier.desk_unit_id, dossier.support_unit_id]
    wanted = or_(UnitRow.id.in_(signing), UnitRow.id.in_([d for d in desks if d]))
    return organisations_among(dossier, db.scalars(select(UnitRow).where(wanted)))


def organisations_among(dossier: Dossier, rows: Iterable[UnitRow]) -> Organisations:
    """The same from the units at hand: the desks of the dossier, and those that sign it."""
    units = {unit.id: unit for unit in sorted(rows, key=lambda unit: unit.id)}
    desks = {dossier.desk_unit_id, dossier.support_unit_id}
    receiver = units[dossier.desk_unit_id]
    support = units.get(dossier.support_unit_id) if dossier.support_unit_id else None
    competent = [unit for unit in units.values() if unit.id not in desks]
    return Organisations(
        receiver=receiver.name,
        support=support.name if support else None,
        competent=tuple(unit.name for unit in competent),
        apart=support is not None or any(u.place_id != receiver.place_id for u in competent),
    )
