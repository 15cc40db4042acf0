"""An officer's absences, planned and ended by an administrator in their place."""

from uuid import UUID

from flask import url_for

from portal.admin.blueprint import admin, for_admins
from portal.casework.absences import AbsencePage, Answer


def _page(person_id: UUID) -> AbsencePage:
    home = url_for("admin.absences", person_id=person_id)
    return AbsencePage("office/absences.html", home, person_id)


@admin.route("/can-bo/<uuid:person_id>/vang-mat", methods=["GET", "POST"])
@for_admins
def absences(person_id: UUID) -> Answer:
    """When the officer is away, and the form for one more."""
    return _page(person_id).answer()


@admin.route(
    "/can-bo/<uuid:person_id>/vang-mat/<uuid:absence_id>/ket-thuc", methods=["GET", "POST"]
)
@for_admins
def end_absence(person_id: UUID, absence_id: UUID) -> Answer:
    """Back early, or not away at all."""
    return _page(person_id).end(absence_id)
