"""Signing a declaration that somebody else drew up, and the page from which any signer goes on."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading, services
from portal.auth import current_actor, for_signed_in
from portal.citizen.declaring import Answer, chosen_file
from portal.citizen.room import citizen
from portal.citizen.ways import WAYS, remote_at
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.uploading import takes_files
from procedures.acts.declare import hand_in_as_signer
from procedures.acts.signers import decline_to_sign
from procedures.errors import NotLawful
from procedures.reads.declarations import Invitation, invitation
from procedures.uploads import UploadRefused

LONGEST_WORD = 500


@citizen.get("/ky/<uuid:declaration_id>")
@for_signed_in
def invited(declaration_id: UUID) -> Answer:
    """Read it, then sign or decline; whoever drew it up signs on the draft's own page."""
    found = _found(declaration_id)
    if found.mine:
        return redirect(url_for("citizen.declaration", draft_id=found.draft_id), 303)
    return _page(found)


@citizen.get("/ky/<uuid:declaration_id>/trang-thai")
@for_signed_in
def invited_state(declaration_id: UUID) -> Response:
    """How far the worker is, for the waiting page's script."""
    return jsonify(state=_found(declaration_id).declaration.state.value)


@citizen.post("/ky/<uuid:declaration_id>")
@for_signed_in
@takes_files
def cosign(declaration_id: UUID) -> Answer:
    """Take the file that the invited person signed with a tool of their own."""
    try:
        upload = chosen_file()
        with acting() as call:
            hand_in_as_signer(call, services().blobs, declaration_id, upload)
    except UploadRefused as refusal:
        faults = [{"field": "to_khai", "message": translate(refusal)}]
        return _page(_found(declaration_id), faults), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotLawful as refusal:
        faults = [{"field": "", "message": translate(refusal)}]
        return _page(_found(declaration_id), faults), HTTPStatus.CONFLICT
    return redirect(url_for("citizen.invited", declaration_id=declaration_id), 303)


@citizen.get("/ky/<uuid:declaration_id>/tu-choi")
@for_signed_in
def ask_decline(declaration_id: UUID) -> str:
    """What declining means, and room for a word to whoever asked."""
    return _decline_page(declaration_id, "")


@citizen.post("/ky/<uuid:declaration_id>/tu-choi")
@for_signed_in
def decline(declaration_id: UUID) -> Answer:
    """Decline, with a word."""
    word = request.form.get("loi_nhan", "").strip()
    if not word or len(word) > LONGEST_WORD:
        message = _("Hãy viết một lời nhắn ngắn (không quá {most} ký tự).").format(
            most=LONGEST_WORD
        )
        faults = [{"field": "loi_nhan", "message": message}]
        return _decline_page(declaration_id, word, faults), HTTPStatus.UNPROCESSABLE_ENTITY
    with acting() as call:
        decline_to_sign(call, declaration_id, word)
    flash(_("Đã báo cho người lập tờ khai rằng bạn không ký."), "success")
    return redirect(url_for("citizen.mine"), 303)


def _found(declaration_id: UUID) -> Invitation:
    with reading() as db:
        return invitation(db, declaration_id, current_actor())


def _page(found: Invitation, faults: Sequence[object] = ()) -> str:
    return render_template(
        "citizen/invited.html", invitation=found, ways=WAYS, faults=faults, **_addresses(found)
    )


def _addresses(found: Invitation) -> dict[str, object]:
    here = url_for("citizen.invited", declaration_id=found.declaration.id)
    return {
        "to_sign": found.declaration,
        "upload_to": here,
        "remote_at": remote_at(found.declaration.id),
        "most_mb": services().settings.upload_max_mb,
    }


def _decline_page(declaration_id: UUID, word: str, faults: Sequence[object] = ()) -> str:
    return render_template(
        "citizen/decline_to_sign.html",
        invitation=_found(declaration_id),
        word=word,
        most=LONGEST_WORD,
        faults=faults,
    )
