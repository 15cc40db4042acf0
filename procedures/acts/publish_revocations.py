"""Publishing the list of papers that were revoked or replaced, signed, for whoever has no network.

The list is a JSON Web Signature in its flattened form (RFC 7515, section 7.2.2; ES256) over this
JSON, so that it can be checked with any library:

    {"version": 1, "portal": address, "made": moment, "next": moment, "salt": text,
     "papers": [[hash, "r" | "s", "YYYY-MM-DD"], ...]}

`hash` is base64url of the first ten bytes of SHA-256(salt + verification code): the code of a
paper has 79 bits that nobody can guess, so the list tells nothing to whoever has not the paper.
"r" was revoked, "s" superseded, on that day. Papers are in the order of their hashes.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.outbox import promise
from procedures.base64url import base64url
from procedures.effects import PublishRevocations
from procedures.ports import BlobStore, CodeSigner
from procedures.records import OutboxRow, Paper, RevocationList

VERSION = 1
SALT = "danh-sach-thu-hoi-giay-to|"
HASH_BYTES = 10
PROMISED = timedelta(hours=24)
"""Within so much the next list is out, whether anything changed or not."""
_LOCK = 4_011


def publish_revocations(call: Call, signer: CodeSigner, blobs: BlobStore) -> RevocationList:
    """Write today's list; one at a time, so that the newest is never poorer than one before."""
    call.db.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    papers = _entries(call)
    next_at = call.now + PROMISED
    body = {
        "version": VERSION,
        "portal": call.house.base_url,
        "made": _moment(call.now),
        "next": _moment(next_at),
        "salt": SALT,
        "papers": papers,
    }
    made = RevocationList(
        made_at=call.now,
        next_at=next_at,
        entries=len(papers),
        sha256=blobs.put(signed(signer, body)),
    )
    call.db.add(made)
    call.db.flush()
    return made


def renew_list(call: Call) -> bool:
    """Promise a new list when half the time of the newest is over; True when one is promised."""
    newest = call.db.scalar(
        select(RevocationList.made_at).order_by(RevocationList.made_at.desc()).limit(1)
    )
    if newest is not None and call.now < newest + PROMISED / 2:
        return False
    on_its_way = select(OutboxRow.id).where(
        OutboxRow.effect == PublishRevocations.__name__, OutboxRow.done_at.is_(None)
    )
    if call.db.scalar(on_its_way.limit(1)) is not None:
        return False
    promise(call, PublishRevocations())
    return True


def signed(signer: CodeSigner, body: object) -> bytes:
    """The body as a flattened JSON Web Signature."""
    key_id = signer.current()
    head = base64url(_json({"alg": "ES256", "kid": key_id}))
    payload = base64url(_json(body))
    signature = signer.sign(key_id, f"{head}.{payload}".encode())
    return _json({"payload": payload, "protected": head, "signature": base64url(signature)})


def paper_hash(verify_code: str) -> str:
    """How the list names a paper."""
    digest = hashlib.sha256(f"{SALT}{verify_code}".encode()).digest()
    return base64url(digest[:HASH_BYTES])


def _entries(call: Call) -> list[list[str]]:
    rows: Iterable[tuple[str, datetime | None, UUID | None]] = (
        (code, at, by)
        for code, at, by in call.db.execute(
            select(Paper.verify_code, Paper.revoked_at, Paper.superseded_by).where(
                Paper.revoked_at.is_not(None)
            )
        )
    )
    return sorted(
        [paper_hash(code), "s" if by else "r", f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d}"]
        for code, at, by in rows
        if at is not None
    )


def _moment(at: datetime) -> str:
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
