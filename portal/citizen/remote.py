"""Signing the declaration with a key at a remote service, confirmed on one's own phone.

The pages ask nobody: the worker follows the order, and they show how it stands.
"""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading, services
from portal.auth import current_actor, for_signed_in
from portal.citizen.room import citizen, my_draft
from portal.citizen.steps import DECLARATION, path_at
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.order_signature import NO_ORDER, cancel_order, order_signature
from procedures.errors import NotFound, NotLawful
from procedures.providers import Provider
from procedures.reads.drafts import DraftView
from procedures.reads.signature_orders import OPEN_TO_SIGN, OrderView, order_of

Answer = Response | str | tuple[str, int]


@citizen.get("/nhap/<uuid:draft_id>/ky-tu-xa")
@for_signed_in
def remote_signing(draft_id: UUID) -> Answer:
    """What is needed and which services there are; or how the order under way stands."""
    with reading() as db:
        draft = my_draft(db, draft_id)
        order = order_of(db, draft_id, current_actor())
    if not _may_be_signed(draft):
        return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)
    return _page(draft, order)


@citizen.get("/nhap/<uuid:draft_id>/ky-tu-xa/trang-thai")
@for_signed_in
def remote_signing_state(draft_id: UUID) -> Response:
    """How the order stands, for the waiting page's script."""
    with reading() as db:
        my_draft(db, draft_id)
        order = order_of(db, draft_id, current_actor())
    return jsonify(state=order.state.value if order else "")


@citizen.post("/nhap/<uuid:draft_id>/ky-tu-xa")
@for_signed_in
def order_remote_signing(draft_id: UUID) -> Answer:
    """Order the signature; a second press finds the first order."""
    provider = _providers().get(request.form.get("nha_cung_cap", ""))
    if provider is None:
        return _refused(draft_id, _("Hãy chọn nhà cung cấp chữ ký số."), HTTPStatus(422))
    with reading() as db:
        draft = my_draft(db, draft_id)
    if draft.declaration is None:
        return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)
    try:
        with acting() as call:
            waits = timedelta(seconds=provider.wait_seconds)
            order_signature(call, draft.declaration.id, provider.code, waits)
    except NotLawful as refusal:
        return _refused(draft_id, translate(refusal), HTTPStatus.CONFLICT)
    return redirect(url_for("citizen.remote_signing", draft_id=draft_id), 303)


@citizen.post("/nhap/<uuid:draft_id>/ky-tu-xa/huy")
@for_signed_in
def cancel_remote_signing(draft_id: UUID) -> Answer:
    """Wait no longer, and choose another way."""
    try:
        order_id = UUID(request.form.get("yeu_cau", ""))
    except ValueError:
        raise NotFound(NO_ORDER) from None
    with acting() as call:
        cancel_order(call, order_id)
    flash(_("Đã hủy yêu cầu ký số từ xa. Tờ khai vẫn còn nguyên."), "success")
    return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)


def _may_be_signed(draft: DraftView) -> bool:
    return draft.declaration is not None and draft.declaration.state in OPEN_TO_SIGN


def _providers() -> Mapping[str, Provider]:
    return {one.code: one for one in services().settings.remote_providers}


def _refused(draft_id: UUID, message: str, status: HTTPStatus) -> Answer:
    with reading() as db:
        draft = my_draft(db, draft_id)
        order = order_of(db, draft_id, current_actor())
    if not _may_be_signed(draft):
        return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)
    field = "nha_cung_cap" if status != HTTPStatus.CONFLICT else ""
    return _page(draft, order, ({"field": field, "message": message},)), status


def _page(
    draft: DraftView, order: OrderView | None, faults: tuple[Mapping[str, str], ...] = ()
) -> str:
    known = _providers()
    return render_template(
        "citizen/remote_signing.html",
        draft=draft,
        path=path_at(draft, DECLARATION),
        order=order,
        provider=known.get(order.provider) if order else None,
        providers=tuple(known.values()),
        reason=_reason(order),
        left=divmod(order.seconds_left(utc_now()), 60) if order else (0, 0),
        faults=faults,
    )


def _reason(order: OrderView | None) -> str:
    """Why the last order brought no signature; empty when there is nothing to say."""
    if order is None or not order.reason:
        return ""
    return translate(NotLawful(order.reason, **order.facts))
