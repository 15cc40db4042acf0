"""Paper at the counter: found or entered by number, typed, scanned, compared, received at once."""

from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.records import Draft, Person
from tests.acts.intake import CLERK, COLLEAGUE, NOBODY_YET, begun, ready, typed
from tests.factories import SMALL_PDF, Life
from tests.pages import PageClient
from tests.portal.filing import fields_of
from tests.portal.officers import Queries

BEGIN = "/mot-cua/tai-quay/thu-tuc/1.001193"


def _newest(services: Services) -> Draft:
    with services.reading() as db:
        return db.scalars(select(Draft).order_by(Draft.created_at.desc()).limit(1)).one()


def _at(draft_id: UUID) -> str:
    return f"/mot-cua/tai-quay/nhap/{draft_id}/ket-thuc"


def test_somebody_new_is_entered_by_number_and_never_in_an_address(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CLERK)
    client.get("/mot-cua/tai-quay?q=khai+sinh")
    assert f'href="{BEGIN}"' in client.text
    client.get(BEGIN)
    number = NOBODY_YET.citizen_no
    came = client.post(BEGIN, {**fields_of(client.tree, "1.001193"), "citizen_no": number})
    assert client.status == 200
    assert "chưa có trong hệ thống" in client.text
    assert number not in came.request.url
    sent = {**fields_of(client.tree, "1.001193"), "citizen_no": number}
    client.post(BEGIN, dict(sent))
    assert client.status == 422
    assert "Hãy nhập họ và tên người nộp" in client.text
    sent = {
        **fields_of(client.tree, "1.001193"),
        "full_name": "Nguyễn Thị Mới",
        "birth_date-ngay": "6",
        "birth_date-thang": "5",
        "birth_date-nam": "1990",
        "gender": "nu",
    }
    came = client.post(BEGIN, dict(sent))
    assert client.status == 200
    assert "Nhập từ hồ sơ giấy của Nguyễn Thị Mới" in client.text
    assert number not in came.request.url
    draft = _newest(services)
    with services.reading() as db:
        assert db.get_one(Person, draft.owner_id).citizen_no == number


def test_a_known_number_is_confirmed_against_the_identity_paper(
    client: PageClient, services: Services, life: Life
) -> None:
    begun(life)
    client.sign_in(CLERK)
    client.get(BEGIN)
    asked = {**fields_of(client.tree, "1.001193"), "citizen_no": NOBODY_YET.citizen_no}
    client.post(BEGIN, dict(asked))
    assert "Đúng người này, nhập tờ khai" in client.text
    assert "06/05/1990" in client.text
    client.post(BEGIN, dict(fields_of(client.tree, "1.001193")))
    assert client.status == 200
    assert _newest(services).channel == "truc-tiep"
    client.get(BEGIN)
    client.post(BEGIN, {**fields_of(client.tree, "1.001193"), "citizen_no": "123"})
    assert client.status == 422
    assert "Số định danh cá nhân gồm 12 chữ số." in client.text


def test_scanned_compared_and_received_with_a_slip_for_both(client: PageClient, life: Life) -> None:
    draft_id = begun(life)
    typed(life, draft_id)
    client.sign_in(CLERK)
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    client.get(_at(draft_id))
    client.post(_at(draft_id), {"lam": "nhan"})
    assert client.status == 422
    assert "Chưa đối chiếu bản quét" in client.text
    scan = (BytesIO(SMALL_PDF), "to-khai-ky-tay.pdf")
    client.post(_at(draft_id), {"lam": "luu", "to_khai_quet": scan})
    assert client.status == 200
    assert "to-khai-ky-tay.pdf" in client.text
    ticks = [
        str(box.get("value"))
        for box in (client.tree.iter("input") if client.tree else ())
        if box.get("name") == "doi_chieu"
    ]
    client.post(_at(draft_id), {"lam": "nhan", "doi_chieu": ticks})
    assert client.status == 200
    assert "Đã tiếp nhận hồ sơ giấy" in client.text
    assert life.dossier(draft_id).state is State.RECEIVED
    again = client.post(_at(draft_id), {"lam": "nhan", "doi_chieu": ticks})
    assert again.request.path == f"/mot-cua/tai-quay/{draft_id}/da-nhan"
    life.work()
    client.get(f"/mot-cua/tai-quay/{draft_id}/da-nhan")
    assert "In 2 liên" in client.text
    assert "/tep/giay/" in client.text
    client.get(f"/mot-cua/{draft_id}")
    assert "đã đối chiếu với bản giấy" in client.text
    assert "ban=so-hoa" in client.text


def test_the_next_one_is_one_press_away(client: PageClient, life: Life) -> None:
    draft_id = ready(life)
    client.sign_in(CLERK)
    client.get(_at(draft_id))
    sent = fields_of(client.tree, "ket-thuc")
    came = client.post(_at(draft_id), {**sent, "lam": "nhan_tiep"})
    assert came.request.path == BEGIN
    assert life.dossier(draft_id).code in client.text


def test_a_bad_scan_is_told_beside_its_input(client: PageClient, life: Life) -> None:
    draft_id = begun(life)
    typed(life, draft_id)
    client.sign_in(CLERK)
    client.get(_at(draft_id))
    scan = (BytesIO(b"not a document"), "to-khai.pdf")
    client.post(_at(draft_id), {"lam": "nhan", "to_khai_quet": scan})
    assert client.status == 422
    assert 'href="#to_khai_quet"' in client.text


def test_what_a_desk_began_is_listed_there_and_thrown_away_after_asking(
    client: PageClient, services: Services, life: Life
) -> None:
    draft_id = begun(life)
    client.sign_in(CLERK)
    with Queries(services.engine) as queries:
        client.get("/mot-cua/tai-quay")
    assert len(queries.seen) <= 8
    assert "Nguyễn Thị Mới" in client.text
    client.get(f"/ho-so/nhap/{draft_id}/xoa")
    assert "/mot-cua/tai-quay" in client.text
    client.post(f"/ho-so/nhap/{draft_id}/xoa")
    assert "Không có hồ sơ nào đang nhập dở." in client.text


def test_another_desk_finds_nothing_of_it(client: PageClient, life: Life) -> None:
    draft_id = ready(life)
    client.sign_in(COLLEAGUE)
    for address in (_at(draft_id), f"/ho-so/nhap/{draft_id}/xem-lai"):
        client.get(address)
        assert client.status == 404
    client.get("/mot-cua/tai-quay")
    assert "Nguyễn Thị Mới" not in client.text


def test_a_procedure_without_a_paper_channel_is_not_begun(client: PageClient) -> None:
    client.sign_in(CLERK)
    client.get("/mot-cua/tai-quay/thu-tuc/9.999999")
    assert client.status == 404
