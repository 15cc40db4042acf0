"""Every paper that the press prints is whole, archival, searchable and the same each time."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.public.report import schema
from procedures.catalogue import SlipSigner, form_sets
from procedures.papers.faults import UnprintableError
from procedures.papers.places import AGENCY_PLACE, LEADER_PLACE, places
from procedures.papers.press import DATA_NAME, WeasyPress
from tests.papers.samples import ALL, BIRTH, DECLARATION, GENERIC, RECEPTION, Sample

_PDFA = "http://www.aiim.org/pdfa/ns/id/"
_FORMS = {one.slips[slip].template: one.slips[slip] for one in form_sets() for slip in one.slips}
_SLIPS = sorted(name for name, form in _FORMS.items() if form.signer is SlipSigner.OFFICER)
_SIGNED = sorted(
    name
    for name in {name.split("+")[0] for name in ALL} - {"to-khai"}
    if name not in _FORMS or _FORMS[name].signer is SlipSigner.LEADER
)


def _template(name: str) -> str:
    return name.split("+", maxsplit=1)[0]


def _text(pdf: bytes, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    return done.stdout.decode()


def _words(pdf: bytes) -> str:
    return " ".join(_text(pdf, "-raw").split())


def _fonts(pdf: bytes) -> dict[str, bool]:
    with pikepdf.open(BytesIO(pdf)) as file:
        kinds = [
            descendant.FontDescriptor
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/DescendantFonts" in thing
            for descendant in thing.DescendantFonts
        ]
        return {str(kind.FontName): "/FontFile2" in kind for kind in kinds}


@pytest.fixture(scope="module")
def printed(press: WeasyPress) -> dict[str, bytes]:
    """Every sample, printed once."""
    return {name: press.render(_template(name), context) for name, context in ALL.items()}


@pytest.mark.parametrize("name", ALL)
def test_a_paper_claims_and_keeps_the_marks_of_an_archive(
    printed: Mapping[str, bytes], name: str
) -> None:
    with pikepdf.open(BytesIO(printed[name])) as file:
        root = file.Root
        assert file.pdf_version == "1.7"
        assert "/Version" not in root
        assert not file.is_encrypted
        assert str(root.Lang) == "vi"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as meta:
            assert meta[f"{{{_PDFA}}}part"] == "3"
            assert meta[f"{{{_PDFA}}}conformance"] == "A"
            assert meta["dc:title"] == str(file.docinfo.Title)


@pytest.mark.parametrize("name", ALL)
def test_only_the_paper_face_is_in_the_file(printed: Mapping[str, bytes], name: str) -> None:
    fonts = _fonts(printed[name])
    assert fonts
    assert all("+Tinos-Giay-To" in font and embedded for font, embedded in fonts.items()), fonts


@pytest.mark.parametrize("name", ALL)
def test_an_independent_reader_finds_no_fault(printed: Mapping[str, bytes], name: str) -> None:
    with pikepdf.open(BytesIO(printed[name])) as file:
        assert file.check_pdf_syntax() == []


@pytest.mark.parametrize("name", ALL)
def test_text_is_searchable_as_composed_vietnamese(printed: Mapping[str, bytes], name: str) -> None:
    text = _text(printed[name])
    assert unicodedata.is_normalized("NFC", text)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert any(syllable in text for syllable in ("ướ", "ưở", "ười", "ượ", "ữ"))
    assert "\ufffd" not in text
    assert "□" not in text


def test_stacked_marks_are_found(printed: Mapping[str, bytes]) -> None:
    text = _text(printed["giay-khai-sinh"])
    for words in ("Giấy khai sinh", "GIẤY KHAI SINH", "VI THỊ MỸ LƯỢNG", "Hoàng Thị Ngọc Hường"):
        assert words in text


@pytest.mark.parametrize("name", ["giay-khai-sinh", "giay-tiep-nhan", "to-khai"])
def test_the_same_context_gives_the_same_bytes(
    press: WeasyPress, printed: Mapping[str, bytes], name: str
) -> None:
    assert press.render(_template(name), ALL[name]) == printed[name]


def test_another_process_gives_the_same_bytes(
    printed: Mapping[str, bytes], fonts_dir: Path
) -> None:
    root = Path(__file__).parents[2]
    program = (
        "import sys, hashlib; from pathlib import Path;"
        "from procedures.papers.press import WeasyPress; from tests.papers.samples import BIRTH;"
        "press = WeasyPress(Path('templates/papers'), Path(sys.argv[1]));"
        "print(hashlib.sha256(press.render('giay-khai-sinh', BIRTH)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(fonts_dir)],
        cwd=root, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == sha256(printed["giay-khai-sinh"]).hexdigest()


def test_the_facts_travel_inside_once_and_dated(printed: Mapping[str, bytes]) -> None:
    with pikepdf.open(BytesIO(printed["giay-khai-sinh"])) as file:
        assert [str(spec.UF) for spec in file.Root.AF] == [DATA_NAME]
        assert str(file.Root.AF[0].AFRelationship) == "/Data"
        attached = file.attachments[DATA_NAME].get_file()
        assert attached.mime_type == "application/json"
        assert str(attached.obj.Params.CreationDate) == "D:20240205020500Z"
        data = json.loads(attached.read_bytes())
    assert data["template"] == "giay-khai-sinh"
    assert data["facts"]["fields"] == BIRTH["fields"]
    assert data["facts"]["applicant"] == {"name": "Nguyễn Phước Bảo Quỳnh"}


@pytest.mark.parametrize("name", ALL)
def test_the_data_fit_the_published_schema(printed: Mapping[str, bytes], name: str) -> None:
    with pikepdf.open(BytesIO(printed[name])) as file:
        data = json.loads(file.attachments[DATA_NAME].get_file().read_bytes())
    Draft202012Validator(schema("paper")).validate(data)
    if data["facts"].get("verify_url"):
        assert data["$schema"].endswith("/xac-minh/du-lieu.schema.json")


def test_a_slip_keeps_the_contact_that_it_shows(printed: Mapping[str, bytes]) -> None:
    with pikepdf.open(BytesIO(printed["giay-tiep-nhan"])) as file:
        data = json.loads(file.attachments[DATA_NAME].get_file().read_bytes())
    assert data["facts"]["applicant"]["phone"] == "0912 345 678"


@pytest.mark.parametrize("name", _SIGNED)
def test_what_a_leader_signs_keeps_a_place_for_signature_and_seal(
    printed: Mapping[str, bytes], name: str
) -> None:
    found = places(PdfFileReader(BytesIO(printed[name])))
    signature, seal = found[LEADER_PLACE], found[AGENCY_PLACE]
    left, bottom, right, top = seal.box
    assert signature.page == seal.page
    assert right - left == pytest.approx(102, abs=1)  # 36 mm, in whole points
    assert top - bottom == pytest.approx(102, abs=1)
    covered = (right - signature.box[0]) / (signature.box[2] - signature.box[0])
    assert covered == pytest.approx(1 / 3, abs=0.02)
    assert 0 < bottom < top < 842


@pytest.mark.parametrize("name", _SLIPS)
def test_an_officers_slip_keeps_a_place_for_the_seal_only(
    printed: Mapping[str, bytes], name: str
) -> None:
    assert set(places(PdfFileReader(BytesIO(printed[name])))) == {AGENCY_PLACE}


def test_a_long_declaration_numbers_its_pages_from_the_second(
    printed: Mapping[str, bytes],
) -> None:
    pages = _text(printed["to-khai"], "-layout").split("\f")[:-1]
    assert len(pages) == 3
    heads = [[row.strip() for row in page.splitlines()[:4]] for page in pages]
    assert "2" in heads[1]
    assert "3" in heads[2]
    assert "1" not in heads[0]
    repeated = sum("Nơi thường trú, tạm trú" in page for page in pages)
    assert repeated == 2


def test_the_test_mark_is_said_on_every_page_and_only_then(
    press: WeasyPress, printed: Mapping[str, bytes]
) -> None:
    words = "BẢN THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    marked = _text(printed["to-khai"]).split("\f")[:-1]
    assert all(words in page for page in marked)
    assert words not in _text(press.render("giay-khai-sinh", {**BIRTH, "test_mark": False}))


@pytest.mark.parametrize(
    "name", [name for name, context in ALL.items() if "form" in context], ids=str
)
def test_a_slip_bears_the_title_and_the_number_of_its_form(
    printed: Mapping[str, bytes], name: str
) -> None:
    text = _words(printed[name])
    form = ALL[name]["form"]
    assert f"{form['number']} ban hành kèm theo {form['set']}" in text
    assert ALL[name]["title"]["vi"].upper() in text


def test_each_set_has_its_own_reception_slip(printed: Mapping[str, bytes]) -> None:
    new, old = (_words(printed[name]) for name in ("giay-tiep-nhan", "giay-tiep-nhan-2018"))
    assert "6. Phí, lệ phí (nếu có): Miễn lệ phí" in new
    assert "Loại giấy tờ" in new
    assert "lệ phí (nếu có)" not in old
    assert "3. Thời gian giải quyết hồ sơ theo quy định là: trong ngày làm việc" in old
    for text in (new, old):
        assert "Quyển số:" in text
        assert "Số thứ tự: 37" in text


@pytest.mark.parametrize(
    ("name", "head"),
    [("phieu-kiem-soat", "THỜI GIAN GIAO, NHẬN HỒ SƠ"), ("so-theo-doi", "Tên thủ tục hành chính")],
)
def test_a_long_table_repeats_its_head_and_numbers_its_pages(
    printed: Mapping[str, bytes], name: str, head: str
) -> None:
    pages = [" ".join(page.split()) for page in _text(printed[name], "-raw").split("\f")[:-1]]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert head in page
        assert number == 1 or f" {number} " in f" {page} "


def test_the_register_lies_across_the_page(printed: Mapping[str, bytes]) -> None:
    with pikepdf.open(BytesIO(printed["so-theo-doi"])) as file:
        boxes = [[float(edge) for edge in page.MediaBox] for page in file.pages]
    assert all(box[2] > box[3] for box in boxes)


def test_an_apology_names_the_broken_promise_and_the_new_date(
    printed: Mapping[str, bytes],
) -> None:
    old, new = (_words(printed[name]) for name in ("phieu-xin-loi", "van-ban-xin-loi"))
    for text in (old, new):
        assert "17 giờ 00 phút, ngày 05 tháng 02 năm 2024" in text
        assert "ngày 08 tháng 02 năm 2024" in text
        assert "xin lỗi Ông/Bà" in text
        assert "KT. CHỦ TỊCH" in text
    assert "sẽ trả kết quả vào" in old
    assert "đề nghị gia hạn thời gian giải quyết hồ sơ đến hết" in new


def test_decomposed_and_odd_input_prints_composed(press: WeasyPress) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Hưởng")
    odd = {**BIRTH, "applicant": {"name": f"{name}\u202e\x07 漢 <b>x</b>"}}
    fields = {**BIRTH["fields"], "nyc_ho_ten": ""}
    pdf = press.render("giay-khai-sinh", {**odd, "fields": fields})
    text = _text(pdf)
    assert "Nguyễn Thị Ngọc Hưởng □ <b>x</b>" in text
    assert all("Tinos-Giay-To" in font for font in _fonts(pdf))
    with pikepdf.open(BytesIO(pdf)) as file:
        data = json.loads(file.attachments[DATA_NAME].get_file().read_bytes())
    assert "漢" in data["facts"]["applicant"]["name"]


def test_a_field_that_no_template_foresaw_is_printed(press: WeasyPress) -> None:
    volume = {"label": "Quyển số", "lines": ["Quyển 02/2024"]}
    fields = {**BIRTH["fields"], "so_quyen": volume}
    pdf = press.render("giay-khai-sinh", {**BIRTH, "fields": fields})
    assert "Quyển số: Quyển 02/2024" in _text(pdf)


def test_the_general_form_takes_any_title(press: WeasyPress) -> None:
    text = _text(press.render("van-ban-ket-qua", GENERIC))
    assert "TRÍCH LỤC KHAI SINH (BẢN SAO)" in text
    assert "Số đăng ký: 12/2024" in text


@pytest.mark.parametrize("gone", ["received_at", "due_at", "receiver", "date"])
def test_a_missing_fact_stops_the_paper(press: WeasyPress, gone: str) -> None:
    context: Sample = {key: value for key, value in RECEPTION.items() if key != gone}
    with pytest.raises(UnprintableError, match=gone):
        press.render("giay-tiep-nhan", context)


def test_an_unknown_template_is_a_fault_of_its_own(press: WeasyPress) -> None:
    with pytest.raises(UnprintableError, match="khong-co"):
        press.render("khong-co", BIRTH)


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/dau.png",
        "file:///etc/passwd",
        "data:image/png;base64,aGVsbG8=",
        "dau.png",
    ],
)
def test_a_picture_that_cannot_be_had_stops_the_paper(
    tmp_path: Path, fonts_dir: Path, source: str
) -> None:
    (tmp_path / "giay.css").write_text("html { font: 13pt 'Tinos Giay To' }", "utf-8")
    (tmp_path / "goc.css").write_text("html, body, img { display: block }", "utf-8")
    page = f'<html lang="vi"><title>Thử</title><img alt="dấu" src="{source}">'
    (tmp_path / "thu.html").write_text(page, "utf-8")
    with pytest.raises(UnprintableError):
        WeasyPress(tmp_path, fonts_dir).render("thu", BIRTH)


def test_a_folder_without_the_face_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="Tinos_400Regular"):
        WeasyPress(tmp_path, tmp_path)


def test_a_declaration_names_every_file_by_its_digest(printed: Mapping[str, bytes]) -> None:
    text = "".join(_text(printed["to-khai"]).split())
    assert all(file["sha256"] in text for file in DECLARATION["attachments"])


def test_everybody_who_signs_a_declaration_has_a_place_on_it(press: WeasyPress) -> None:
    couple = [{"role": {"vi": f"Bên {who}"}, "name": f"Họ tên {who}"} for who in ("nữ", "nam")]
    said = _words(press.render("to-khai", {**DECLARATION, "signers": couple}))
    for who in ("nữ", "nam"):
        assert f"BÊN {who.upper()} (Ký, ghi rõ họ, chữ đệm, tên) Họ tên {who}" in said
    assert "NGƯỜI YÊU CẦU" not in said
    assert "Chúng tôi cam đoan" in said
    assert "NGƯỜI YÊU CẦU" in _words(
        press.render("to-khai", {**DECLARATION, "signers": couple[:1]})
    )
