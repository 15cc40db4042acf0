"""The statutory slips: on which form each is written, and words that several of them share."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.completeness import DECLARATION_SCAN
from procedures.acts.papers import Sheet
from procedures.catalogue import Form, Procedure, Slip, SlipSigner, form_for
from procedures.clock import TermUnit
from procedures.records import Attachment, Dossier, PostRow, UnitRow
from procedures.records.organisations import organisations_of
from procedures.routing import Text


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


ELECTRONIC, ON_PAPER = "Bản điện tử", "Bản giấy"


def received_components(
    call: Call, dossier: Dossier, procedure: Procedure
) -> list[dict[str, object]]:
    """What was handed in, each with its number of files, paper and electronic ones apart.

    A scan that an officer compared with its paper stands for that paper.
    """
    scans = select(Attachment.component, Attachment.checked_at.is_not(None)).where(
        Attachment.dossier_id == dossier.id
    )
    given = Counter((code, compared) for code, compared in call.db.execute(scans))
    inked = any(code == DECLARATION_SCAN for code, _compared in given)
    rows = [_handed(procedure.declaration.title, 1, on_paper=inked)]
    return rows + [
        _handed(component.name, given[component.code, on_paper], on_paper=on_paper)
        for component in procedure.components
        for on_paper in (True, False)
        if given[component.code, on_paper]
    ]


def _handed(name: Text, quantity: int, *, on_paper: bool) -> dict[str, object]:
    return {
        "name": name["vi"],
        "form": ON_PAPER if on_paper else ELECTRONIC,
        "quantity": quantity,
    }


def local_minute(at: datetime | None) -> str:
    """A moment as papers take it: on the clock of Viet Nam, to the minute."""
    assert at is not None
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes")
