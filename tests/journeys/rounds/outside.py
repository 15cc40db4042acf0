"""What anybody sees, and what a citizen sees from the first page of a form to the result."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from procedures.acts.declare import prepare
from procedures.acts.drafts import start
from procedures.acts.supplement import open_supplement
from procedures.lifecycle import State
from procedures.records import Attachment, Declaration, Paper
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.factories import CITIZEN, COMMUNE, SMALL_PDF, Life
from tests.journeys.rounds.look import Look

BIRTH = "1.001193"
MARITAL = "1.004873"
SHOWN = (
    State.SUBMITTED,
    State.AWAITING_SUPPLEMENT,
    State.AWAITING_PAYMENT,
    State.REFUSED,
    State.ISSUED,
    State.WITHDRAWN,
)
"""States in which a citizen's page of the dossier looks unlike the others."""
EMPTY = (
    ("1.001193", ("noi-dang-ky", "nguoi-me", "ban-sao")),
    ("1.001612", ("ho-kinh-doanh", "nganh-nghe", "von-va-thue")),
    ("1.001776", ("hoan-canh",)),
    ("1.013225", ("cong-trinh",)),
    ("3.000333", ("yeu-cau", "giay-to-lien-he")),
)
"""Pages of procedures that hold, with those of `ANSWERED`, every kind of question."""
ANSWERED = (
    ("tinh-trang", {"tinh_trang": "da-ly-hon"}),
    ("muc-dich", {"muc_dich": "ket-hon"}),
)
"""Pages of 1.004873 whose further questions come with an answer."""


def anybody(stages: Stages) -> Iterator[Look]:
    """The pages before sign-in."""
    life = stages.life
    code = _verify_code(stages)
    dossier = life.dossier(stages.at(State.RECEIVED))
    plain = (
        "/", "/thu-tuc", "/thu-tuc?q=khong-co-gi", f"/thu-tuc/{BIRTH}", f"/xac-minh/{code}",
        "/xac-minh/chung-thu-goc", "/xac-minh/ngoai-tuyen", "/xac-minh/danh-sach-thu-hoi",
        "/tro-giup", "/tiep-can", "/quyen-rieng-tu",
    )  # fmt: skip
    yield from map(Look, plain)
    yield Look("/tra-cuu", {"ma": dossier.code, "khoa": dossier.lookup_key})
    yield Look("/tra-cuu", {"ma": dossier.code, "khoa": "SAIKHOA1"})
    yield Look("/dang-nhap", {"username": "khong.co", "password": "sai"})
    yield Look("/xac-minh", {})
    yield Look("/xac-minh", {"tep": SMALL_PDF.decode()})
    yield Look("/khong-co-trang-nay", status=404)


def _verify_code(stages: Stages) -> str:
    dossier_id = stages.at(State.ISSUED)
    with stages.life.services.reading() as db:
        asked = select(Paper.verify_code).where(
            Paper.dossier_id == dossier_id, Paper.is_result.is_(True)
        )
        return db.scalars(asked).one()


def filling(stages: Stages) -> Iterator[Look]:
    """From the start page to the declaration."""
    life = stages.life
    yield Look(f"/ho-so/moi/{MARITAL}", {"noi_giai_quyet-0": ""})
    for code, pages in EMPTY:
        at = f"/ho-so/nhap/{_begun(life, code)}"
        yield from (Look(f"{at}/{page}?kiem=1") for page in pages)
    begun = f"/ho-so/nhap/{_begun(life, MARITAL)}"
    yield from (Look(f"{begun}/{page}", sent) for page, sent in ANSWERED)
    yield Look(f"{begun}/noi-tiep-nhan?q=tran+phu", {})
    yield Look(f"{begun}/tep", {})
    yield Look(f"{begun}/xem-lai", {})
    draft = life.draft()
    yield from (Look(f"/ho-so/nhap/{draft}/{page}") for page in ("con", "tep", "xem-lai", "xoa"))
    yield Look(f"/ho-so/nhap/{draft}/tep/{_first_file(life, draft)}/bo")
    yield from _declaring(life)


def _begun(life: Life, code: str) -> UUID:
    with acting(life, life.actor(CITIZEN)) as call:
        return start(call, code, COMMUNE).id


def _first_file(life: Life, draft_id: UUID) -> UUID:
    with life.services.reading() as db:
        asked = select(Attachment.id).where(Attachment.draft_id == draft_id).limit(1)
        return db.scalars(asked).one()


def _declaring(life: Life) -> Iterator[Look]:
    waiting = life.draft()
    printed, signed = life.declared(), life.declared("3.000333")
    unsigned = life.draft("3.000333")
    with acting(life, life.actor(CITIZEN)) as call:
        prepare(call, unsigned)
    life.work()
    with acting(life, life.actor(CITIZEN)) as call:
        prepare(call, waiting)
    yield from (Look(f"/ho-so/nhap/{draft}/to-khai") for draft in (waiting, signed))
    yield Look(f"/ho-so/nhap/{printed}/to-khai", {})
    remote = f"/ho-so/ky/{_declaration_id(life, printed)}/tu-xa"
    yield Look(remote)
    yield Look(remote, {})
    yield Look(f"/ho-so/nhap/{unsigned}/to-khai")


def cosigning(stages: Stages) -> Iterator[Look]:
    """What the second person finds: the list, the declaration, the page of a refusal."""
    life = stages.life
    draft_id = life.draft("1.000894")
    with acting(life, life.actor(CITIZEN)) as call:
        declaration_id = prepare(call, draft_id).id
    life.work()
    yield Look("/ho-so")
    yield Look(f"/ho-so/ky/{declaration_id}")
    yield Look(f"/ho-so/ky/{declaration_id}/tu-choi", {})


def _declaration_id(life: Life, draft_id: UUID) -> UUID:
    with life.services.reading() as db:
        return db.scalars(select(Declaration.id).where(Declaration.draft_id == draft_id)).one()


def following(stages: Stages) -> Iterator[Look]:
    """The list, dossiers at every stage, a supplement answered, a withdrawal."""
    for state in SHOWN:
        yield Look(f"/ho-so/{stages.at(state)}")
    submitted = stages.at(State.SUBMITTED)
    yield Look(f"/ho-so/{submitted}/da-nop")
    yield Look(f"/ho-so/{submitted}/rut")
    answering = _answering(stages.life, stages.at(State.AWAITING_SUPPLEMENT))
    yield from (Look(f"/ho-so/nhap/{answering}/{page}") for page in ("tep", "xem-lai"))
    yield Look("/ho-so")


def _answering(life: Life, dossier_id: UUID) -> UUID:
    with acting(life, life.actor(CITIZEN)) as call:
        return open_supplement(call, dossier_id).id


def newcomer(_stages: Stages) -> Iterator[Look]:
    """A citizen who has nothing here yet, but a password."""
    yield Look("/ho-so")
    yield Look("/doi-mat-khau", {})
