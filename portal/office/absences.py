"""Vắng mặt: an officer's own days away, and those of the people whom a leader leads."""

from uuid import UUID

from flask import url_for

from portal.auth import for_roles
from portal.casework.absences import AbsencePage, Answer
from portal.office.blueprint import office
from procedures.people import Role


def _page() -> AbsencePage:
    return AbsencePage("office/absences.html", url_for("office.absences"))


@office.route("/vang-mat", methods=["GET", "POST"])
@for_roles(Role.RECEIVER, Role.HANDLER, Role.LEADER)
def absences() -> Answer:
    """Who is away when, and the form for one more."""
    return _page().answer()


@office.route("/vang-mat/<uuid:absence_id>/ket-thuc", methods=["GET", "POST"])
@for_roles(Role.RECEIVER, Role.HANDLER, Role.LEADER)
def end_absence(absence_id: UUID) -> Answer:
    """Back early, or not away at all."""
    return _page().end(absence_id)
