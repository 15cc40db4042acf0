"""The desks that drafts have: a desk that ended gives way to the one that took over."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.people import Role
from procedures.records import Draft, PostRow, UnitRow, UnitSuccession
from procedures.records.directory import in_force


@dataclass(frozen=True, slots=True)
class _Heir:
    unit_id: int
    place_id: int
    usual: bool


@dataclass(frozen=True, slots=True)
class Desks:
    """Who took over from every unit that ended, and who receives where by now."""

    heirs: Mapping[int, Sequence[_Heir]]
    receivers: frozenset[tuple[UUID, int]]

    @classmethod
    def of(cls, call: Call, reorganisation_id: UUID) -> "Desks":
        """After the tree and the posts of the day are written."""
        rows = call.db.execute(
            select(UnitSuccession.old_id, UnitRow.id, UnitRow.place_id, UnitSuccession.usual)
            .join(UnitRow, UnitRow.id == UnitSuccession.new_id)
            .where(
                UnitSuccession.reorganisation_id == reorganisation_id,
                UnitSuccession.old_id.in_(select(UnitRow.id).where(UnitRow.valid_to <= call.today)),
            )
            .order_by(UnitSuccession.id)
        )
        heirs: dict[int, list[_Heir]] = defaultdict(list)
        for old, unit_id, place_id, usual in rows:
            heirs[old].append(_Heir(unit_id, place_id, usual))
        posts = select(PostRow.person_id, PostRow.unit_id).where(
            PostRow.role == Role.RECEIVER, in_force(PostRow, call.today)
        )
        return cls(heirs, frozenset((who, unit) for who, unit in call.db.execute(posts)))

    @property
    def ended(self) -> frozenset[int]:
        """The units that ended and have somebody after them."""
        return frozenset(self.heirs)

    def carry(self, draft: Draft) -> None:
        """Give the draft the desks that are now.

        One that nobody can tell stays, and is refused with the way to choose another.
        """
        draft.desk_unit_id = self._now(draft, draft.desk_unit_id)
        draft.support_unit_id = self._now(draft, draft.support_unit_id)

    def _now(self, draft: Draft, unit_id: int | None) -> int | None:
        """Of several, the one where whoever types it works; else the one at the draft's place."""
        heirs = self.heirs.get(unit_id or 0, ())
        if not heirs:
            return unit_id
        if len(heirs) == 1:
            return heirs[0].unit_id
        if draft.entered_by is not None:
            fits = [h for h in heirs if (draft.entered_by, h.unit_id) in self.receivers]
            fits = fits or [h for h in heirs if h.usual]
        else:
            fits = [h for h in heirs if h.place_id == draft.place_id]
        return fits[0].unit_id if fits else unit_id
