"""Effects survive the outbox: what was promised is what is carried out."""

from dataclasses import fields
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.effects import QUEUE_OF, Effect, Notify, Queue, RenderPaper, from_row, to_row

KINDS: tuple[type[Effect], ...] = get_args(Effect)


def test_every_effect_has_its_queue() -> None:
    assert set(QUEUE_OF) == set(KINDS)
    assert set(QUEUE_OF.values()) == set(Queue)


@given(st.sampled_from(KINDS), st.uuids(), st.text())
def test_an_effect_comes_back_from_its_row(kind: type[Effect], key: UUID, word: str) -> None:
    made = kind(
        **{f.name: key if f.name.endswith("_id") else word for f in fields(kind)}  # type: ignore[arg-type]
    )
    name, payload = to_row(made)
    assert all(isinstance(value, str) for value in payload.values())
    assert from_row(name, payload) == made


def test_a_row_that_nobody_knows_is_an_error_and_no_silence() -> None:
    with pytest.raises(KeyError):
        from_row("Unknown", {})
    with pytest.raises(TypeError):
        from_row(RenderPaper.__name__, {})
    with pytest.raises(ValueError, match="hex"):
        from_row(Notify.__name__, {"dossier_id": "x", "notice": "submitted"})
