"""Changing a trust store: one administrator proposes what the page showed, another decides."""

from datetime import datetime
from ssl import DER_cert_to_PEM_cert
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, for_admins
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.admin.trust import item_of, proposal
from portal.believing import authority_reader
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.approve_trust import approve_trust
from procedures.acts.call import Call
from procedures.acts.propose_trust import (
    NewCertificate,
    Ordered,
    propose_certificate,
    propose_end,
)
from procedures.acts.refuse_trust import refuse_trust
from procedures.anchors import FIELD, MOST_BYTES, Certificate, Origin, Store
from procedures.errors import Incomplete
from procedures.reads.administration import trust as reads

FILE = "pem_file"
LOST = "lost"


@admin.get("/tin-cay/them")
@for_admins
def trust_form() -> str:
    """The empty form."""
    return _form(Filled(MultiDict(request.args)))


@admin.post("/tin-cay/them")
@for_admins
def propose_trust() -> Answer:
    """Show what the certificate says, then write the proposal down."""
    values = MultiDict(request.form)
    filled = Filled(values)
    store = _one_of(filled, "store", Store, _("Hãy chọn kho."))
    origin = _one_of(filled, "origin", Origin, _("Hãy chọn loại chứng thư."))
    data = _brought(filled)
    facts: list[Certificate] = []
    try:
        facts.append(authority_reader().read(data))
        values[FIELD] = DER_cert_to_PEM_cert(facts[0].der)
    except Incomplete as refusal:
        filled.take(refusal)
        if b"PRIVATE" in data:
            values[FIELD] = ""  # a key is not even shown again
    ordered = _ordered(filled)

    def act(call: Call) -> UUID:
        new = NewCertificate(Store(store), Origin(origin), data)
        return propose_certificate(call, authority_reader(), new, ordered)

    def ask() -> str:
        return render_template(
            "admin/trust_confirm.html",
            facts=facts[0],
            store=store,
            origin=origin,
            ordered=ordered,
            filled=filled,
        )

    return confirmed(filled, act, form=lambda: _form(filled), ask=ask, done=_proposed)


@admin.get("/tin-cay/chung-thu/<uuid:key>/thoi")
@for_admins
def trust_end_form(key: UUID) -> str:
    """Why it shall vouch no longer."""
    return _end_form(key, Filled(MultiDict()))


@admin.post("/tin-cay/chung-thu/<uuid:key>/thoi")
@for_admins
def end_trust(key: UUID) -> Answer:
    """Show what would rest on nothing any more, then write the proposal down."""
    filled = Filled(request.form)
    why = filled.words("why", _("Hãy chọn lý do thôi tin cậy."))
    lost_at = _lost_at(filled) if why == LOST else None
    ordered = _ordered(filled)

    def act(call: Call) -> UUID:
        return propose_end(call, key, lost_at, ordered)

    def ask() -> str:
        item = item_of(key)
        with reading() as db:
            resting = reads.resting(db, item.store, item.not_before, lost_at)
        return render_template(
            "admin/trust_end_confirm.html",
            item=item,
            lost_at=lost_at,
            ordered=ordered,
            resting=resting,
            most=reads.MOST_RESTING,
            filled=filled,
        )

    return confirmed(filled, act, form=lambda: _end_form(key, filled), ask=ask, done=_proposed)


@admin.post("/tin-cay/de-nghi/<uuid:key>/duyet")
@for_admins
def approve_trust_change(key: UUID) -> Answer:
    """Carry the proposal out, as the page showed it."""
    filled = Filled(request.form)

    def act(call: Call) -> None:
        approve_trust(call, authority_reader(), key)

    def page() -> str:
        return proposal(key, filled)

    return confirmed(filled, act, form=page, ask=page, done=lambda _none: _decided(approved=True))


@admin.post("/tin-cay/de-nghi/<uuid:key>/khong-duyet")
@for_admins
def refuse_trust_change(key: UUID) -> Answer:
    """End the proposal; the store stays as it is."""
    filled = Filled(request.form)
    grounds = filled.words("grounds", _("Hãy ghi lý do không duyệt."), most=1000)

    def act(call: Call) -> None:
        refuse_trust(call, authority_reader(), key, grounds)

    def page() -> str:
        return proposal(key, filled)

    return confirmed(filled, act, form=page, ask=page, done=lambda _none: _decided(approved=False))


def _proposed(made: UUID) -> Answer:
    flash(_("Đã ghi đề nghị. Một quản trị viên khác cần duyệt."), "success")
    return redirect(url_for("admin.trust_change", key=made), 303)


def _decided(*, approved: bool) -> Answer:
    said = _("Đã duyệt. Kho đã đổi.") if approved else _("Đã ghi không duyệt. Kho giữ nguyên.")
    flash(said, "success")
    return redirect(url_for("admin.trust"), 303)


def _brought(filled: Filled) -> bytes:
    """The chosen file, or else what was pasted."""
    file = request.files.get(FILE)
    if file is not None and file.filename:
        return file.stream.read(MOST_BYTES + 1)
    return filled.value(FIELD).encode()


def _ordered(filled: Filled) -> Ordered:
    return Ordered(
        filled.words("document", _("Hãy ghi số, ký hiệu văn bản làm căn cứ."), most=200),
        filled.words("grounds", _("Hãy ghi lý do."), most=1000),
    )


def _one_of(filled: Filled, name: str, kind: type[Store] | type[Origin], missing: str) -> str:
    value = filled.value(name)
    if value not in set(kind):
        filled.refuse(name, missing)
    return value


def _lost_at(filled: Filled) -> datetime:
    """The moment that the form names; a fault of it stays in the form."""
    moment = filled.moment("since", _("Hãy ghi thời điểm khóa bị lộ."))
    return moment or utc_now()


def _form(filled: Filled) -> str:
    return render_template("admin/trust_form.html", form=filled, faults=filled.faults)


def _end_form(key: UUID, filled: Filled) -> str:
    return render_template(
        "admin/trust_end.html", item=item_of(key), form=filled, faults=filled.faults
    )
