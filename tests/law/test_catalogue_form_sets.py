"""A slip follows the circular in force on its day, or the one that its field of law has."""

from datetime import date
from pathlib import Path

import pytest

from procedures.catalogue import CatalogueError, Slip, SlipSigner, form_for, form_sets
from procedures.catalogue.decrees import Duty, cited
from procedures.catalogue.files import read
from procedures.catalogue.form_sets import read_form_sets
from procedures.catalogue.node import Node

CIVIL, RESIDENCE = "ho-tich", "cu-tru"
EVE, DAY = date(2025, 9, 14), date(2025, 9, 15)


@pytest.mark.parametrize(
    ("slip", "old", "new"),
    [
        (Slip.RECEPTION, "01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả", None),
        (Slip.SUPPLEMENT, "02 Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", None),
        (
            Slip.REFUSAL,
            "03 Phiếu từ chối giải quyết hồ sơ",
            "03 Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        ),
        (
            Slip.APOLOGY,
            "04 Phiếu xin lỗi và hẹn lại ngày trả kết quả",
            "04 Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        ),
        (
            Slip.STOP,
            "03 Phiếu từ chối giải quyết hồ sơ",
            "05 Thông báo dừng giải quyết hồ sơ",
        ),
        (
            Slip.CONTROL,
            "05 Phiếu kiểm soát quá trình giải quyết hồ sơ",
            "06 Phiếu kiểm soát quá trình giải quyết hồ sơ",
        ),
        (Slip.REGISTER, "06 Sổ theo dõi hồ sơ", "07 Sổ theo dõi hồ sơ"),
    ],
)
def test_the_circular_of_2025_takes_over_on_its_day(slip: Slip, old: str, new: str | None) -> None:
    assert _named(slip, CIVIL, date(2018, 11, 23)) == _named(slip, CIVIL, EVE) == old
    assert _named(slip, CIVIL, DAY) == (new or old)
    assert form_for(slip, CIVIL, EVE).of.name == "TT 01/2018/TT-VPCP"
    assert form_for(slip, CIVIL, DAY).of.name == "TT 03/2025/TT-VPCP"


@pytest.mark.parametrize(
    ("slip", "number"),
    [(Slip.RECEPTION, "CT04"), (Slip.SUPPLEMENT, "CT05"), (Slip.REFUSAL, "CT06")],
)
def test_a_field_of_law_has_papers_of_its_own(slip: Slip, number: str) -> None:
    for on in (date(2024, 1, 1), DAY):
        assert form_for(slip, RESIDENCE, on).slip.number == number
    assert form_for(slip, RESIDENCE, date(2023, 12, 31)).slip.number.startswith("0")
    assert form_for(slip, RESIDENCE, DAY).of.name == "TT 53/2025/TT-BCA"


def test_what_a_field_does_not_have_is_of_the_general_set() -> None:
    assert form_for(Slip.APOLOGY, RESIDENCE, DAY) == form_for(Slip.APOLOGY, CIVIL, DAY)


def test_before_the_first_circular_there_is_no_form() -> None:
    with pytest.raises(CatalogueError):
        form_for(Slip.RECEPTION, CIVIL, date(2018, 11, 22))


def test_the_register_counts_one_series_through_all_sets() -> None:
    """The entry's number is the reception slip's: another symbol would begin to count anew."""
    symbols = {one.slips[Slip.RECEPTION].symbol for one in form_sets()}
    assert symbols == {"TNHS"}


def test_an_apology_alone_is_signed_by_the_leader() -> None:
    for one in form_sets():
        signed = {slip for slip, form in one.slips.items() if form.signer is SlipSigner.LEADER}
        assert signed == {Slip.APOLOGY} & set(one.slips)


def test_every_form_has_its_template() -> None:
    folder = Path(__file__).parents[2] / "templates" / "papers"
    named = {form.template for one in form_sets() for form in one.slips.values()}
    assert [name for name in sorted(named) if not (folder / f"{name}.html").exists()] == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"slips": {}}, "$[0].slips"),
        ({"from": "23/11/2018"}, "$[0].from"),
        ({"slips": {"receipt": {}}}, "$[0].slips"),
        ({"until": "2030-01-01"}, "$[0]"),
    ],
)
def test_wrong_data_are_refused_with_their_place(change: dict[str, object], where: str) -> None:
    first = next(iter(read("", "form-sets"))).mapping()
    with pytest.raises(CatalogueError) as told:
        read_form_sets(Node([{**first, **change}], "$"))
    assert told.value.path.startswith(where)


def _named(slip: Slip, field: str, on: date) -> str:
    form = form_for(slip, field, on).slip
    return f"{form.number} {form.title['vi']}"


@pytest.mark.parametrize(
    ("on", "law"),
    [
        (date(2024, 12, 3), "NĐ 61/2018/NĐ-CP, Điều 19"),
        (date(2025, 6, 30), "NĐ 61/2018/NĐ-CP, Điều 19"),
        (date(2025, 7, 1), "NĐ 118/2025/NĐ-CP"),
    ],
)
def test_a_refusal_cites_the_decree_in_force(on: date, law: str) -> None:
    assert cited(Duty.EXTENSION, on)["vi"] == law


def test_before_the_first_decree_nothing_is_cited() -> None:
    with pytest.raises(CatalogueError):
        cited(Duty.RECEPTION, date(2018, 1, 1))
