"""The end at the counter: a payment confirmed, a result given out."""

from flask import Flask

from procedures.acts.submit import submit
from procedures.lifecycle import State
from tests.factories import CITIZEN, Life
from tests.portal.officers import Officer


def test_a_payment_is_confirmed_by_its_receipt(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    office = Officer(app, "tuphap.tanmy", "xu-ly")
    office.do(dossier_id, "nghia-vu-tai-chinh", amount="150.000", reason="Phí xác minh")
    assert life.dossier(dossier_id).state is State.AWAITING_PAYMENT
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    assert str(dossier_id) in desk.inbox("?hang=cho-nop-tien")
    desk.do(dossier_id, "xac-nhan-nop-tien", receipt="")
    assert desk.status == 422
    desk.send(dossier_id, "xac-nhan-nop-tien", receipt="BL-0001")
    assert life.dossier(dossier_id).state is State.IN_PROGRESS
    assert "150.000" in desk.text
    assert "BL-0001" in desk.text


def test_a_result_at_the_desk_waits_for_its_taker(app: Flask, life: Life) -> None:
    draft_id = life.declared()
    life.return_at_desk(draft_id)
    with life.services.transaction(life.actor(CITIZEN)) as call:
        dossier_id = submit(call, draft_id, unsigned=True).dossier_id
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    desk.do(dossier_id, "tiep-nhan")
    desk.do(dossier_id, "chuyen", unit_id="", officer_id="")
    life.take(dossier_id)
    life.work()
    life.propose(dossier_id)
    life.work()
    life.decide(dossier_id)
    life.work()
    assert str(dossier_id) in desk.inbox("?hang=cho-tra")
    desk.do(dossier_id, "tra-ket-qua", taker="Nguyễn Thị Thu Hà")
    assert life.dossier(dossier_id).state is State.RETURNED
    assert "Đã trả kết quả" in desk.text
