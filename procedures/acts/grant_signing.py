"""Granting a post the signature in another's place: by which document, from when, for what."""

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.end_post import NO_POST
from procedures.acts.words import tidy
from procedures.delegation import Form, Ground, flaw, form_of
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import PostRow, ProcedureVersion
from procedures.tags import Tag

OWN_SIGNATURE = N_("Chức vụ này ký với tư cách của mình, không cần văn bản giao ký.")
DATES = N_("Ngày hết hạn phải sau ngày bắt đầu.")
NO_PROCEDURE = N_("Không có thủ tục mã {code}.")
MOST_WORDS = 200


def grant_signing(call: Call, post_id: int, ground: Ground) -> None:
    """Put the ground on record in place of the one before; an empty document takes it away.

    Raises `Incomplete` naming the input and the rule.
    """
    ensure_admin(call)
    post = call.db.get(PostRow, post_id, with_for_update=True, populate_existing=True)
    if post is None:
        raise NotFound(NO_POST)
    if form_of(post.signs_as) is Form.OWN:
        raise NotLawful(OWN_SIGNATURE)
    if ground.document:
        ensure_ground(call, post.signs_as, ground)
    write_ground(post, ground)
    call.db.flush()
    detail = {
        "post": post.id,
        "document": post.granted_by,
        "from": ground.first.isoformat() if ground.first else None,
        "to": ground.end.isoformat() if ground.end else None,
        "procedures": sorted(ground.procedures),
    }
    ledger.append(call, Stream.OFFICERS, Tag.SIGNING_GRANTED, detail=detail, unit_id=post.unit_id)


def ensure_ground(call: Call, signs_as: str, ground: Ground) -> None:
    """Refuse a ground that the law would not accept, beside its input."""
    rule = flaw(signs_as, ground)
    if rule is not None:
        raise wrong("granted_to" if ground.document else "granted_by", rule)
    if ground.first and ground.end and ground.end <= ground.first:
        raise wrong("granted_to", DATES)
    for code in sorted(ground.procedures):
        if not call.db.query(ProcedureVersion.id).filter_by(code=code).first():
            raise wrong("granted_for", NO_PROCEDURE, code=code)


def write_ground(post: PostRow, ground: Ground) -> None:
    """Put the ground into the post's row."""
    post.granted_by = tidy(ground.document)[:MOST_WORDS]
    post.granted_from, post.granted_to = ground.first, ground.end
    post.granted_for = sorted(ground.procedures)
