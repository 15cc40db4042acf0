"""The work behind the pages: promised effects that failed or wait, run again by hand."""

from flask import flash, redirect, render_template, url_for

from portal.acting import acting, reading
from portal.admin.blueprint import admin, edge, for_admins, pages
from portal.admin.confirming import Answer, settled
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.retry_effect import MOST, retry_effect, retry_failed
from procedures.errors import NotLawful
from procedures.reads.administration import holdings
from procedures.reads.administration import jobs as reads


@admin.get("/viec-nen")
@for_admins
def jobs() -> str:
    """Effects that gave up and wait for a person."""
    return _list(failed=True)


@admin.get("/viec-nen/dang-cho")
@for_admins
def waiting_jobs() -> str:
    """Effects that wait for a worker."""
    return _list(failed=False)


def _list(*, failed: bool) -> str:
    with reading() as db:
        found = reads.jobs(db, failed=failed, edge=edge(int))
        figures = reads.job_figures(db)
    return render_template(
        "admin/jobs.html",
        found=found,
        figures=figures,
        failed=failed,
        most=holdings.MOST,
        now=utc_now(),
        pages=pages(found.previous, found.next),
    )


@admin.post("/viec-nen/<int:row_id>/chay-lai")
@for_admins
def retry_job(row_id: int) -> Answer:
    """Run one effect again."""
    return settled(
        lambda call: retry_effect(call, row_id),
        said=_("Đã đưa việc số {number} vào hàng đợi để chạy lại.").format(number=row_id),
        to=url_for("admin.jobs"),
    )


@admin.get("/viec-nen/chay-lai-tat-ca")
@for_admins
def retry_jobs_form() -> str:
    """How many would run, asked once."""
    with reading() as db:
        figures = reads.job_figures(db)
    return render_template(
        "admin/jobs_confirm.html", figures=figures, most=holdings.MOST, at_once=MOST
    )


@admin.post("/viec-nen/chay-lai-tat-ca")
@for_admins
def retry_jobs() -> Answer:
    """Run all the failed effects again."""
    try:
        with acting() as call:
            number = retry_failed(call)
    except NotLawful as refusal:
        flash(translate(refusal), "error")
    else:
        said = _("Đã đưa {number} việc vào hàng đợi để chạy lại.").format(number=number)
        flash(said, "success")
    return redirect(url_for("admin.jobs"), 303)
