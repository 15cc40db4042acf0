"""The ways in which a citizen can sign a declaration: each a template that brings its own forms.

A template of a way is included with `to_sign` (a `DeclarationView`), `upload_to`, `faults` and
`remote_at` (empty where no remote service is to be had); it says first what the way needs.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for

from portal.acting import services

WAYS: Sequence[str] = (
    "citizen/signing/_browser.html",
    "citizen/signing/_remote.html",
    "citizen/signing/_upload.html",
)
"""In the order in which they are offered."""


def remote_at(declaration_id: UUID) -> str:
    """Where a remote service is asked to sign; empty where none is to be had."""
    if not services().settings.remote_providers:
        return ""
    return url_for("citizen.remote_signing", declaration_id=declaration_id)
