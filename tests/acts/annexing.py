"""Files beside the draft of a building permit, as its handler puts them there."""

from uuid import UUID

from procedures.acts.annex import Drafting, annex
from procedures.people import Role
from procedures.uploads import Upload
from tests.acts.doing import acting
from tests.factories import Life
from tests.fakes import FakeAnnexReader

PERMIT, RESULT = "1.013225", "KQ.G17.000311"


def annexed(life: Life, dossier_id: UUID, file: Upload, title: str = "") -> UUID:
    """One file more, put there by a handler of the unit that has the dossier."""
    dossier = life.dossier(dossier_id)
    at = Drafting(dossier_id, dossier.version, RESULT)
    with acting(life, life.officer(dossier.holder_unit_id or 0, Role.HANDLER)) as call:
        return annex(call, life.services.blobs, FakeAnnexReader(), at, (file, title))
