"""A refusal at reception that must not stand: the desk that refused asks for its revocation."""

from uuid import UUID

from flask import request

from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry
from portal.casework.revoking import asked, dismissing, drawn
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from portal.i18n import gettext as _
from procedures.acts import propose_revocation as proposing
from procedures.lifecycle import Act


@desk.route("/<uuid:dossier_id>/de-nghi-thu-hoi", methods=["GET", "POST"])
@requires(Act.PROPOSE_REVOCATION)
def propose_revocation(dossier_id: UUID) -> Answer:
    """Why the slip must not stand, and who is to sign the decision."""
    return ActPage(
        DESK, dossier_id, Act.PROPOSE_REVOCATION, "office/propose_revocation.html", drawn
    ).answer(
        lambda call, entry: proposing.propose_revocation(
            call, dossier_id, entry.version, asked(entry)
        ),
        done=_("Đã gửi đề nghị đến lãnh đạo cơ quan có thẩm quyền."),
        first=Entry.fresh(paper=request.args.get("giay", "")),
    )


@desk.route("/<uuid:dossier_id>/bo-de-nghi-thu-hoi", methods=["GET", "POST"])
@requires(Act.DISMISS_REVOCATION)
def dismiss_revocation(dossier_id: UUID) -> Answer:
    """Why the slip stands as it did."""
    return dismissing(DESK, dossier_id)
