"""Signing in the page: the certificates come here and a signature comes back, never the key."""

import binascii
from base64 import b64decode, b64encode
from http import HTTPStatus
from uuid import UUID

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, services
from portal.auth import for_signed_in
from portal.citizen.room import citizen
from portal.errors import answer_for
from portal.i18n import current_locale, translate
from portal.i18n import gettext as _
from portal.wiring import hand
from portal.wording import short_date
from procedures.acts.signing import IN_THE_PAGE, begin_signing, finish_signing
from procedures.errors import N_, DomainError, Incomplete
from procedures.ports import Hand

MANGLED = N_("Trang gửi dữ liệu không đọc được. Hãy tải lại trang rồi ký lại.")

Answer = Response | tuple[Response, int]


@citizen.post("/ky/<uuid:declaration_id>/trinh-duyet")
@for_signed_in
def begin_in_page(declaration_id: UUID) -> Answer:
    """Take the certificates; answer whose they are and what the key has to sign."""
    try:
        chain = [_bytes(text) for text in request.form.getlist("chung_thu")]
        pen = _pen()
        holder = pen.holder(chain)
        with acting() as call:
            begun = begin_signing(call, pen, services().blobs, declaration_id, chain, IN_THE_PAGE)
    except DomainError as refusal:
        return _refused(refusal)
    return jsonify(
        finish=url_for("citizen.finish_in_page", signing_id=begun.id),
        attributes=b64encode(begun.attributes).decode(),
        facts=[
            [_("Người ký"), holder.name],
            [_("Số định danh"), holder.subject_id],
            [_("Tổ chức cấp"), holder.issuer],
            [_("Có hiệu lực đến"), short_date(holder.ends.date(), current_locale())],
        ],
    )


@citizen.post("/ky/lan/<uuid:signing_id>")
@for_signed_in
def finish_in_page(signing_id: UUID) -> Answer:
    """Take the signature; answer where to go on."""
    try:
        signature = _bytes(request.form.get("chu_ky", ""))
        with acting() as call:
            done = finish_signing(call, _pen(), services().blobs, signing_id, signature)
    except DomainError as refusal:
        return _refused(refusal)
    if done.reason:
        return jsonify(message=_(done.reason)), HTTPStatus.CONFLICT
    return jsonify(next=url_for("citizen.invited", declaration_id=done.declaration_id))


def _pen() -> Hand:
    return hand(services().trust)


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Incomplete(MANGLED) from None


def _refused(refusal: DomainError) -> Answer:
    return jsonify(message=translate(refusal)), answer_for(refusal).status
