"""The statutory slips: their kinds and numbers, and words that several of them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.catalogue.types import Procedure
from procedures.clock import TermUnit
from procedures.records import Attachment, Dossier, UnitRow


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip's template, title, and the abbreviation in its number."""

    kind: str
    title: Mapping[str, str]
    symbol: str


SLIPS: Mapping[str, Slip] = MappingProxyType(
    {
        "giay-tiep-nhan": Slip(
            "giay-tiep-nhan",
            {
                "vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
                "en": "Receipt of dossier with promised date",
            },
            "TNHS",
        ),
        "phieu-yeu-cau-bo-sung": Slip(
            "phieu-yeu-cau-bo-sung",
            {
                "vi": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
                "en": "Request to complete the dossier",
            },
            "HDHS",
        ),
        "phieu-tu-choi": Slip(
            "phieu-tu-choi",
            {
                "vi": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
                "en": "Refusal to receive the dossier",
            },
            "TCHS",
        ),
    }
)
"""TT 01/2018/TT-VPCP Mẫu 01 to 03; the same numbers in TT 03/2025/TT-VPCP."""

_UNIT_WORDS: Mapping[TermUnit, str] = MappingProxyType(
    {
        TermUnit.WORKING_HOUR: "giờ làm việc",
        TermUnit.WORKING_DAY: "ngày làm việc",
        TermUnit.DAY: "ngày",
        TermUnit.MONTH: "tháng",
    }
)


def term_words(dossier: Dossier) -> str:
    """The statutory term as the slip prints it."""
    if dossier.term_unit is TermUnit.SAME_DAY:
        return "trong ngày làm việc"
    return f"{dossier.term_value:02d} {_UNIT_WORDS[dossier.term_unit]}"


def return_words(dossier: Dossier, desk: UnitRow) -> str:
    """Where the result will be had."""
    match dossier.return_method:
        case "online":
            return "Trực tuyến, trong tài khoản của người nộp trên Cổng dịch vụ công"
        case "post":
            return "Dịch vụ bưu chính công ích, theo địa chỉ của người nộp"
        case _:
            return str(desk.name["vi"])


def received_components(
    call: Call, dossier: Dossier, procedure: Procedure
) -> list[dict[str, object]]:
    """The components handed in, each with its number of files."""
    codes = list(
        call.db.scalars(select(Attachment.component).where(Attachment.dossier_id == dossier.id))
    )
    declared = [{"name": procedure.declaration.title["vi"], "form": "Bản điện tử", "quantity": 1}]
    return declared + [
        {
            "name": component.name["vi"],
            "form": "Bản điện tử",
            "quantity": codes.count(component.code),
        }
        for component in procedure.components
        if component.code in codes
    ]
