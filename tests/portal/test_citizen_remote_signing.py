"""Signing remotely at the pages: offered, waited for without script, cancelled, told, noticed."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.wiring import NOTICES
from procedures.acts.declare import prepare
from procedures.providers import Progress, Stage
from procedures.records import Declaration, OutboxRow
from procedures.remote.opening import notice_url
from tests.factories import CITIZEN, Life
from tests.fakes import FakeSigner
from tests.pages import PageClient

SAMPLE = "thu-nghiem"
WAITING = Progress(Stage.WAITING)


@pytest.fixture
def signer(life: Life) -> FakeSigner:
    """What the worker finds behind the provider that the settings name."""
    made = FakeSigner(answers=[WAITING])
    life.workers = replace(life.workers, signers={SAMPLE: made})
    return made


def _look(life: Life, times: int = 1) -> None:
    jobs.install(life.workers)
    with life.services.reading() as db:
        wanted = select(OutboxRow.id).where(OutboxRow.effect == "FollowOrder")
        newest = db.scalars(wanted.order_by(OutboxRow.id.desc()).limit(1)).one()
    for _ in range(times):
        jobs.carry_out(newest)


def _at(life: Life, draft_id: UUID) -> str:
    with life.services.reading() as db:
        wanted = select(Declaration.id).where(Declaration.draft_id == draft_id)
        return f"/ho-so/ky/{db.scalars(wanted).one()}/tu-xa"


def _ordered(client: PageClient, life: Life) -> str:
    """A declaration whose signature is ordered; the page's address."""
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    at = _at(life, draft_id)
    assert f'href="{at}"' in client.text
    client.get(at)
    assert "Cần có trước khi ký" in client.text
    client.post(at, {"nha_cung_cap": SAMPLE})
    return at


def test_the_page_waits_for_the_phone_and_goes_on_to_the_check(
    client: PageClient, life: Life, signer: FakeSigner
) -> None:
    at = _ordered(client, life)
    assert "Đang gửi yêu cầu ký" in client.text
    assert '<noscript><meta http-equiv="refresh"' in client.text
    _look(life, 2)
    assert client.get(f"{at}/trang-thai").json == {"state": "asked"}
    client.get(at)
    assert "Hãy xác nhận trên điện thoại của bạn." in client.text
    assert signer.asked[0].code in client.text
    assert "phút" in client.text
    client.post(at, {"nha_cung_cap": SAMPLE})
    assert "Hãy xác nhận trên điện thoại của bạn." in client.text, "a second press waits too"
    signer.answers = [Progress(Stage.SIGNED, signature=b"signed")]
    _look(life)
    assert client.get(f"{at}/trang-thai").json == {"state": "done"}
    client.get(at)
    assert "Đang kiểm tra chữ ký số" in client.text
    life.work()
    client.get(at)
    assert "Tờ khai đã ký hợp lệ" in client.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Progress(Stage.REFUSED), "Bạn đã từ chối ký trên điện thoại."),
        (Progress(Stage.FAILED, reason="user_locked"), "(mã user_locked)"),
    ],
    ids=["refused", "turned-down"],
)
def test_what_went_wrong_is_said_and_another_try_is_one_press_away(
    client: PageClient, life: Life, signer: FakeSigner, answer: Progress, said: str
) -> None:
    at = _ordered(client, life)
    signer.answers = [answer]
    _look(life, 2)
    client.get(at)
    assert said in client.text
    assert "vẫn còn nguyên" in client.text
    client.post(at, {"nha_cung_cap": SAMPLE})
    assert "Đang gửi yêu cầu ký" in client.text


def test_a_person_may_wait_no_longer_and_choose_another_way(
    client: PageClient, life: Life, signer: FakeSigner
) -> None:
    at = _ordered(client, life)
    _look(life, 2)
    client.get(at)
    order_id = UUID(signer.asked[0].transaction)
    client.post(f"{at}/huy", {"yeu_cau": str(order_id)})
    assert "Đã hủy yêu cầu ký số từ xa" in client.text
    assert "Tải tờ khai về máy" in client.text
    for nonsense in ("", str(UUID(int=7))):
        client.post(f"{at}/huy", {"yeu_cau": nonsense})
        assert client.status == 404


def test_only_services_that_are_set_up_are_offered(
    client: PageClient, life: Life, app: Flask
) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    at = _at(life, draft_id)
    client.get(at)
    client.post(at, {"nha_cung_cap": "khac"})
    assert client.status == 422
    assert "Hãy chọn nhà cung cấp chữ ký số." in client.text
    known = app.extensions["services"]
    without = replace(known.settings, remote_signers="")
    app.extensions["services"] = replace(known, settings=without)
    client.get(at)
    assert "chưa kết nối với nhà cung cấp ký số từ xa nào" in client.text
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    assert "/tu-xa" not in client.text


def test_nobody_elses_declaration_can_be_signed(client: PageClient, life: Life) -> None:
    at = _at(life, life.declared())
    client.sign_in("congdan2")
    for path in (at, f"{at}/trang-thai"):
        assert client.get(path).status_code == 404
    client.post(at, {"nha_cung_cap": SAMPLE})
    assert client.status == 404


def test_an_invited_person_signs_remotely_too(
    client: PageClient, life: Life, signer: FakeSigner
) -> None:
    draft_id = life.draft("1.000894")
    with life.services.transaction(life.actor(CITIZEN)) as call:
        prepare(call, draft_id)
    life.work()
    at = _at(life, draft_id)
    client.sign_in("congdan3")
    client.get(at.removesuffix("/tu-xa"))
    assert f'href="{at}"' in client.text
    client.post(at, {"nha_cung_cap": SAMPLE})
    signer.answers = [Progress(Stage.SIGNED, signature=b"signed")]
    _look(life, 2)
    life.work()
    client.get(at)
    assert "Bạn đã ký tờ khai này" in client.text
    client.post(at, {"nha_cung_cap": SAMPLE})
    assert client.status == 409
    assert "Bạn đã ký tờ khai này; chữ ký của bạn hợp lệ." in client.text


def test_a_notice_comes_twice_late_or_for_nothing_and_does_no_harm(
    client: PageClient, life: Life, signer: FakeSigner
) -> None:
    at = _ordered(client, life)
    _look(life, 2)
    (provider,) = life.services.settings.remote_providers
    address = notice_url(provider, NOTICES)
    transaction = signer.asked[0].transaction

    def tell(about: str, to: str = address) -> int:
        body = {"sp_id": provider.client_id, "status_code": 200, "transaction_id": about}
        data = json.dumps(body)
        return client.http.post(to, data=data, content_type="application/json").status_code

    assert [tell(transaction), tell(transaction)] == [200, 200]
    with life.services.reading() as db:
        wanted = select(OutboxRow).where(OutboxRow.effect == "FollowOrder")
        assert db.scalars(wanted).one().done_at is None
    signer.answers = [Progress(Stage.SIGNED, signature=b"signed")]
    _look(life)
    assert tell(transaction) == 200, "late"
    assert [tell("khong-co"), tell(UUID(int=7).hex)] == [200, 200]
    forged = (address[:-1] + "0", f"{NOTICES}/khac/x", f"{NOTICES}/{SAMPLE}/x")
    assert [tell(transaction, to) for to in forged] == [404] * 3
    assert client.http.post(address, data=b"\xff").status_code == 404
    assert client.get(f"{at}/trang-thai").json == {"state": "done"}
