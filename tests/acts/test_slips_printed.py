"""What the acts freeze is what the templates take: every slip of real dossiers, really printed."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.export import make_export
from procedures.acts.order_export import order_control_slip, order_register
from procedures.acts.papers import Sheet, reserve
from procedures.acts.slips_underway import apology_sheet, stop_sheet
from procedures.catalogue import Procedure
from procedures.lifecycle import State
from procedures.papers.press import WeasyPress
from procedures.papers.spreadsheet import XlsxSpreadsheets
from procedures.people import Role
from procedures.records import Dossier, Export, PostRow, UnitRow
from procedures.records.export import ExportFormat
from procedures.records.register import Book, Window
from procedures.records.versions import version_of
from tests.acts.doing import acting
from tests.acts.found import papers_of
from tests.acts.stages import Stages

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "node_modules/@expo-google-fonts/tinos"
OLD, NEW = (datetime(2025, month, 12, 9, tzinfo=LOCAL_ZONE) for month in (9, 10))
Making = Callable[[Call, Dossier, Procedure], Sheet]


@pytest.fixture(scope="module")
def press() -> WeasyPress:
    """The press as a worker has it."""
    if not FONTS.is_dir():
        pytest.skip("the paper's face is not fetched yet: make assets")
    return WeasyPress(ROOT / "templates" / "papers", FONTS)


def _text(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    return " ".join(done.stdout.decode().split())


def _stopped(call: Call, dossier: Dossier, procedure: Procedure) -> Sheet:
    unit = call.db.get_one(UnitRow, dossier.holder_unit_id)
    return stop_sheet(call, dossier, procedure, unit, grounds="Quá hạn bổ sung hồ sơ")


def _sorry(call: Call, dossier: Dossier, procedure: Procedure) -> Sheet:
    signer = call.db.query(PostRow).filter_by(role=Role.LEADER).order_by(PostRow.id).first()
    assert signer is not None
    return apology_sheet(
        call,
        dossier,
        procedure,
        until=call.today + timedelta(days=3),
        reason="Chờ kết quả xác minh",
        promised_before=call.now,
        signer=signer,
    )


@pytest.mark.parametrize("day", [OLD, NEW], ids=["2018", "2025"])
@pytest.mark.parametrize("making", [_stopped, _sorry])
def test_a_slip_on_the_way_is_printed_on_the_form_of_its_day(
    stages: Stages, press: WeasyPress, making: Making, day: datetime
) -> None:
    with acting(stages.life, stages.person(Role.HANDLER, stages.at(State.IN_PROGRESS)), day) as now:
        dossier = now.db.get_one(Dossier, stages.at(State.IN_PROGRESS))
        procedure = version_of(now.db, dossier.procedure_version_id).procedure
        sheet = making(now, dossier, procedure)
        paper = reserve(now, dossier, procedure, sheet)
        text = _text(press.render(paper.kind, paper.context))
        code = dossier.code
        now.db.rollback()
    assert sheet.title["vi"].upper() in text
    assert code in text
    assert "ban hành kèm theo " + ("TT 01/2018" if day is OLD else "TT 03/2025") in text


@pytest.mark.parametrize("state", [State.RECEIVED, State.AWAITING_SUPPLEMENT, State.REFUSED])
def test_the_desks_slips_are_printed(stages: Stages, press: WeasyPress, state: State) -> None:
    paper = papers_of(stages.life, stages.at(state), results=False)[-1]
    text = _text(press.render(paper.kind, paper.context))
    assert paper.title["vi"].upper() in text
    assert str(paper.context["number_text"]) in text


def _made(stages: Stages, press: WeasyPress, order: Callable[[Call], UUID], who: UUID) -> str:
    """The text of a file that the clerk of a dossier's desk orders."""
    life = stages.life
    with acting(life, stages.person(Role.RECEIVER, who)) as call:
        export_id = order(call)
        make_export(call, press, XlsxSpreadsheets(), life.services.blobs, export_id)
        digest = call.db.get_one(Export, export_id).sha256
    assert digest is not None
    return _text(life.services.blobs.get(digest))


def test_the_control_slip_of_a_whole_life_is_printed(stages: Stages, press: WeasyPress) -> None:
    dossier_id = stages.at(State.ISSUED)
    text = _made(stages, press, lambda call: order_control_slip(call, dossier_id), dossier_id)
    for words in (
        "Đã tiếp nhận hồ sơ",
        "Đã trình ký",
        "Đã ký kết quả",
        "Trước hạn",
        "Người nộp hồ sơ",
    ):
        assert words in text
    assert "Mẫu số 06" in text


def test_the_register_is_printed(stages: Stages, press: WeasyPress) -> None:
    dossier_id = stages.at(State.RECEIVED)
    dossier = stages.life.dossier(dossier_id)
    today = dossier.submitted_at.date()
    window = Window(dossier.desk_unit_id, Book.RECEIVED, today, today)
    window = replace(window, until=today + timedelta(days=1))
    text = _made(
        stages, press, lambda call: order_register(call, window, ExportFormat.PDF), dossier_id
    )
    assert dossier.code in text
    assert f"Quyển số: {today.year}" in text
