"""What was asked for comes over the counter: begun from the dossier, typed, compared, taken."""

from io import BytesIO
from uuid import UUID

import pytest

from procedures.lifecycle import State
from procedures.records import Dossier
from tests.acts.intake import CLERK, COLLEAGUE, brought, desk_of
from tests.acts.stages import Stages
from tests.factories import CITIZEN, SMALL_PDF, Life
from tests.pages import PageClient
from tests.portal.filing import fields_of


@pytest.fixture
def asked(life: Life) -> UUID:
    """A dossier that waits for a supplement."""
    return Stages(life).fresh(State.AWAITING_SUPPLEMENT)


def _ticks(client: PageClient) -> list[str]:
    boxes = client.tree.iter("input") if client.tree else ()
    return [str(box.get("value")) for box in boxes if box.get("name") == "doi_chieu"]


def test_from_the_dossier_to_the_promise_that_runs_on(
    client: PageClient, life: Life, asked: UUID
) -> None:
    client.sign_in(CLERK)
    client.get(f"/mot-cua/{asked}")
    begin = f"/mot-cua/{asked}/nhan-bo-sung"
    assert f'href="{begin}"' in client.text
    client.get(begin)
    assert "Đã yêu cầu người nộp bổ sung, hoàn thiện:" in client.text
    came = client.post(begin, fields_of(client.tree, "nhan-bo-sung"))
    assert client.status == 200
    assert came.request.path.endswith("/xem-lai")
    assert "Nhập phần bổ sung của hồ sơ" in client.text
    client.get(begin)
    sent = {**fields_of(client.tree, "nhan-bo-sung"), "channel": "truc-tuyen"}
    client.post(begin, dict(sent))
    assert client.status == 422
    assert 'href="#channel"' in client.text
    last = f"/mot-cua/tai-quay/nhap/{brought(life, asked)}/ket-thuc"
    client.get(last)
    scan = (BytesIO(SMALL_PDF), "to-khai-ky-tay.pdf")
    client.post(last, {"lam": "luu", "to_khai_quet": scan})
    came = client.post(last, {"lam": "nhan", "doi_chieu": _ticks(client)})
    assert client.status == 200
    assert came.request.path == f"/mot-cua/{asked}/da-nhan-bo-sung"
    assert "to-khai-ky-tay.pdf" in client.text
    again = client.post(last, {"lam": "nhan", "ho_so": str(asked)})
    assert again.request.path == came.request.path
    assert life.dossier(asked).state is State.IN_PROGRESS
    client.get(f"/mot-cua/{asked}")
    assert "nhập từ bản giấy của" in client.text
    assert "Ký tay:" in client.text
    client.get(begin)
    assert client.status == 409


def test_nobody_else_opens_it(client: PageClient, life: Life, asked: UUID) -> None:
    last = f"/mot-cua/tai-quay/nhap/{brought(life, asked)}/ket-thuc"
    pages = (f"/mot-cua/{asked}/nhan-bo-sung", last, f"/mot-cua/{asked}/da-nhan-bo-sung")
    for who, status in ((COLLEAGUE, 404), (CITIZEN, 403), ("tuphap.tanmy", 403)):
        client.sign_in(who)
        for page in pages:
            client.get(page)
            assert client.status == status, (who, page)


def test_the_desk_that_helped_to_file_it_takes_the_supplement(
    client: PageClient, life: Life, asked: UUID
) -> None:
    with life.services.transaction() as call:
        call.db.get_one(Dossier, asked).support_unit_id = desk_of(life, COLLEAGUE)
    client.sign_in(COLLEAGUE)
    client.get(f"/mot-cua/{asked}")
    assert "Nhận bổ sung tại quầy" in client.text
    begin = f"/mot-cua/{asked}/nhan-bo-sung"
    client.get(begin)
    client.post(begin, fields_of(client.tree, "nhan-bo-sung"))
    assert client.status == 200
    client.get("/mot-cua/tai-quay")
    assert f"Bổ sung hồ sơ {life.dossier(asked).code}" in client.text
    client.sign_in(CLERK)
    client.get("/mot-cua/tai-quay")
    assert "Bổ sung hồ sơ" not in client.text


def test_before_a_supplement_there_is_nothing_to_tell_of(client: PageClient, asked: UUID) -> None:
    client.sign_in(CLERK)
    client.get(f"/mot-cua/{asked}/da-nhan-bo-sung")
    assert client.status == 404
