"""The procedures that come with the program, each with the digest that identifies its version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.loader import canonical, digest_of, load_procedure
from procedures.catalogue.types import Procedure


@dataclass(frozen=True, slots=True)
class Shipped:
    """A procedure as it is published: the whole body, its canonical bytes and their SHA-256."""

    procedure: Procedure
    body: Mapping[str, object]
    canonical: bytes
    digest: str

    @property
    def code(self) -> str:
        return self.procedure.code


@cache
def shipped_procedures() -> tuple[Shipped, ...]:
    """Every shipped procedure, by code; shared parts are written out in the bodies."""
    return tuple(_shipped(name) for name in files.names("procedures"))


def _shipped(name: str) -> Shipped:
    body = files.read("procedures", name).mapping()
    return Shipped(load_procedure(body), body, canonical(body), digest_of(body))
