"""One procedure whole: what a version says, whether it stands, and which offices it passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from forms.schema import FormSchema
from procedures.catalogue.labels import labels
from procedures.catalogue.loader import canonical
from procedures.catalogue.types import CODE, ChannelKind, Procedure
from procedures.records import PlaceRow, ProcedureVersion, TierRow, UnitRow
from procedures.records.directory import in_force as unit_in_force
from procedures.records.versions import version_of
from procedures.routing import LegSpec, Text


class Standing(StrEnum):
    """What a published version is on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version, without its body. `until` is the first day without it."""

    id: int
    version: int
    digest: str
    since: date
    until: date | None
    withdrawn_at: datetime | None
    withdrawn_grounds: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Office:
    """One stretch of the way: what is done there, by which kind of office, at which tier.

    `names` has more than one where the office is called otherwise in some places.
    """

    function: Text
    names: tuple[Text, ...]
    tier: Text
    leg: LegSpec


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a procedure. `editions` are all its versions, newest first."""

    edition: Edition
    editions: tuple[Edition, ...]
    procedure: Procedure
    schema: FormSchema
    tier: Text
    way: tuple[Office, ...]

    @property
    def current(self) -> Edition | None:
        """The version in force, if there is one."""
        return next((e for e in self.editions if e.standing is Standing.IN_FORCE), None)

    @property
    def can_start(self) -> bool:
        """Whether a dossier can be filed online under this version today."""
        online = self.procedure.channel(ChannelKind.ONLINE) is not None
        return online and self.edition.standing is Standing.IN_FORCE


def sheet(db: Session, code: str, on: date, version: int | None = None) -> Sheet | None:
    """The version asked for, else the one in force, else the last that was; None when unknown."""
    editions = _editions(db, code, on)
    edition = _chosen(editions, version)
    if edition is None:
        return None
    parsed = version_of(db, edition.id)
    tiers = dict(db.execute(select(TierRow.code, TierRow.name)).all())
    return Sheet(
        edition=edition,
        editions=editions,
        procedure=parsed.procedure,
        schema=parsed.schema,
        tier=tiers[parsed.procedure.decided_at],
        way=_way(db, parsed.procedure.route, tiers, on),
    )


def published_body(
    db: Session, code: str, on: date, version: int | None = None
) -> tuple[Edition, bytes] | None:
    """The canonical bytes of the same version; their SHA-256 is its digest."""
    edition = _chosen(_editions(db, code, on), version)
    if edition is None:
        return None
    return edition, canonical(db.get_one(ProcedureVersion, edition.id).body)


def _editions(db: Session, code: str, on: date) -> tuple[Edition, ...]:
    if not CODE.fullmatch(code):
        return ()
    row = ProcedureVersion
    found = db.execute(
        select(
            row.id,
            row.version,
            row.digest,
            row.effective_from,
            row.effective_to,
            row.withdrawn_at,
            row.withdrawn_grounds,
        )
        .where(row.code == code)
        .order_by(row.effective_from.desc(), row.version.desc())
    )
    return tuple(Edition(*columns, _standing(*columns[3:6], on)) for columns in found)


def _standing(since: date, until: date | None, withdrawn: datetime | None, on: date) -> Standing:
    if withdrawn is not None:
        return Standing.WITHDRAWN
    if since > on:
        return Standing.COMING
    return Standing.ENDED if until is not None and until <= on else Standing.IN_FORCE


def _chosen(editions: Sequence[Edition], version: int | None) -> Edition | None:
    if version is not None:
        return next((e for e in editions if e.version == version), None)
    order = (Standing.IN_FORCE, Standing.WITHDRAWN, Standing.ENDED, Standing.COMING)
    return min(editions, key=lambda edition: order.index(edition.standing), default=None)


def _way(
    db: Session, route: Sequence[LegSpec], tiers: Mapping[str, Text], on: date
) -> tuple[Office, ...]:
    names = _office_names(db, {(leg.unit.kind, leg.unit.tier) for leg in route}, on)
    functions = labels("function")
    return tuple(
        Office(
            function=functions[leg.function],
            names=names.get((leg.unit.kind, leg.unit.tier), ()),
            tier=tiers[leg.unit.tier],
            leg=leg,
        )
        for leg in route
    )


def _office_names(
    db: Session, wanted: set[tuple[str, str]], on: date
) -> dict[tuple[str, str], tuple[Text, ...]]:
    """What offices of a kind are called at a tier: their names without that of their place."""
    rows = db.execute(
        select(UnitRow.kind, PlaceRow.tier, UnitRow.name, PlaceRow.name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .ext(distinct_on(UnitRow.kind, PlaceRow.tier, UnitRow.short_name))
        .where(tuple_(UnitRow.kind, PlaceRow.tier).in_(wanted), unit_in_force(UnitRow, on))
        .order_by(UnitRow.kind, PlaceRow.tier, UnitRow.short_name, UnitRow.id)
    )
    found: dict[tuple[str, str], tuple[Text, ...]] = {}
    for kind, tier, unit, place in rows:
        found[kind, tier] = (*found.get((kind, tier), ()), _bare(unit, place))
    return found


def _bare(unit: Text, place: Text) -> Text:
    """“Ủy ban nhân dân xã Tân Mỹ” without “xã Tân Mỹ”, in every language."""
    return {locale: _without(name, place.get(locale, "")) for locale, name in unit.items()}


def _without(name: str, place: str) -> str:
    at = name.lower().rfind(place.lower()) if place else -1
    if at <= 0:
        return name
    return name[:at].strip().removesuffix(" of")
