"""A sealed paper, as readers see it that know nothing of this project."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from procedures.errors import NotAllowed, NotLawful, Unavailable
from procedures.papers import outfit
from procedures.papers.capacity import OTHER_CAPACITY
from procedures.papers.outfit import open_keys, open_seal, sealing
from procedures.papers.pens import Pen
from procedures.papers.pki_authorities import Issuer, revoke
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.press import WeasyPress
from procedures.papers.seal import Sealer
from procedures.ports import SignerRef
from tests.papers.blank import blank_paper
from tests.papers.conftest import AGENCY, LEADER, TestPki, utc_now
from tests.papers.samples import BIRTH

SILENT = SignerRef("khoa-9", LEADER.name, "", AGENCY.organisation)
"""A certificate that does not say whose it is, but bears the leader's name."""
Told = Callable[..., str]


def test_a_decision_has_two_valid_signatures_and_a_time_stamp_over_all(
    paper: bytes, told: Told
) -> None:
    report = told(paper, "pdfsig", "-nocert")
    leader, seal, stamp = report.split("Signature #")[1:]
    for signature, name in ((leader, "ChuKyLanhDao"), (seal, "ConDau")):
        assert name in signature
        assert "Signature is Valid." in signature
        assert "Not total document signed" in signature
        assert "ETSI.CAdES.detached" in signature
    assert "DocTS1" in stamp
    assert "Total document signed" in stamp


def test_a_slip_carries_the_seal_and_the_time_stamp(slip: bytes, told: Told) -> None:
    seal, stamp = told(slip, "pdfsig", "-nocert").split("Signature #")[1:]
    assert "Signature is Valid." in seal
    assert "Total document signed" in stamp


@pytest.mark.parametrize("kind", ["paper", "slip"])
def test_a_strict_reader_finds_nothing_wrong(
    kind: str, request: pytest.FixtureRequest, told: Told
) -> None:
    report = told(request.getfixturevalue(kind), "qpdf", "--check")
    assert "No syntax or stream encoding errors found" in report
    assert "WARNING" not in report
    assert "PDF Version: 1.7" in report


def test_the_printed_bytes_stay_as_they_were(blank: bytes, paper: bytes) -> None:
    assert paper.startswith(blank)


def test_the_file_carries_validation_data_and_stays_in_its_format(paper: bytes) -> None:
    with pikepdf.open(BytesIO(paper)) as pdf:
        store = pdf.Root.DSS
        assert len(store.OCSPs) == 3
        assert len(store.CRLs) == 1
        assert "/Version" not in pdf.Root
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"
            assert meta["pdfaid:conformance"] == "A"


def test_signatures_are_drawn_at_their_places_without_fonts(paper: bytes, told: Told) -> None:
    with pikepdf.open(BytesIO(paper)) as pdf:
        boxes = {str(w.T): [round(float(v)) for v in w.Rect] for w in pdf.pages[0].Annots}
    assert boxes == {
        "ChuKyLanhDao": [233, 626, 386, 700],
        "ConDau": [181, 611, 283, 713],
        "DocTS1": [0, 0, 0, 0],
    }
    assert told(paper, "pdffonts").count("\n") == 2


def test_a_paper_without_places_gets_invisible_signatures(sealer: Sealer, told: Told) -> None:
    sealed = sealer.apply(blank_paper(places=False), leader=LEADER, agency=AGENCY)
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid.") == 2


def test_a_printed_paper_keeps_its_own_face(sealer: Sealer, press: WeasyPress, told: Told) -> None:
    printed = press.render("giay-khai-sinh", BIRTH)
    sealed = sealer.apply(printed, leader=LEADER, agency=AGENCY)
    fonts = told(sealed, "pdffonts").splitlines()[2:]
    assert fonts
    assert all("Tinos" in line for line in fonts)
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid.") == 2
    assert "No syntax or stream encoding errors" in told(sealed, "qpdf", "--check")


def test_a_silent_time_authority_stops_the_seal(
    pki: TestPki, fonts_dir: Path, blank: bytes
) -> None:
    sealer = open_seal(pki.folder, "http://127.0.0.1:9", fonts_dir, utc_now)
    with pytest.raises(Unavailable):
        sealer.apply(blank, leader=LEADER, agency=AGENCY)


def test_a_revoked_certificate_signs_no_more(pki: TestPki, fonts_dir: Path, blank: bytes) -> None:
    dismissed = SignerRef("leader-99", "Lê Văn Cũ", "Chủ tịch", AGENCY.organisation)
    held = open_keys(pki.folder, utc_now).held(dismissed)
    revoke(PkiFolder(pki.folder), Issuer.GOVERNMENT, held.certificate, utc_now())
    sealer = open_seal(pki.folder, pki.url, fonts_dir, utc_now)
    with pytest.raises(NotAllowed):
        sealer.apply(blank, leader=dismissed, agency=AGENCY)


class Mixed:
    """A key store in which somebody named the wrong keys."""

    def __init__(self, pki: TestPki, wrong: Mapping[SignerRef, SignerRef]) -> None:
        self._keys = pki.keys
        self._wrong = wrong

    def held(self, signer: SignerRef) -> Pen:
        return self._keys.held(self._wrong.get(signer, signer))


@pytest.mark.parametrize(
    "wrong",
    [{AGENCY: LEADER}, {LEADER: AGENCY}, {LEADER: AGENCY, AGENCY: LEADER}, {AGENCY: SILENT}],
    ids=["personal-seal", "seal-signs", "swapped", "silent-seal-of-the-leader"],
)
def test_keys_in_each_others_place_sign_nothing(
    pki: TestPki, fonts_dir: Path, blank: bytes, wrong: Mapping[SignerRef, SignerRef]
) -> None:
    ways = outfit.test_authorities(pki.folder, pki.url)
    sealer = sealing(Mixed(pki, wrong), ways, fonts_dir, utc_now)(pki.trust)
    with pytest.raises(NotAllowed) as told:
        sealer.apply(blank, leader=LEADER, agency=AGENCY)
    assert told.value.msgid == OTHER_CAPACITY


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all"])
def test_what_is_no_paper_is_refused(sealer: Sealer, data: bytes) -> None:
    with pytest.raises(NotLawful):
        sealer.apply(data, leader=LEADER, agency=AGENCY)


def test_a_sealed_paper_is_not_sealed_again(sealer: Sealer, paper: bytes) -> None:
    with pytest.raises(NotLawful):
        sealer.apply(paper, leader=LEADER, agency=AGENCY)


def test_a_worker_that_runs_for_years_takes_up_the_renewed_key(
    pki: TestPki, fonts_dir: Path, blank: bytes
) -> None:
    office = SignerRef("unit-44", "Sở Tư pháp", "", "Sở Tư pháp")
    first = pki.keys.held(office).certificate
    moment = [utc_now()]
    sealer = open_seal(pki.folder, pki.url, fonts_dir, lambda: moment[0])
    sealer.apply(blank, leader=None, agency=office)
    assert pki.keys.held(office).certificate == first
    moment[0] = first.not_valid_after_utc - timedelta(days=3)
    # The authorities of this test live in the present and cannot vouch for that day.
    with pytest.raises(Unavailable):
        sealer.apply(blank, leader=None, agency=office)
    assert pki.keys.held(office).certificate.serial_number != first.serial_number
