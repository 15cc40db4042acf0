"""The e-form, page by page: everything typed is kept on the server, valid or not."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from forms.build import PageForm, build_page, read_page
from forms.kinds.tree import next_list
from forms.kinds.wire import MultiDict, Typed
from portal.acting import Db, acting, reading
from portal.auth import for_signed_in
from portal.citizen.room import citizen, my_draft, seen_version, today
from portal.citizen.steps import Path, first_open, home_of, path_at
from portal.i18n import current_locale, gettext, translate
from portal.i18n import gettext as _
from procedures.acts.drafts import save_page
from procedures.errors import N_, DomainError, NotFound, Stale
from procedures.reads.drafts import DraftView
from procedures.reads.places import DatabaseChoices

Answer = Response | str | tuple[str, int]
NO_PAGE = N_("Tờ khai không có trang này.")
LEAVE = "thoat"
"""Name of the button that saves and goes to the list, whatever is still missing."""


@citizen.get("/nhap/<uuid:draft_id>")
@for_signed_in
def resume(draft_id: UUID) -> Response:
    """Go on where something is left to do."""
    with reading() as db:
        return redirect(first_open(my_draft(db, draft_id)), 303)


@citizen.get("/nhap/<uuid:draft_id>/<page>")
@for_signed_in
def page(draft_id: UUID, page: str) -> Answer:
    """One page of the form, as it was left; `?kiem=1` has it say at once what is wrong."""
    with reading() as db:
        draft = my_draft(db, draft_id)
        path = _path(draft, page)
        kept = draft.typed.get(page)
        form = bound(db, draft, page, Typed(kept) if kept is not None else None)
        if "kiem" in request.args:
            form.validate()
        return show(draft, path, form, draft.version)


@citizen.post("/nhap/<uuid:draft_id>/<page>")
@for_signed_in
def save(draft_id: UUID, page: str) -> Answer:
    """Keep the page; go on when it is valid, stay with the faults beside the fields when not."""
    try:
        with acting() as call:
            draft = my_draft(call.db, draft_id)
            path = _path(draft, page)
            form = bound(call.db, draft, page, request.form)
            valid = form.command is None and form.validate()
            version = save_page(
                call,
                draft_id,
                page,
                read_page(form),
                seen_version=seen_version(),
                valid=valid,
                typed=form.typed,
            ).version
            if LEAVE not in request.form and not valid:
                status = HTTPStatus.UNPROCESSABLE_ENTITY if form.command is None else HTTPStatus.OK
                return show(draft, path, form, version), status
            path = _path(my_draft(call.db, draft_id), page)
    except Stale as stale:
        return _stale_page(draft_id, page, stale)
    if LEAVE in request.form:
        flash(_("Đã lưu bản nháp. Bạn có thể điền tiếp bất cứ lúc nào."), "success")
        return redirect(home_of(draft), 303)
    return redirect(path.onward, 303)


@citizen.post("/nhap/<uuid:draft_id>/<page>/luu")
@for_signed_in
def autosave(draft_id: UUID, page: str) -> tuple[Response, int]:
    """Keep the page while it is typed; answers with the version that the next save must name."""
    try:
        with acting() as call:
            draft = my_draft(call.db, draft_id)
            _path(draft, page)
            form = bound(call.db, draft, page, request.form)
            saved = save_page(
                call,
                draft_id,
                page,
                read_page(form),
                seen_version=seen_version(),
                valid=form.validate(),
                typed=form.typed,
            )
            return jsonify(version=saved.version), HTTPStatus.OK
    except DomainError as refusal:
        status = HTTPStatus.CONFLICT if isinstance(refusal, Stale) else HTTPStatus.NOT_FOUND
        return jsonify(message=translate(refusal)), status


@citizen.get("/dia-danh")
@for_signed_in
def places() -> Response:
    """The next list of places or offices, for the page's script."""
    asked = request.args
    with reading() as db:
        return jsonify(
            next_list(
                DatabaseChoices(db, today()),
                asked.get("parent", ""),
                scope=asked.get("scope", "country"),
                tier=asked.get("tier", ""),
                unit_kinds=[kind for kind in asked.get("kinds", "").split(",") if kind],
                locale=current_locale(),
            )
        )


def bound(db: Db, draft: DraftView, page: str, posted: MultiDict | None) -> PageForm:
    """The page's form over what was posted, or else over the answers so far."""
    made = build_page(
        draft.schema,
        page,
        draft.answers,
        locale=current_locale(),
        today=draft.today,
        choices=DatabaseChoices(db, draft.today),
        prefill=draft.person,
        translate=gettext,
    )
    return made(posted)


def show(draft: DraftView, path: Path, form: PageForm, version: int, notice: str = "") -> str:
    """The page with its form; to be called while the form's lists can still be asked for."""
    return render_template(
        "citizen/page.html",
        draft=draft,
        path=path,
        form=form,
        version=version,
        faults=form.error_list,
        notice=notice,
        page=form.frame.page,
        leave=LEAVE,
    )


def _stale_page(draft_id: UUID, page: str, stale: Stale) -> Answer:
    """What was typed, over what another window has saved meanwhile: the next save wins."""
    with reading() as db:
        draft = my_draft(db, draft_id)
        form = bound(db, draft, page, request.form)
        shown = show(draft, _path(draft, page), form, draft.version, notice=translate(stale))
        return shown, HTTPStatus.CONFLICT


def _path(draft: DraftView, page: str) -> Path:
    """The step of a page that the answers ask for."""
    path = path_at(draft, page) if any(p.code == page for p in draft.pages) else None
    if path is None:
        raise NotFound(NO_PAGE)
    return path
