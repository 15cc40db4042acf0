"""Which key signs for whom, and the register of what each key was used for.

A retired key's holder goes on with the next one: its name ends in a number, so that no store and
no worker can mistake one for the other.
"""

import re
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.ports import KeyFacts, Seal, SignerRef
from procedures.records import (
    Annex,
    Attachment,
    KeyUse,
    Paper,
    Person,
    PostRow,
    SigningKey,
    UnitRow,
)

_NUMBERED = re.compile(r"-k[0-9]+$")


def agency_signer(call: Call, unit: UnitRow) -> SignerRef:
    """The seal of the unit as it was named then: a reorganised agency gets a key of its own."""
    code = unit.code_2020.lower().replace(".", "-")
    base = f"agency-{code}-{unit.valid_from:%Y%m%d}"
    return SignerRef(_in_use(call, base), unit.name["vi"], "", unit.name["vi"])


def leader_signer(call: Call, post_id: int) -> SignerRef:
    """The personal key of whoever holds the post."""
    post = call.db.get_one(PostRow, post_id)
    person = call.db.get_one(Person, post.person_id)
    unit = call.db.get_one(UnitRow, post.unit_id)
    key_id = _in_use(call, f"leader-{post.id}")
    return SignerRef(key_id, person.full_name, post.title["vi"], unit.name["vi"])


def _in_use(call: Call, base: str) -> str:
    retired = call.db.scalar(
        select(func.count()).where(SigningKey.base == base, SigningKey.retired_at.is_not(None))
    )
    return f"{base}-k{retired + 1}" if retired else base


def note_use(
    call: Call,
    seal: Seal,
    signer: SignerRef,
    of: Paper | Annex | Attachment,
    *,
    unit_id: int,
    post_id: int | None = None,
) -> None:
    """Write down which key has just signed the paper, its annex, or a scan's copy."""
    _note(call, signer.key_id, seal.used(signer), of, unit_id, post_id)


def note_outside_use(call: Call, seal: Seal, paper: Paper, signed: bytes) -> None:
    """Write down the key with which the leader signed the paper outside.

    Whoever loses it is asked about as of any key: its authority's list, what else it signed.
    """
    key_id = f"outside-{paper.signer_post_id}"
    _note(call, key_id, seal.used_outside(signed), paper, paper.unit_id, paper.signer_post_id)


def _note(
    call: Call,
    key_id: str,
    key: KeyFacts,
    of: Paper | Annex | Attachment,
    unit_id: int,
    post_id: int | None,
) -> None:
    use = KeyUse(
        signing_key_id=_known(call, key_id, key, unit_id, post_id),
        paper_id=of.id if isinstance(of, Paper) else None,
        attachment_id=of.id if isinstance(of, Attachment) else None,
        annex_id=of.id if isinstance(of, Annex) else None,
        at=call.now,
    )
    call.db.add(use)
    call.db.flush()


def _known(call: Call, key_id: str, key: KeyFacts, unit_id: int, post_id: int | None) -> UUID:
    """The key's row, written at its first use; two workers write one.

    A row of old learns where its authority's list is.
    """
    row = insert(SigningKey).values(
        base=_NUMBERED.sub("", key_id),
        key_id=key_id,
        unit_id=unit_id,
        post_id=post_id,
        holder=key.holder,
        store=key.store,
        serial=key.serial,
        sha256=key.sha256,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        crl_urls=list(key.lists),
        first_used_at=call.now,
        grounds="",
    )
    call.db.execute(
        row.on_conflict_do_update(
            index_elements=["sha256"],
            set_={"crl_urls": row.excluded.crl_urls},
            where=SigningKey.crl_urls != row.excluded.crl_urls,
        )
    )
    return call.db.scalars(select(SigningKey.id).where(SigningKey.sha256 == key.sha256)).one()
