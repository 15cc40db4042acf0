"""Searching a queue: names and citizen numbers stand in no address, log or browser history.

The form posts them. The address of the list then carries them enciphered under the portal's own
key and for its searcher alone: it can be opened again, gone back to and paged through, nothing of
it is kept on the server, and whoever else sees it learns nothing.
"""

import base64
import hashlib
import secrets
from http import HTTPStatus
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.auth import current_actor
from portal.casework.address import TYPED, read_filters, read_queue, write_query
from portal.casework.room import Room

NONCE_BYTES = 12
"""As AES-GCM has it; random, and far fewer are made under one key than it can bear."""


def search_page(room: Room) -> Response:
    """From what was typed to the address of what is found."""
    filters = read_filters(request.form, request.form.get(TYPED, ""))
    query = write_query(read_queue(request.form), filters, closed(filters.words))
    return redirect(f"{url_for(f'{room.name}.inbox')}?{urlencode(query)}", HTTPStatus.SEE_OTHER)


def closed(words: str) -> str:
    """The words as the searcher's addresses carry them; nothing for none."""
    if not words:
        return ""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _cipher().encrypt(nonce, words.encode(), _searcher())
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def opened(token: str) -> str:
    """The words that the reader closed; nothing when nobody did, or somebody else."""
    try:
        sealed = base64.urlsafe_b64decode(f"{token}{'=' * (-len(token) % 4)}")
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return _cipher().decrypt(nonce, body, _searcher()).decode()
    except (InvalidTag, ValueError):
        return ""


def _cipher() -> AESGCM:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return AESGCM(hashlib.blake2b(secret, digest_size=32, person=b"searched words").digest())


def _searcher() -> bytes:
    return str(current_actor().person_id).encode()
