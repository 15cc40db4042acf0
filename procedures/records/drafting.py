"""Whose hands a draft is in: its owner's, or those of the desk that types it from paper."""

from procedures.people import Actor, Role
from procedures.records.draft import Draft


def typing_desk(draft: Draft) -> int | None:
    """The desk at which a draft is typed: the one that helps, else the one that receives."""
    return draft.support_unit_id or draft.desk_unit_id


def may_work_on(actor: Actor, draft: Draft) -> bool:
    """The owner on their own; a receiver of the desk on what the desk types from paper.

    What is typed at a desk is not the owner's to see before it is filed.
    """
    if draft.entered_by is None:
        return actor.person_id is not None and draft.owner_id == actor.person_id
    return typing_desk(draft) in actor.units_as(Role.RECEIVER)
