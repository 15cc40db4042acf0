"""Whoever verifies a slip learns that the day it names has moved, and where the new one is told."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from portal.wiring import Services
from procedures.catalogue.form_sets import Slip, templates_of
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import Dossier, Paper
from tests.acts.doing import ACTS, done
from tests.acts.stages import Stages
from tests.factories import Life
from tests.pages import PageClient

MOVED = "Ngày hẹn trả kết quả ghi trên giấy này đã thay đổi"
LETTER = "Xem văn bản hẹn lại ngày trả kết quả"


def _slip(services: Services, dossier_id: UUID, slip: Slip) -> Paper:
    with services.reading() as db:
        wanted = select(Paper).where(
            Paper.dossier_id == dossier_id, Paper.kind.in_(templates_of(slip))
        )
        return db.scalars(wanted).one()


def _said(client: PageClient, paper: Paper) -> tuple[bool, str | None]:
    where = f"/xac-minh/{paper.verify_code}"
    client.get(where)
    assert "Đã phát hành và còn giá trị" in client.text
    told = client.http.get(f"{where}?dinh-dang=json").get_json()["paper"]
    assert told["promise_moved"] is (MOVED in client.text)
    assert (told["moved_by"] is not None) is (LETTER in client.text)
    return told["promise_moved"], told["moved_by"]


def test_a_receipt_says_that_its_day_has_moved_and_names_the_letter_that_moved_it(
    life: Life, services: Services, client: PageClient
) -> None:
    stages = Stages(life)
    dossier_id = stages.fresh(State.IN_PROGRESS)
    life.work()
    receipt = _slip(services, dossier_id, Slip.RECEPTION)
    assert _said(client, receipt) == (False, None)
    done(life, stages.person(Role.AUTHORITY, dossier_id), ACTS[Act.EXTEND], dossier_id)
    assert _said(client, receipt) == (True, None), "the letter is not issued yet"
    life.work()
    letter = _slip(services, dossier_id, Slip.APOLOGY)
    assert _said(client, receipt) == (True, letter.verify_code)
    assert _said(client, letter) == (False, None)
    with services.transaction() as call:
        dossier = call.db.get_one(Dossier, dossier_id)
        assert dossier.due_at is not None
        dossier.due_at += timedelta(days=1)
    assert _said(client, letter) == (True, None), "as a newer calendar moves it"
