"""Tracking for whoever holds the slip: a code and a second secret, asked by POST alone."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType

from flask import render_template, request

from portal.acting import reading
from portal.auth import open_to_all
from portal.i18n import current_locale
from portal.i18n import gettext as _
from portal.limits import TRACKING, failed, limiter
from portal.public.views import public
from portal.public.words import clean
from portal.wiring import utc_now
from procedures.clock import explain
from procedures.errors import N_
from procedures.lifecycle import State
from procedures.reads.timeline import LegState, LegStep
from procedures.reads.tracking import Tracked, clean_code, track

LONGEST = 64

MEANINGS: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: N_("Bộ phận Một cửa đang kiểm tra hồ sơ; thời hạn chưa bắt đầu tính."),
        State.INCOMPLETE: N_("Hồ sơ còn thiếu. Đăng nhập để xem cần hoàn thiện gì."),
        State.REFUSED: N_("Hồ sơ không được tiếp nhận. Phiếu từ chối nêu rõ lý do."),
        State.RECEIVED: N_("Hồ sơ đủ và đúng, thời hạn giải quyết đang được tính."),
        State.IN_PROGRESS: N_("Cơ quan đang giải quyết hồ sơ."),
        State.AWAITING_SUPPLEMENT: N_(
            "Cơ quan chờ bạn bổ sung hồ sơ, thời hạn tạm dừng. Phiếu yêu cầu nêu rõ cần bổ sung gì."
        ),
        State.AWAITING_PAYMENT: N_(
            "Cơ quan chờ bạn thực hiện nghĩa vụ tài chính, thời hạn tạm dừng."
        ),
        State.PROPOSED: N_("Kết quả đã được soạn, đang chờ lãnh đạo ký."),
        State.DECIDED: N_("Kết quả đã được ký, đang đóng dấu và phát hành."),
        State.ISSUED: N_("Đã có kết quả."),
        State.RETURNED: N_("Kết quả đã được trả."),
        State.WITHDRAWN: N_("Người nộp đã rút hồ sơ."),
        State.STOPPED: N_("Cơ quan đã dừng giải quyết hồ sơ và nêu lý do bằng văn bản."),
    }
)
"""What a state means for the one who waits."""


def _by_code() -> str:
    """The dossier that somebody tries to open, whatever address they come from."""
    return f"dossier:{clean_code(request.form.get('ma', ''))[:LONGEST]}"


@public.get("/tra-cuu")
@open_to_all
def tracking() -> str:
    """The form; a link may bring the code along, never the secret."""
    return _form(clean(request.args.get("ma", ""))[:LONGEST])


@public.post("/tra-cuu")
@limiter.limit(TRACKING, deduct_when=failed)
@limiter.limit(TRACKING, key_func=_by_code, deduct_when=failed)
@open_to_all
def track_dossier() -> str | tuple[str, int]:
    """The dossier's way, or the one answer for a wrong code and a wrong secret."""
    code = clean(request.form.get("ma", ""))[:LONGEST]
    secret = clean(request.form.get("khoa", ""))[:LONGEST]
    faults = list(_faults(code, secret))
    if not faults:
        with reading() as db:
            found = track(db, code, secret)
        if found is not None:
            return _result(found)
        message = _("Không có hồ sơ nào khớp với cả mã hồ sơ và khóa này. Hãy xem lại giấy hẹn.")
        faults = [{"field": "ma", "message": message}]
    return _form(code, faults), HTTPStatus.UNPROCESSABLE_ENTITY


def _faults(code: str, secret: str) -> Iterator[Mapping[str, str]]:
    if not code:
        yield {"field": "ma", "message": _("Hãy nhập mã hồ sơ.")}
    if not secret:
        message = _("Hãy nhập khóa tra cứu hoặc số định danh của người nộp.")
        yield {"field": "khoa", "message": message}


def _form(code: str, faults: list[Mapping[str, str]] | None = None) -> str:
    return render_template("public/tracking.html", code=code, faults=faults or [])


def _result(found: Tracked) -> str:
    return render_template(
        "public/tracking_result.html",
        found=found,
        meaning=_(MEANINGS[found.state]),
        steps=[_shown(step) for step in found.way],
        trace=explain(found.due, current_locale()) if found.due else [],
        now=utc_now(),
    )


def _shown(step: LegStep) -> Mapping[str, object]:
    """A step as the time line draws it: when it ended or began, and by when."""
    return {
        "state": step.state.value,
        "title": _(step.title),
        "holder": step.unit,
        "at": step.closed_at or step.opened_at,
        "due": step.due_at if step.state is LegState.CURRENT else None,
    }
