"""Signing the declaration with a key at a remote service, confirmed on one's own phone.

The pages ask nobody: the worker follows the order, and they show how it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading, services
from portal.auth import current_actor, for_signed_in
from portal.citizen.room import citizen
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.order_signature import NO_ORDER, cancel_order, order_signature
from procedures.errors import NotFound, NotLawful
from procedures.providers import Provider
from procedures.reads.declarations import Invitation, invitation
from procedures.reads.signature_orders import OPEN_TO_SIGN, OrderView, order_of

Answer = Response | str | tuple[str, int]


@citizen.get("/ky/<uuid:declaration_id>/tu-xa")
@for_signed_in
def remote_signing(declaration_id: UUID) -> Answer:
    """What is needed and which services there are; or how the order under way stands."""
    seen = _seen(declaration_id)
    if not seen.may_be_signed:
        return redirect(url_for("citizen.invited", declaration_id=declaration_id), 303)
    return _page(seen)


@citizen.get("/ky/<uuid:declaration_id>/tu-xa/trang-thai")
@for_signed_in
def remote_signing_state(declaration_id: UUID) -> Response:
    """How the order stands, for the waiting page's script."""
    order = _seen(declaration_id).order
    return jsonify(state=order.state.value if order else "")


@citizen.post("/ky/<uuid:declaration_id>/tu-xa")
@for_signed_in
def order_remote_signing(declaration_id: UUID) -> Answer:
    """Order the signature; a second press finds the first order."""
    provider = _providers().get(request.form.get("nha_cung_cap", ""))
    if provider is None:
        fault = {"field": "nha_cung_cap", "message": _("Hãy chọn nhà cung cấp chữ ký số.")}
        return _page(_seen(declaration_id), (fault,)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with acting() as call:
            waits = timedelta(seconds=provider.wait_seconds)
            order_signature(call, declaration_id, provider.code, waits)
    except NotLawful as refusal:
        fault = {"field": "", "message": translate(refusal)}
        return _page(_seen(declaration_id), (fault,)), HTTPStatus.CONFLICT
    return redirect(url_for("citizen.remote_signing", declaration_id=declaration_id), 303)


@citizen.post("/ky/<uuid:declaration_id>/tu-xa/huy")
@for_signed_in
def cancel_remote_signing(declaration_id: UUID) -> Answer:
    """Wait no longer, and choose another way."""
    try:
        order_id = UUID(request.form.get("yeu_cau", ""))
    except ValueError:
        raise NotFound(NO_ORDER) from None
    with acting() as call:
        cancel_order(call, order_id)
    flash(_("Đã hủy yêu cầu ký số từ xa. Tờ khai vẫn còn nguyên."), "success")
    return redirect(url_for("citizen.invited", declaration_id=declaration_id), 303)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The declaration as its signer sees it, and the signer's newest order on it."""

    invitation: Invitation
    order: OrderView | None

    @property
    def may_be_signed(self) -> bool:
        declaration = self.invitation.declaration
        return declaration.state in OPEN_TO_SIGN and not declaration.i_signed


def _seen(declaration_id: UUID) -> _Seen:
    with reading() as db:
        found = invitation(db, declaration_id, current_actor())
        return _Seen(found, order_of(db, declaration_id, current_actor()))


def _providers() -> Mapping[str, Provider]:
    return {one.code: one for one in services().settings.remote_providers}


def _page(seen: _Seen, faults: tuple[Mapping[str, str], ...] = ()) -> str:
    known, order = _providers(), seen.order
    return render_template(
        "citizen/remote_signing.html",
        invitation=seen.invitation,
        declaration_id=seen.invitation.declaration.id,
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
