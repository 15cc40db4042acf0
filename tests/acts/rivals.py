"""Two people who press the same button at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from procedures.errors import DomainError
from procedures.people import Actor
from tests.acts.doing import Doing, acting
from tests.factories import Life

Whom = TypeVar("Whom")


def at_once(
    life: Life, actors: Sequence[Actor], doing: Doing, dossier_id: UUID
) -> list[DomainError]:
    """Let all do it in threads of their own, having seen the same version; who was refused how."""
    seen = life.dossier(dossier_id).version

    def one(actor: Actor, gate: Barrier) -> None:
        with acting(life, actor) as call:
            gate.wait(timeout=30)
            doing(call, dossier_id, seen)

    return _rivals(actors, one)


def at_once_on(people: Sequence[str], doing: Callable[[str], None]) -> list[DomainError]:
    """Let everybody do it in threads of their own, by name; who was refused how."""

    def one(person: str, gate: Barrier) -> None:
        gate.wait(timeout=30)
        doing(person)

    return _rivals(people, one)


def _rivals(whom: Sequence[Whom], doing: Callable[[Whom, Barrier], None]) -> list[DomainError]:
    gate = Barrier(len(whom))

    def one(who: Whom) -> DomainError | None:
        try:
            doing(who, gate)
        except DomainError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(whom)) as pool:
        return [refusal for refusal in pool.map(one, whom) if refusal is not None]
