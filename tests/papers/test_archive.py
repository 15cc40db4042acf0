"""A paper outlives its stampers: renewed twice, it is genuine fifteen years on."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun import freeze_time

from procedures.errors import NotAllowed, NotLawful
from procedures.papers import seal
from procedures.papers.embedding import add_field
from procedures.papers.news import News, authority_id, read_bulletin
from procedures.papers.outfit import open_keys, open_seal
from procedures.papers.pki_authorities import STAMPER_NAME, Root, revoke, rotate_stamper
from procedures.papers.pki_folder import PkiFolder, load
from procedures.papers.pki_server import serving
from procedures.papers.places import Place
from procedures.papers.revocation import Evidence
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import stamp_field
from procedures.papers.second_opinion import second_opinion
from procedures.papers.signing import PaperWriter
from procedures.papers.stamps import HttpStamper
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Expectation, Outcome
from tests.papers.conftest import AGENCY, LEADER
from tests.papers.decades import STAMPERS_LIFE, YEAR, Decades


@pytest.fixture(scope="module")
def decades(tmp_path_factory: pytest.TempPathFactory, fonts_dir: Path) -> Iterator[Decades]:
    folder = tmp_path_factory.mktemp("decades")
    world = Decades(PkiFolder(folder))
    with serving(folder, 0, world.now) as server:
        rotate_stamper(world.folder, world.now(), STAMPERS_LIFE)
        open_keys(folder, world.now).ensure([LEADER, AGENCY])
        world.url = server.base
        world.worker = open_seal(folder, server.base, fonts_dir, world.now)
        yield world


@pytest.fixture(scope="module")
def editions(decades: Decades, blank: bytes) -> list[bytes]:
    """The paper as issued, renewed after five years, and again after ten."""
    assert decades.worker is not None
    made = [decades.worker.apply(blank, leader=LEADER, agency=AGENCY)]
    for years in (5, 10):
        decades.years = years
        made.append(decades.renewed(made[-1]))
    return made


@pytest.mark.parametrize("years", [10.1, 12, 15])
def test_renewed_twice_it_is_genuine_when_two_stampers_have_ended(
    decades: Decades, editions: list[bytes], years: float
) -> None:
    verdict = decades.verdict(editions[2], years)
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "signatures-valid")
    assert [stamp.field for stamp in verdict.stamps] == ["DocTS1", "DocTS2", "DocTS3"]
    assert len({stamp.signer for stamp in verdict.stamps}) == 3


@pytest.mark.parametrize("years", [1, 5, 12, 15, 15.9])
def test_pyhanko_finds_so_too_without_a_network(
    decades: Decades, editions: list[bytes], years: float
) -> None:
    edition = editions[2 if years > 10 else 1 if years > 5 else 0]
    decades.years = years
    current = Evidence(crls=(decades.current_list(),))
    with freeze_time(decades.now()):
        said = second_opinion(edition, decades.trust, current, decades.now())
    assert said == {"ChuKyLanhDao": "OK", "ConDau": "OK"}


def test_each_edition_begins_with_the_one_before(editions: list[bytes]) -> None:
    assert editions[1].startswith(editions[0])
    assert editions[2].startswith(editions[1])


def test_without_renewal_nothing_proves_it_any_more(
    decades: Decades, editions: list[bytes]
) -> None:
    assert decades.verdict(editions[0], 5.9).outcome is Outcome.GENUINE
    for edition, years in ((editions[0], 6.1), (editions[1], 11.1), (editions[2], 16.1)):
        verdict = decades.verdict(edition, years)
        assert (verdict.outcome, verdict.reason) == (Outcome.INDETERMINATE, "stamp-untrusted")


def test_a_revoked_stamper_proves_nothing_unless_it_was_followed_in_time(
    decades: Decades, editions: list[bytes]
) -> None:
    decades.years = 5.5
    stamper = load(decades.folder.authority_path(f"{STAMPER_NAME}-2")).certificate
    revoke(decades.folder, Root.TIME, stamper, decades.now())
    listed = read_bulletin(decades.current_list().dump())
    news = News({authority_id(decades.trust.time.anchors[0]): [listed]})
    (decades.folder.revoked_folder(Root.TIME) / f"{stamper.serial_number:x}").unlink()
    alone = decades.verdict(editions[0], 5.505, news)
    assert (alone.outcome, alone.reason) == (Outcome.INDETERMINATE, "stamp-untrusted")
    assert decades.verdict(editions[1], 5.505, news).outcome is Outcome.GENUINE


def test_when_the_stamper_has_ended_it_is_too_late(decades: Decades, editions: list[bytes]) -> None:
    assert decades.worker is not None
    decades.years = 7
    with pytest.raises(NotAllowed):
        decades.renewed(editions[0])


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all"])
def test_what_is_no_paper_is_not_renewed(sealer: Sealer, data: bytes) -> None:
    with pytest.raises(NotLawful):
        sealer.stamp_again(data)


def test_an_unsigned_paper_is_not_renewed(sealer: Sealer, blank: bytes) -> None:
    with pytest.raises(NotLawful):
        sealer.stamp_again(blank)


@pytest.fixture(scope="module")
def without(sealer: Sealer, blank: bytes) -> bytes:
    """A paper as they were issued before archive time stamps were made (PAdES B-LT)."""

    def add(writer: PaperWriter, name: str, place: Place | None, shown: str) -> None:
        if name != stamp_field(1):
            add_field(writer, name, place, shown)

    def leave(writer: PaperWriter, _field: str, _stamper: HttpStamper) -> bytes:
        return bytes(writer.prev.stream.getvalue())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "add_field", add)
        patch.setattr(seal, "stamp", leave)
        return sealer.apply(blank, leader=LEADER, agency=AGENCY)


def test_a_paper_issued_without_archive_time_stamps_stays_genuine(
    verifier: RegisterVerifier, sealer: Sealer, without: bytes
) -> None:
    verdict = verifier.verify(without, None)
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "signatures-valid")
    assert [report.field for report in verdict.signatures] == ["ChuKyLanhDao", "ConDau"]
    assert sealer.newest_stamp(without) is None
    renewed = sealer.stamp_again(without)
    assert [stamp.field for stamp in verifier.verify(renewed, None).stamps] == ["DocTS1"]
    assert verifier.verify(renewed, None).outcome is Outcome.GENUINE


def test_a_paper_cut_back_to_its_seal_shows_what_is_missing(
    verifier: RegisterVerifier, paper: bytes
) -> None:
    sealed = paper[: paper.rindex(b"%%EOF", 0, -10) + len(b"%%EOF\n")]
    verdict = verifier.verify(sealed, None)
    assert (verdict.outcome, verdict.reason) == (Outcome.INDETERMINATE, "incomplete")
    known = Expectation(hashlib.sha256(paper).hexdigest(), ("ChuKyLanhDao", "ConDau"))
    verdict = verifier.verify(sealed, known)
    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, "signature-missing")


def test_what_a_stamp_rests_on_is_told_in_the_words_of_the_policy(
    sealer: Sealer, paper: bytes
) -> None:
    stamp = sealer.newest_stamp(paper)
    assert stamp is not None
    assert stamp.algorithms == ("ecdsa-p256", "sha256")
    assert stamp.certificate_ends - stamp.at > 20 * YEAR
    assert stamp.stamper.startswith("TEST TSA")
