"""The statutory slips: on which form each is written, and words that several of them share."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.papers import Sheet
from procedures.catalogue import Form, Procedure, Slip, SlipSigner, form_for
from procedures.clock import TermUnit
from procedures.records import Attachment, Dossier, PostRow, UnitRow
from procedures.records.organisations import organisations_of


def form_today(call: Call, slip: Slip, procedure: Procedure) -> Form:
    """The form that the circular in force today gives for this field of law."""
    return form_for(slip, procedure.field.code, call.today)


def slip_sheet(
    form: Form, unit: UnitRow, body: Mapping[str, object], *, signer: PostRow | None = None
) -> Sheet:
    """A slip on its form: template, title and symbol are the form's, which the paper names.

    A form that a leader signs must have one.
    """
    assert (signer is not None) == (form.slip.signer is SlipSigner.LEADER)
    return Sheet(
        kind=form.slip.template,
        title=form.slip.title,
        symbol=form.slip.symbol,
        unit=unit,
        signer=signer,
        body={**body, "form": form.as_printed()},
    )


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


def organisation_words(call: Call, dossier: Dossier) -> dict[str, object]:
    """Who helped and who decides, when that must be told beside who receives; else empty."""
    found = organisations_of(call.db, dossier)
    if not found.apart:
        return {"support": "", "competent": []}
    return {
        "support": found.support["vi"] if found.support else "",
        "competent": [name["vi"] for name in found.competent],
    }


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


def local_minute(at: datetime | None) -> str:
    """A moment as papers take it: on the clock of Viet Nam, to the minute."""
    assert at is not None
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes")
