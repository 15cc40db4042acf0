"""Carries out reorganisations whose day has come, and tells how far it is while it works."""

from uuid import UUID

import structlog

from portal.wiring import Services
from procedures.acts.apply_reorganisation import (
    Applied,
    apply_reorganisation,
    due_reorganisations,
    tell_progress,
)
from procedures.errors import DomainError

log = structlog.get_logger(__name__)


def carry_out(services: Services, reorganisation_id: UUID) -> Applied:
    """Apply one in a transaction of its own; its progress is written in others."""

    def told(done: int, total: int) -> None:
        with services.aside() as call:
            tell_progress(call, reorganisation_id, done, total)

    with services.aside() as call:
        return apply_reorganisation(call, reorganisation_id, told)


def carry_out_due(services: Services) -> int:
    """Apply what is due, the earliest first; one that is refused is logged and waits its turn."""
    with services.aside() as call:
        due = due_reorganisations(call)
    count = 0
    for reorganisation_id in due:
        try:
            carry_out(services, reorganisation_id)
        except DomainError as refusal:
            log.warning("reorganisation refused", id=str(reorganisation_id), why=str(refusal))
            break
        log.info("reorganisation applied", id=str(reorganisation_id))
        count += 1
    return count
