"""Workers for tests: fakes wherever a press, a key or an authority is not the subject."""

from portal.wiring import Services, WorkerServices
from procedures.papers.spreadsheet import XlsxSpreadsheets
from tests.fakes import (
    FakeCheck,
    FakeCodes,
    FakeCopier,
    FakeCourier,
    FakeHand,
    FakeKeys,
    FakePress,
    FakeSeal,
)


def fake_workers(services: Services, courier: FakeCourier) -> WorkerServices:
    """What carries out effects in the tests' own process; letters go to the courier."""
    return WorkerServices(
        shared=services,
        press=FakePress(),
        spreadsheets=XlsxSpreadsheets(),
        seal=FakeSeal(),
        copier=FakeCopier(),
        checker=FakeCheck(),
        courier=courier,
        hand=FakeHand(),
        signers={},
        keys=FakeKeys(),
        codes=FakeCodes(),
    )
