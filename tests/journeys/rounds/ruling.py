"""What administrators see: units, officers, calendars, the catalogue, jobs and chains."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from portal.wiring import utc_now
from procedures.acts.retire_key import ask_key_retirement
from procedures.clock import VIETNAM
from procedures.lifecycle import State
from procedures.reads.administration.versions import body_of
from procedures.records import Account, OutboxRow, PostRow, ProcedureVersion, SigningKey
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.authorities import Authority
from tests.factories import Life
from tests.journeys.rounds.between import away
from tests.journeys.rounds.look import Look
from tests.reforms import prepared, small, tomorrow
from tests.trusting import proposed, trusted

ADMIN, OFFICER = "quantri", "vhxh.tanmy"
BIRTH = "1.001193"
FAR_DAY = "31/12/2099"


@dataclass(frozen=True, slots=True)
class Known:
    """Rows of the sample that the addresses name."""

    person: UUID
    unit: int
    post: int
    deputy: int
    version: int
    body: str


def _known(life: Life) -> Known:
    with life.services.reading() as db:
        person = db.scalars(select(Account.person_id).where(Account.username == OFFICER)).one()
        post = db.scalars(select(PostRow).where(PostRow.person_id == person)).one()
        deputies = select(PostRow.id).where(PostRow.granted_by != "").order_by(PostRow.id)
        deputy = db.scalars(deputies.limit(1)).one()
        version = db.scalars(select(ProcedureVersion.id).where(ProcedureVersion.code == BIRTH))
        number = version.one()
        body = {**(body_of(db, number) or {}), "level": "mot-phan"}
        return Known(
            person, post.unit_id, post.id, deputy, number, json.dumps(body, ensure_ascii=False)
        )


def admin(stages: Stages) -> Iterator[Look]:
    """Every list, every form as it comes back with faults, and every question asked once more."""
    known = _known(stages.life)
    _let_jobs_fail(stages)
    yield Look("/quan-tri")
    yield from _people(known)
    person = f"/quan-tri/can-bo/{known.person}"
    yield Look(f"{person}/vang-mat", {})
    yield Look(f"{person}/vang-mat/{away(stages.life, OFFICER)}/ket-thuc")
    yield from _calendars()
    yield from _catalogue(known)
    yield from _reorganising(stages.life)
    yield from _keys(stages)
    yield from _trusting(stages.life)
    for path in ("gia-han", "viec-nen", "viec-nen/dang-cho", "viec-nen/chay-lai-tat-ca", "so-ghi"):
        yield Look(f"/quan-tri/{path}")
    yield Look("/quan-tri/so-ghi/access")
    yield Look("/quan-tri/so-ghi/catalogue")


def _keys(stages: Stages) -> Iterator[Look]:
    """Keys that have signed, and what one does about a lost one."""
    stages.at(State.ISSUED)
    with stages.life.services.reading() as db:
        ids = db.scalars(select(SigningKey.id).order_by(SigningKey.first_used_at).limit(2)).all()
    one, other = (f"/quan-tri/khoa-ky/{key_id}" for key_id in ids)
    yield Look("/quan-tri/khoa-ky")
    yield Look("/quan-tri/khoa-ky?tinh_trang=thoi-dung")
    yield Look(one)
    lost = {"since": f"{utc_now().astimezone(VIETNAM):%d/%m/%Y %H:%M}", "grounds": "Mất thẻ ký"}
    yield Look(f"{one}/thoi-dung", {})
    yield Look(f"{one}/thoi-dung", lost)
    with acting(stages.life, stages.life.actor(ADMIN)) as call:
        ask_key_retirement(call, ids[1], call.now, "Mất thẻ ký")
    yield Look(other)


def _let_jobs_fail(stages: Stages) -> None:
    dossier_id = stages.life.submitted()
    with stages.life.services.transaction() as call:
        failed = {"failed_at": call.now, "attempts": 8, "last_error": "TimeoutError: " + "x" * 90}
        promised = update(OutboxRow).where(OutboxRow.dossier_id == dossier_id)
        call.db.execute(promised.values(**failed))
    stages.life.submitted()


def _people(known: Known) -> Iterator[Look]:
    unit, person = f"/quan-tri/don-vi/{known.unit}", f"/quan-tri/can-bo/{known.person}"
    yield Look("/quan-tri/don-vi?q=tan+my")
    yield Look("/quan-tri/don-vi?q=khong-co-don-vi-nay")
    yield Look(unit)
    yield Look(f"{unit}/sua", {"name_vi": "", "email": "sai"})
    yield Look(f"{unit}/sua", {"phone": "0204 3855 000"})
    yield Look("/quan-tri/can-bo")
    yield Look(person)
    yield Look("/quan-tri/can-bo/them", {})
    yield Look("/quan-tri/can-bo/them", {"full_name": "Đặng Thị Lụa", "username": "lua.tanmy"})
    yield Look(f"{person}/bo-nhiem?q=tu+phap")
    yield Look(f"{person}/bo-nhiem/{known.unit}", {})
    post = {"role": "handler", "title_vi": "Chuyên viên", "title_en": "Officer"}
    yield Look(f"{person}/bo-nhiem/{known.unit}", post)
    yield Look(f"{person}/khoa", {})
    yield Look(f"{person}/mat-khau")
    yield Look(f"/quan-tri/vi-tri/{known.post}/ket-thuc", {})
    yield Look(f"/quan-tri/vi-tri/{known.deputy}/giao-ky", {"granted_by": "", "granted_to": "x"})
    yield Look(f"/quan-tri/vi-tri/{known.deputy}/giao-ky", {"granted_by": "Quyết định 12/QĐ-UBND"})
    end = {"on": FAR_DAY, "grounds": "Quyết định 12/QĐ-UBND"}
    yield Look(f"/quan-tri/vi-tri/{known.post}/ket-thuc", end)


def _calendars() -> Iterator[Look]:
    yield Look("/quan-tri/lich")
    yield Look("/quan-tri/lich/hanh-chinh")
    yield Look("/quan-tri/lich/hanh-chinh/anh-huong")
    yield Look("/quan-tri/lich/quyet-dinh", {})
    decision = {
        "calendars": "hanh-chinh",
        "kind": "off",
        "first": "15/12/2026",
        "document": "15/QĐ-UBND",
        "reason": "Bão số 3",
        "reason_en": "Typhoon",
    }
    yield Look("/quan-tri/lich/quyet-dinh", decision)


def _catalogue(known: Known) -> Iterator[Look]:
    version = f"/quan-tri/thu-tuc/{known.version}"
    yield Look("/quan-tri/thu-tuc")
    yield Look(version)
    yield Look(f"{version}/to-khai")
    yield Look(f"{version}/rut", {})
    yield Look(f"{version}/rut", {"grounds": "Quyết định 99/QĐ-UBND bãi bỏ thủ tục"})
    yield Look("/quan-tri/thu-tuc/cong-bo", {})
    yield Look("/quan-tri/thu-tuc/cong-bo", {"body": known.body, "effective_from": FAR_DAY})


def _trusting(life: Life) -> Iterator[Look]:
    """A store with a root, one more proposed, and the forms with faults and asked once more."""
    root, more = Authority.made("CA công cộng A"), Authority.made("CA công cộng B")
    kept = trusted(life, root)
    order = {"document": "12/QĐ-BTTTT", "grounds": "Đổi tổ chức cung cấp dịch vụ"}
    brought = {"store": "citizens", "origin": "real", "pem": more.pem.decode()}
    at = f"/quan-tri/tin-cay/chung-thu/{kept}"
    lost = {"why": "lost", "since": "01/02/2026 08:00"}
    yield Look("/quan-tri/tin-cay")
    yield Look("/quan-tri/tin-cay?ngay=31/02/2026")
    yield Look("/quan-tri/tin-cay/them", {})
    yield Look("/quan-tri/tin-cay/them", {**order, **brought})
    yield Look(at)
    yield Look(f"{at}/thoi", {})
    yield Look(f"{at}/thoi", {**order, **lost})
    yield Look(f"/quan-tri/tin-cay/de-nghi/{proposed(life, more)}")
    yield Look("/quan-tri/tin-cay/lich-su")


def _reorganising(life: Life) -> Iterator[Look]:
    """The plan of a change of places and units, prepared and not approved."""
    made = f"/quan-tri/sap-xep/{prepared(life, small(tomorrow(life)))}"
    yield Look("/quan-tri/sap-xep")
    yield Look("/quan-tri/sap-xep/so-lieu")
    yield Look("/quan-tri/sap-xep/chuan-bi", {"body": "{"})
    yield Look(made)
    yield Look(f"{made}/ho-so")
    yield Look(f"{made}/can-bo")
    yield Look(f"{made}/duyet")
    yield Look(f"{made}/huy", {"grounds": ""})
    yield Look(f"{made}/huy", {"grounds": "Hoãn theo văn bản mới"})
