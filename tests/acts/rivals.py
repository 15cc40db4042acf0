"""Two people who press the same button at the same moment."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from procedures.errors import DomainError
from procedures.people import Actor
from tests.acts.doing import Doing, acting
from tests.factories import Life


def at_once(
    life: Life, actors: Sequence[Actor], doing: Doing, dossier_id: UUID
) -> list[DomainError]:
    """Let all do it in threads of their own, having seen the same version; who was refused how."""
    seen = life.dossier(dossier_id).version
    gate = Barrier(len(actors))

    def one(actor: Actor) -> DomainError | None:
        try:
            with acting(life, actor) as call:
                gate.wait(timeout=30)
                doing(call, dossier_id, seen)
        except DomainError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(actors)) as pool:
        return [refusal for refusal in pool.map(one, actors) if refusal is not None]
