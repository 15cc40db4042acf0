"""Which kinds of unit are competent in which field of law.

A people's committee has general competence over its place; its parts and the agencies beside it
only in their own fields. The list is data and a default that a province reviews
(`data/province/competences.json`; Luật Tổ chức chính quyền địa phương leaves it to each decree).
"""

from collections.abc import Mapping
from functools import cache

from procedures.catalogue import files


def is_competent(kind: str, field: str) -> bool:
    """Whether a unit of the kind may handle dossiers of the field."""
    return kind in _general() or kind in _of_fields().get(field, frozenset())


@cache
def _general() -> frozenset[str]:
    return frozenset(files.read("province", "competences")["general"].strings())


@cache
def _of_fields() -> Mapping[str, frozenset[str]]:
    fields = files.read("province", "competences")["fields"].members()
    return {code: frozenset(kinds.strings()) for code, kinds in fields}
