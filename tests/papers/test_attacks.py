"""No attack file is genuine, and each gets the reason that the table of attacks foretells."""

import hashlib
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from procedures.papers.examination import Finding
from procedures.papers.news import News
from procedures.papers.press import WeasyPress
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Expectation, Outcome
from procedures.reasons import OUTCOMES, Reason
from tests.papers.attacks import ATTACKS, CHANGES, ROWS, Row, forged, raw, roles
from tests.papers.attacks.certification import certified
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import agency, evidence, sealed
from tests.papers.conftest import AGENCY, LEADER, TestPki, utc_now
from tests.papers.samples import BIRTH

FEWEST = 60


class OnceExamined(RegisterVerifier):
    """Examines the same bytes once for both questions: the register changes nothing in that."""

    _last: tuple[str, list[Finding]] = ("", [])

    async def _examine(
        self, reader: PdfFileReader, news: News, before: int, *, need_exact: bool
    ) -> list[Finding]:
        reader.stream.seek(0)
        digest = f"{hashlib.sha256(reader.stream.read()).hexdigest()} {need_exact}"
        if self._last[0] != digest:
            found = await super()._examine(reader, news, before, need_exact=need_exact)
            self._last = (digest, found)
        return self._last[1]


@pytest.fixture(scope="module")
def forge(pki: TestPki, stranger: TestPki, fonts_dir: Path) -> Forge:
    return Forge(pki, stranger, fonts_dir)


@pytest.fixture(scope="module")
def judge(pki: TestPki) -> RegisterVerifier:
    return OnceExamined(pki.trust, utc_now)


def expected(data: bytes) -> Expectation:
    return Expectation(hashlib.sha256(data).hexdigest(), (LEADER_FIELD, AGENCY_FIELD))


def ids(rows: list[Row]) -> list[str]:
    return [f"{row.kind}-{row.attack}" for row in rows]


def rows_with(column: str) -> list[Row]:
    return [row for row in ROWS if getattr(row, column)]


def test_what_is_attacked_is_genuine(judge: RegisterVerifier, forge: Forge) -> None:
    assert judge.verify(forge.paper, expected(forge.paper)).outcome is Outcome.GENUINE
    again = forge.stamped(raw.cut(forge.slip, 1))
    own = agency(forge)
    made = sealed(forge, own, evidence(forge, own))
    loose = forge.stamped(certified(forge, MDPPerm.ANNOTATE))
    both = roles.paper(forge, roles.key_of(forge, LEADER), own)
    for data in (forge.twin, forge.slip, forge.filled, again, made, loose, both):
        assert judge.verify(data, None).outcome is Outcome.GENUINE
    verdict = forge.pki.check.check(forge.declaration, original=forge.blank).verdict
    assert verdict.outcome is Outcome.GENUINE


def test_a_printed_paper_is_genuine(
    judge: RegisterVerifier, forge: Forge, press: WeasyPress
) -> None:
    """Its tables are streams and its objects packed, unlike those of the paper attacked."""
    sealed_print = forge.sealer.apply(
        press.render("giay-khai-sinh", BIRTH), leader=LEADER, agency=AGENCY
    )
    assert judge.verify(sealed_print, None).outcome is Outcome.GENUINE


def test_the_table_is_whole_and_calls_nothing_genuine() -> None:
    names = [row.attack for row in ROWS]
    assert sorted(names) == sorted({**CHANGES, **ATTACKS})
    assert len(names) >= FEWEST
    assert list(ROWS) == sorted(ROWS, key=lambda row: (row.kind, row.attack))
    said = {reason for row in ROWS for reason in (row.unknown, row.registered, row.stamped)}
    said |= {row.declaration for row in ROWS}
    assert all(OUTCOMES[Reason(reason)] is not Outcome.GENUINE for reason in said - {""})


@pytest.mark.parametrize("row", ROWS, ids=ids(list(ROWS)))
def test_no_attack_on_a_paper_is_genuine(judge: RegisterVerifier, forge: Forge, row: Row) -> None:
    data = forged(row.attack, forge)
    assert data != forge.paper
    verdict = judge.verify(data, None)
    claimed = judge.verify(data, expected(forge.paper))
    assert (verdict.reason, claimed.reason) == (row.unknown, row.registered)


@pytest.mark.parametrize("row", rows_with("stamped"), ids=ids(rows_with("stamped")))
def test_no_attack_that_was_stamped_over_is_genuine(
    judge: RegisterVerifier, forge: Forge, row: Row
) -> None:
    data = forge.stamped(CHANGES[row.attack](raw.cut(forge.slip, 1)))
    assert judge.verify(data, None).reason == row.stamped


@pytest.mark.parametrize("row", rows_with("declaration"), ids=ids(rows_with("declaration")))
def test_no_attack_on_a_declaration_passes(forge: Forge, row: Row) -> None:
    data = CHANGES[row.attack](forge.declaration)
    assert data != forge.declaration
    assert forge.pki.check.check(data, original=forge.blank).verdict.reason == row.declaration
