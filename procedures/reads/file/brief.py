"""The head of a dossier: what every page about it must know, and what the reader may do now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session, aliased

from forms.schema import FormSchema
from procedures.catalogue.types import Procedure
from procedures.clock import ClockPolicy, Due, Outcome, Step
from procedures.errors import N_, Hidden, NotAllowed, NotFound
from procedures.lifecycle import PAUSED_STATES, Act, State, step
from procedures.people import Actor
from procedures.reads.file.legs import DecisionRow, LegRow, legs
from procedures.reads.file.offer import OfferRow, open_offer
from procedures.records import (
    CalendarVersion,
    Dossier,
    Person,
    PlaceRow,
    ProcedureVersion,
    SupplementLeave,
    UnitRow,
)
from procedures.records.organisations import Organisations
from procedures.records.standing import answerable, standing_on, with_makers
from procedures.records.versions import Parsed, parsed
from procedures.rights import may_read, open_acts
from procedures.routing import Function, Text

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")
NOT_YOURS = N_("Bạn không có quyền thực hiện thao tác này đối với hồ sơ.")

_Officer, _Desk, _Support = aliased(Person), aliased(UnitRow), aliased(UnitRow)
_Newer, _Counted = aliased(CalendarVersion), aliased(CalendarVersion)


@dataclass(frozen=True, slots=True)
class Party:
    """The applicant, as officers may see them."""

    name: str
    citizen_no: str
    birth_date: date | None
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A dossier without its contents; `acts` is what the reader may do now, in the law's order."""

    id: UUID
    code: str
    version: int
    state: State
    subject: str
    place: Text
    version_id: int
    procedure: Procedure
    schema: FormSchema
    result_schemas: Mapping[str, FormSchema]
    applicant: Party
    desk_id: int
    desk: Text
    organisations: Organisations
    holder_id: int | None
    holder: Text | None
    officer_id: UUID | None
    officer: str
    channel: str
    return_method: str
    submitted_at: datetime
    received_at: datetime | None
    due: Due
    finished_at: datetime | None
    index_outcome: Outcome | None
    returned_at: datetime | None
    calendar_version_id: int
    clock_policy: ClockPolicy
    legs: tuple[LegRow, ...]
    offer: OfferRow | None
    calendar_changed: bool
    may_ask_again: bool
    acts: tuple[Act, ...]

    @property
    def paused(self) -> bool:
        return self.state in PAUSED_STATES

    @property
    def open_leg(self) -> LegRow | None:
        return next((leg for leg in self.legs if leg.is_open and not leg.beside), None)

    @property
    def next_leg(self) -> LegRow | None:
        """The planned leg right behind the open one."""
        return next(self._legs_ahead(), None)

    @property
    def signing_leg(self) -> LegRow | None:
        """The signature that the legs ahead lead to, through whatever approvals come before."""
        return next((leg for leg in self._legs_ahead() if leg.function is Function.SIGNING), None)

    def _legs_ahead(self) -> Iterator[LegRow]:
        ahead = False
        for leg in self.legs:
            if leg.beside:
                continue
            if ahead and not leg.has_begun:
                yield leg
            ahead = ahead or leg.is_open

    @property
    def open_decision(self) -> DecisionRow | None:
        """The proposal that waits for a leader."""
        found = (leg.decision for leg in self.legs if leg.decision)
        return next((decision for decision in found if decision.is_open), None)

    @property
    def opinions(self) -> tuple[LegRow, ...]:
        """What other units were asked, in the order of the way."""
        return tuple(leg for leg in self.legs if leg.beside and leg.has_begun)

    @property
    def is_to_be_signed_next(self) -> bool:
        ahead = (Function.APPROVAL, Function.SIGNING)
        return self.next_leg is not None and self.next_leg.function in ahead

    def ensure(self, *acts: Act) -> None:
        """Refuse the page of an act that is not open: by the law first, then by the rights."""
        if set(acts) & set(self.acts):
            return
        step(self.state, acts[0])
        raise NotAllowed(NOT_YOURS)


def brief(db: Session, actor: Actor, dossier_id: UUID) -> Brief:
    """The dossier's head and legs; `NotFound` or `Hidden` for whom it is none of their business."""
    row = db.execute(
        select(
            Dossier,
            ProcedureVersion,
            Person,
            PlaceRow.name,
            _Desk,
            _Support.name,
            UnitRow.name,
            _Officer.full_name,
            _calendar_changed(),
            _may_ask_again(),
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .join(PlaceRow, PlaceRow.id == Dossier.place_id)
        .join(_Desk, _Desk.id == Dossier.desk_unit_id)
        .outerjoin(_Support, _Support.id == Dossier.support_unit_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .outerjoin(_Officer, _Officer.id == Dossier.holder_officer_id)
        .where(Dossier.id == dossier_id)
    ).first()
    if row is None:
        raise NotFound(NO_DOSSIER)
    dossier, version, person, place, desk, support, holder, officer, changed, again = row
    way = legs(db, dossier_id)
    offer = open_offer(db, dossier_id)
    involved = _involved(db, dossier, way, desk)
    standing = standing_on(dossier, way, involved, offer.to_unit_id if offer else None)
    if not may_read(actor, standing):
        raise Hidden(NO_DOSSIER, dossier_id)
    standing = with_makers(db, dossier, standing)
    return _brief(
        dossier,
        parsed(version),
        _party(person),
        place=place,
        desk=desk.name,
        organisations=_organisations(dossier, way, desk, support),
        holder=holder,
        officer=officer or "",
        legs=way,
        offer=offer,
        calendar_changed=changed,
        may_ask_again=again,
        acts=open_acts(actor, standing),
    )


def _involved(
    db: Session, dossier: Dossier, way: tuple[LegRow, ...], desk: UnitRow
) -> frozenset[int]:
    """As `answerable` says it; without its query for one desk and units that all still stand."""
    begun = [leg for leg in way if leg.has_begun]
    ended = desk.valid_to is not None or any(leg.unit_ended for leg in begun)
    if ended or dossier.support_unit_id is not None:
        return answerable(db, dossier)
    return frozenset(leg.unit_id for leg in begun) | {dossier.desk_unit_id}


def _organisations(
    dossier: Dossier, way: tuple[LegRow, ...], desk: UnitRow, support: Text | None
) -> Organisations:
    """The three organisations, from what is at hand: `organisations_of` without its query."""
    desks = {dossier.desk_unit_id, dossier.support_unit_id}
    signing = {
        leg.unit_id: leg
        for leg in way
        if leg.function is Function.SIGNING and leg.unit_id not in desks
    }
    return Organisations(
        receiver=dict(desk.name),
        support=dict(support) if support else None,
        competent=tuple(dict(leg.unit) for leg in signing.values()),
        apart=support is not None or any(leg.place_id != desk.place_id for leg in signing.values()),
    )


def _calendar_changed() -> Exists:
    """Whether the dossier's calendar has a newer version than the one it is counted by."""
    return exists().where(
        _Newer.code == _Counted.code,
        _Newer.version > _Counted.version,
        _Counted.id == Dossier.calendar_version_id,
    )


def _may_ask_again() -> Exists:
    """Whether a leader's leave for a second request is still unused."""
    return exists().where(
        SupplementLeave.dossier_id == Dossier.id, SupplementLeave.request_id.is_(None)
    )


def _party(person: Person) -> Party:
    return Party(
        name=person.full_name,
        citizen_no=person.citizen_no or "",
        birth_date=person.birth_date,
        phone=person.phone or "",
        email=person.email or "",
        address=str((person.address or {}).get("text", "")),
    )


def _brief(  # noqa: PLR0913 - the columns of one row
    dossier: Dossier,
    version: Parsed,
    applicant: Party,
    *,
    place: Text,
    desk: Text,
    organisations: Organisations,
    holder: Text | None,
    officer: str,
    legs: tuple[LegRow, ...],
    offer: OfferRow | None,
    calendar_changed: bool,
    may_ask_again: bool,
    acts: tuple[Act, ...],
) -> Brief:
    return Brief(
        id=dossier.id,
        code=dossier.code,
        version=dossier.version,
        state=dossier.state,
        subject=dossier.subject,
        place=place,
        version_id=version.id,
        procedure=version.procedure,
        schema=version.schema,
        result_schemas=version.result_schemas,
        applicant=applicant,
        desk_id=dossier.desk_unit_id,
        desk=desk,
        organisations=organisations,
        holder_id=dossier.holder_unit_id,
        holder=holder,
        officer_id=dossier.holder_officer_id,
        officer=officer,
        channel=dossier.channel,
        return_method=dossier.return_method,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due=Due(dossier.due_at, tuple(Step.from_json(s) for s in dossier.due_trace or ())),
        finished_at=dossier.finished_at,
        index_outcome=dossier.index_outcome,
        returned_at=dossier.returned_at,
        calendar_version_id=dossier.calendar_version_id,
        clock_policy=dossier.clock_policy,
        legs=legs,
        offer=offer,
        calendar_changed=calendar_changed,
        may_ask_again=may_ask_again,
        acts=acts,
    )
