"""What a lost post carries through the pages that stand between it and being sent again."""

from flask import request

from portal.errors import Typed

KEPT = "giu."
"""Prefix of the fields that such a page carries for another."""


def carried() -> tuple[Typed, ...]:
    """The fields of the lost post, by their own names."""
    return tuple(
        Typed(name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    )
