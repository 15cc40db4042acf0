"""Preparing a reorganisation: its plan is checked and kept; nothing of it happens yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn, wrong
from procedures.acts.call import Call
from procedures.acts.reorganisation import refuse
from procedures.catalogue.node import CatalogueError
from procedures.errors import N_
from procedures.records import Reorganisation
from procedures.records.reorganisation import ReorganisationState
from procedures.records.weighing import weigh
from procedures.tags import Tag

KNOWN_DOCUMENT = N_("Văn bản {document} đã có một đợt sắp xếp được duyệt hoặc đã thực hiện.")


def prepare_reorganisation(call: Call, body: Mapping[str, Any]) -> UUID:
    """Keep the plan as a draft; a draft of the same document gives way to it, its choices too.

    Raises `Incomplete` with the rule that the plan breaks, and every fault in `faults`.
    """
    ensure_admin(call)
    in_turn(call, Stream.UNITS)
    try:
        weighed = weigh(call.db, dict(body), {}, call.today)
    except CatalogueError as fault:
        raise wrong("body", fault.msgid, **fault.params) from fault
    refuse(weighed.faults)
    assert call.actor.person_id is not None
    row = _earlier(call, weighed.plan.document) or Reorganisation(
        document=weighed.plan.document, state=ReorganisationState.DRAFT
    )
    row.title = dict(weighed.plan.title)
    row.effective_on = weighed.plan.effective_on
    row.plan = dict(body)
    row.choices = weighed.choices.to_json()
    row.created_at = call.now
    row.created_by = call.actor.person_id
    call.db.add(row)
    call.db.flush()
    detail = {"document": row.document, "effective_on": row.effective_on.isoformat()}
    ledger.append(call, Stream.UNITS, Tag.REORGANISATION_PREPARED, detail=detail)
    return row.id


def _earlier(call: Call, document: str) -> Reorganisation | None:
    row = call.db.scalar(
        select(Reorganisation)
        .where(
            Reorganisation.document == document,
            Reorganisation.state != ReorganisationState.CANCELLED,
        )
        .with_for_update()
    )
    if row is not None and row.state is not ReorganisationState.DRAFT:
        raise wrong("body", KNOWN_DOCUMENT, document=document)
    return row
