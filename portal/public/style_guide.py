"""Every piece of the kit on one page, to look at and to test; absent in production."""

from datetime import UTC, datetime

from flask import Blueprint, flash, render_template
from werkzeug.exceptions import NotFound

from portal.auth import open_to_all

style_guide = Blueprint("style_guide", __name__)

PARTS = frozenset({"reading", "workbench"})
NOW = datetime(2026, 2, 13, 3, 0, tzinfo=UTC)
"""The page stands still, so that a picture of it can be compared."""


@style_guide.get("/_kit/<part>")
@open_to_all
def kit(part: str) -> str:
    """The pieces in the layout of a citizen's page or of an officer's."""
    if part not in PARTS:
        raise NotFound
    if part == "reading":
        flash("Đã lưu bản nháp.", "success")
    return render_template(f"_kit/guide_{part}.html", now=NOW, faults=())


@style_guide.get("/_kit/loi")
@open_to_all
def faults() -> str:
    """A form that came back with faults."""
    flash("Có người vừa cập nhật hồ sơ này.", "error")
    missing = {"field": "ho-ten", "message": "Hãy nhập họ và tên"}
    return render_template("_kit/guide_reading.html", now=NOW, faults=(missing,))
