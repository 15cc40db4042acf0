"""Trust stores through the pages: read before it is proposed, decided by another, seen by all."""

import io
import re
from datetime import timedelta

import pytest
from cryptography import x509
from flask import Flask

from portal.wiring import utc_now
from procedures.anchors import Store
from procedures.papers.wire import SILENT
from procedures.records import Crl
from tests.authorities import DAY, Authority
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.officers import Queries
from tests.trusting import proposed, trusted

WHERE = "/quan-tri/tin-cay"
ORDER = {"document": "12/QĐ-BTTTT", "grounds": "Đổi tổ chức cung cấp dịch vụ"}
ROOT = Authority.made("CA công cộng A")


def _typed(made: Authority, **more: str) -> dict[str, str]:
    return {"store": "citizens", "origin": "real", "pem": made.pem.decode(), **ORDER, **more}


@pytest.fixture
def second(app: Flask) -> PageClient:
    """Another administrator at their pages."""
    other = PageClient(app)
    other.sign_in("quantri2")
    return other


def test_what_a_certificate_says_is_read_before_it_is_proposed_and_another_approves(
    client: PageClient, second: PageClient, life: Life
) -> None:
    client.sign_in("quantri")
    client.get(WHERE)
    assert "Kho trống." in client.text
    client.get(f"{WHERE}/them")
    sent = {**_typed(ROOT), "pem": "", "pem_file": (io.BytesIO(ROOT.der), "ca.cer")}
    client.post(f"{WHERE}/them", sent, content_type="multipart/form-data")
    assert "Đề nghị tin cậy chứng thư CA công cộng A?" in client.text
    for said in ("CN=CA công cộng A", "EC 256", "SHA256", "Chứng thư gốc"):
        assert said in client.text
    assert life.services.trust.now().citizens.anchors == ()
    change = client.post(f"{WHERE}/them", _typed(ROOT, buoc="ghi")).request.path
    assert "Một quản trị viên khác cần duyệt." in client.text
    assert "Duyệt, đổi kho ngay" not in client.text
    client.post(f"{change}/duyet", {"buoc": "ghi"})
    assert client.status == 403
    second.get("/quan-tri")
    assert "đang chờ người thứ hai duyệt" in second.text
    second.get(change)
    second.post(f"{change}/duyet", {"buoc": "ghi"})
    assert "Đã duyệt. Kho đã đổi." in second.text
    assert len(life.services.trust.now().citizens.anchors) == 1
    client.get(f"{WHERE}/lich-su")
    assert "Đã duyệt" in client.text
    client.get("/quan-tri/so-ghi/trust")
    assert "Duyệt thay đổi kho chứng thư tin cậy" in client.text


def test_a_private_key_is_refused_and_never_shown_again(client: PageClient) -> None:
    client.sign_in("quantri")
    both = (ROOT.pem + ROOT.key_pem).decode()
    client.post(f"{WHERE}/them", _typed(ROOT, pem=both))
    assert client.status == 422
    assert "khóa bí mật nên đã bị từ chối và không được lưu lại" in client.text
    assert "PRIVATE KEY" not in client.text
    assert 'value="12/QĐ-BTTTT"' in client.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"document": ""}, "Hãy ghi số, ký hiệu văn bản"),
        ({"grounds": " "}, "Hãy ghi lý do."),
        ({"origin": ""}, "Hãy chọn loại chứng thư."),
        ({"pem": "xin chào"}, "không phải là một chứng thư X.509"),
        ({"store": "all"}, "Hãy chọn kho."),
    ],
)
def test_what_is_wrong_is_told_beside_it(
    client: PageClient, wrong: dict[str, str], words: str
) -> None:
    client.sign_in("quantri")
    client.post(f"{WHERE}/them", _typed(ROOT, **wrong))
    assert client.status == 422
    assert words in client.text


def test_ending_shows_what_rests_on_it_and_the_day_before_stays_as_it_was(
    client: PageClient, second: PageClient, life: Life
) -> None:
    life.issued()
    key = trusted(life, ROOT, Store.GOVERNMENT)
    client.sign_in("quantri")
    at = f"{WHERE}/chung-thu/{key}"
    client.get(at)
    assert "Giấy tờ đã phát hành có thể dựa vào chứng thư này: nhiều nhất " in client.text
    assert "nhiều nhất 0" not in client.text
    client.post(f"{at}/thoi", {**ORDER, "why": "lost", "since": "hôm qua"})
    assert client.status == 422
    assert "Thời điểm không đúng." in client.text
    client.post(f"{at}/thoi", {**ORDER, "why": "lost", "since": "01/02/2026 08:00"})
    assert "Trong đó phát hành từ khi lộ khóa" in client.text
    client.post(f"{at}/thoi", {**ORDER, "why": "removed"})
    assert "vẫn xác minh được như cũ" in client.text
    change = client.post(f"{at}/thoi", {**ORDER, "why": "removed", "buoc": "ghi"}).request.path
    second.post(f"{change}/khong-duyet", {"grounds": "", "buoc": "ghi"})
    assert second.status == 422
    second.get(change)
    second.post(f"{change}/duyet", {"buoc": "ghi"})
    client.get(WHERE)
    assert "CA công cộng A" not in client.text
    client.get(f"{WHERE}/lich-su")
    assert "CA công cộng A" in client.text
    client.get(f"{WHERE}?ngay=01/01/2026")
    assert "Đang xem kho như vào cuối ngày 01/01/2026" in client.text
    client.get(f"{WHERE}?ngay=32/01/2026")
    assert "Ngày không đúng" in client.text


def test_one_s_own_proposal_is_taken_back(client: PageClient, life: Life) -> None:
    change = f"{WHERE}/de-nghi/{proposed(life, ROOT)}"
    client.sign_in("quantri")
    client.get(change)
    client.post(f"{change}/khong-duyet", {"grounds": "Nhầm tệp", "buoc": "ghi"})
    assert "Kho giữ nguyên." in client.text
    client.get(change)
    assert "Lý do không duyệt: Nhầm tệp" in client.text


def test_an_end_is_seen_months_before(client: PageClient, life: Life) -> None:
    trusted(life, Authority.made("CA sắp hết hạn", ends=200 * DAY))
    client.sign_in("quantri")
    client.get("/quan-tri")
    day = (utc_now() + 200 * DAY + timedelta(hours=7)).strftime("%d/%m/%Y")
    assert f"CA sắp hết hạn hết hạn ngày {day}" in client.text
    told = client.http.get("/metrics").get_data(as_text=True)
    (line,) = [x for x in told.splitlines() if x.startswith("portal_trust_anchor_seconds_left")]
    assert 199 < float(line.split()[1]) / DAY.total_seconds() < 201


def test_anybody_reads_the_anchors_of_papers_and_takes_them_along(
    client: PageClient, life: Life
) -> None:
    trusted(life, ROOT, Store.GOVERNMENT)
    trusted(life, Authority.made("CA của dân"))
    client.get("/xac-minh/chung-thu-goc")
    fingerprint = ROOT.certificate.fingerprint(ROOT.certificate.signature_hash_algorithm)  # type: ignore[arg-type]
    assert fingerprint.hex()[:8] in client.text
    assert "CA của dân" not in client.text
    answer = client.http.get("/xac-minh/trust-roots.pem")
    assert x509.load_pem_x509_certificates(answer.data) == [ROOT.certificate]


def test_the_pages_ask_little(client: PageClient, life: Life) -> None:
    key = trusted(life, ROOT)
    client.sign_in("quantri")
    for page in (WHERE, f"{WHERE}/lich-su", f"{WHERE}/chung-thu/{key}", "/quan-tri"):
        client.get(page)
        with Queries(life.services.engine) as asked:
            client.get(page)
        assert len(asked.seen) <= 8, (page, asked.seen)


def test_how_old_each_list_of_revoked_certificates_is_can_be_seen(
    client: PageClient, life: Life
) -> None:
    now = utc_now()
    with life.services.aside() as call:
        for name, days, fault in (("a", 2, ""), ("b", -1, SILENT)):
            call.db.add(
                Crl(
                    store=Store.GOVERNMENT,
                    address=f"http://ca.example/{name}.crl",
                    authority="0" * 64,
                    issuer=f"CA công vụ {name}",
                    sha256="0" * 64,
                    this_update=now - 3 * DAY,
                    next_update=now + days * DAY,
                    fetched_at=now - 2 * DAY,
                    tried_at=now,
                    named_at=now,
                    fault=fault,
                )
            )
    client.sign_in("quantri")
    client.get(WHERE)
    for said in ("CA công vụ a", "Mới", "CA công vụ b", "Quá hạn cập nhật", SILENT):
        assert said in client.text
    told = client.http.get("/metrics").get_data(as_text=True)
    (left,) = re.findall(r"^portal_revocation_list_seconds_left (\S+)$", told, re.MULTILINE)
    assert -87000 < float(left) < -86000
