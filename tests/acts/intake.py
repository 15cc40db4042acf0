"""A clerk at the counter: types a dossier from paper, scans it, compares, takes it in."""

from datetime import date
from uuid import UUID

from procedures.acts.attach import attach
from procedures.acts.begin_intake import Applicant, Intake, begin_intake
from procedures.acts.check_scans import check_scans
from procedures.acts.choose_desk import choose_desk
from procedures.acts.completeness import DECLARATION_SCAN, every_file_of, required_components
from procedures.acts.declare import prepare
from procedures.acts.drafts import own, save_page
from procedures.acts.take_in import TakenIn, take_in
from procedures.acts.take_supplement import open_at_desk, take_supplement
from procedures.people import Role
from procedures.records import Dossier
from procedures.records.versions import version_of
from procedures.uploads import Upload
from tests.acts.doing import acting
from tests.answers import good_answers
from tests.factories import COMMUNE, SMALL_PDF, Life

CLERK = "motcua.tanmy"
COLLEAGUE = "motcua.tranphu"
NOBODY_YET = Applicant("024099000111", "Nguyễn Thị Mới", date(1990, 5, 6), "nu", "", "")


def desk_of(life: Life, clerk: str = CLERK) -> int:
    """The desk at which the clerk receives."""
    return min(life.actor(clerk).units_as(Role.RECEIVER))


def begun(
    life: Life,
    applicant: Applicant = NOBODY_YET,
    *,
    clerk: str = CLERK,
    procedure: str = "1.001193",
    channel: str = "truc-tiep",
) -> UUID:
    """A draft with nothing typed yet."""
    with acting(life, life.actor(clerk)) as call:
        intake = Intake(desk_of(life, clerk), procedure, COMMUNE, channel, applicant)
        return begin_intake(call, intake).id


def typed(life: Life, draft_id: UUID, *, clerk: str = CLERK) -> None:
    """Every page typed, every paper scanned, the declaration printed."""
    with acting(life, life.actor(clerk)) as call:
        draft = own(call, draft_id)
        version = version_of(call.db, draft.procedure_version_id)
        answers = good_answers(version.schema, COMMUNE, call.today)
        for page in version.schema.pages:
            names = {leaf.name for leaf in page.leaves()}
            said = {name: value for name, value in answers.items() if name in names}
            save_page(call, draft_id, page.code, said, seen_version=draft.version, valid=True)
        for component in required_components(version, draft, call):
            scan = Upload(f"{component.code}.pdf", SMALL_PDF)
            attach(call, life.services.blobs, draft_id, component.code, scan)
        prepare(call, draft_id)
    life.work()


def signed_and_compared(life: Life, draft_id: UUID, *, clerk: str = CLERK) -> None:
    """The declaration signed in ink and scanned, every scan held against its paper."""
    with acting(life, life.actor(clerk)) as call:
        scan = Upload("to-khai-da-ky.pdf", SMALL_PDF)
        attach(call, life.services.blobs, draft_id, DECLARATION_SCAN, scan)
        check_scans(call, draft_id, [f.id for f in every_file_of(call, own(call, draft_id))])


def ready(
    life: Life, *, clerk: str = CLERK, received_by: int | None = None, channel: str = "truc-tiep"
) -> UUID:
    """A draft that only waits to be taken in."""
    draft_id = begun(life, clerk=clerk, channel=channel)
    if received_by is not None:
        with acting(life, life.actor(clerk)) as call:
            choose_desk(call, draft_id, received_by)
    typed(life, draft_id, clerk=clerk)
    signed_and_compared(life, draft_id, clerk=clerk)
    return draft_id


def taken(life: Life, draft_id: UUID, *, clerk: str = CLERK) -> TakenIn:
    """Taken in by the clerk."""
    with acting(life, life.actor(clerk)) as call:
        return take_in(call, draft_id)


def brought(life: Life, dossier_id: UUID, *, clerk: str = CLERK) -> UUID:
    """What the applicant brings to answer a request, typed and scanned: one more file, printed."""
    with acting(life, life.actor(clerk)) as call:
        seen = call.db.get_one(Dossier, dossier_id).version
        draft = open_at_desk(call, dossier_id, seen, "truc-tiep")
        code = version_of(call.db, draft.procedure_version_id).procedure.components[0].code
        attach(call, life.services.blobs, draft.id, code, Upload("bo-sung.pdf", SMALL_PDF))
        prepare(call, draft.id)
        draft_id = draft.id
    life.work()
    return draft_id


def supplemented(life: Life, dossier_id: UUID, *, clerk: str = CLERK) -> None:
    """The request answered on paper at the desk."""
    draft_id = brought(life, dossier_id, clerk=clerk)
    signed_and_compared(life, draft_id, clerk=clerk)
    with acting(life, life.actor(clerk)) as call:
        take_supplement(call, draft_id)
