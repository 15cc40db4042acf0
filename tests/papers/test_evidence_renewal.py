"""The evidence of a check outlives its stampers: renewed twice, it proves itself in 15 years."""

import json
import subprocess
from base64 import encodebytes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from asn1crypto import cms
from freezegun import freeze_time

from procedures.errors import NotAllowed, NotLawful
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.evidence_file import Proof, pack, unpack
from procedures.papers.outfit import judging, open_check, open_keys
from procedures.papers.past_opinion import past_opinion
from procedures.papers.pki_authorities import STAMPER_NAME, Root, revoke, rotate_stamper
from procedures.papers.pki_folder import PkiFolder, load
from procedures.papers.pki_server import serving
from procedures.papers.stamps import signer_first
from procedures.ports import Checked, Outcome, Verdict
from tests.papers.conftest import CITIZEN, PASSWORD
from tests.papers.decades import STAMPERS_LIFE, YEAR, Decades

RENEWED = (0, 5, 10)
"""The years of the check and of both renewals."""


@dataclass
class Kept:
    """A signed declaration, its check, and the editions of the evidence; nobody can be asked."""

    world: Decades
    signed: bytes
    original: bytes
    checked: Checked
    worker: CitizenSignatureCheck
    editions: list[bytes]

    def renewed(self, evidence: bytes) -> bytes:
        """With one stamp more, by a new time stamper."""
        rotate_stamper(self.world.folder, self.world.now(), STAMPERS_LIFE)
        return self.worker.stamp_again(self.signed, evidence)

    def judged(self, evidence: bytes, years: float, kept: float | None = None) -> Verdict:
        """The verdict in that year, by the word that it was kept since another, or by nobody's."""
        self.world.years = years
        since = None if kept is None else self.world.began + kept * YEAR
        return judging(self.world.now)(self.world.trust).judge(
            self.signed, original=self.original, evidence=evidence, kept_since=since
        )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, blank: bytes) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("decades-of-evidence")
    world = Decades(PkiFolder(folder))
    with serving(folder, 0, world.now) as server:
        rotate_stamper(world.folder, world.now(), STAMPERS_LIFE)
        open_keys(folder, world.now).ensure_citizens([CITIZEN], PASSWORD)
        world.url = server.base
        p12 = world.folder.citizen_path(CITIZEN.citizen_id).read_bytes()
        signed = sign_as_citizen(blank, p12, PASSWORD)
        worker = open_check(folder, server.base, world.now)
        checked = worker.check(signed, original=blank)
        made = Kept(world, signed, blank, checked, worker, [checked.evidence])
        for world.years in RENEWED[1:]:
            made.editions.append(made.renewed(made.editions[-1]))
        yield made


def test_renewed_twice_it_gives_the_verdict_in_fifteen_years_without_a_network(kept: Kept) -> None:
    assert kept.checked.verdict.outcome is Outcome.GENUINE
    for years in (10.1, 12, 15, 15.9):
        assert kept.judged(kept.editions[2], years) == kept.checked.verdict
        assert kept.judged(kept.editions[2], years, RENEWED[2]) == kept.checked.verdict
    with freeze_time(kept.world.began + 15 * YEAR):
        since = kept.world.began + RENEWED[2] * YEAR
        opinion = past_opinion(kept.signed, kept.editions[2], kept.world.trust, since)
    assert set(opinion.values()) == {"OK"}, "pyHanko without a network agrees"


def test_without_renewal_it_proves_nothing_by_itself_any_more(kept: Kept) -> None:
    ends = ((0, 5.9, 6.1), (1, 10.9, 11.1), (2, 15.9, 16.1))
    for place, good, over in ends:
        assert kept.judged(kept.editions[place], good).outcome is Outcome.GENUINE
        alone = kept.judged(kept.editions[place], over)
        assert (alone.outcome, alone.reason) == (Outcome.INDETERMINATE, "stamp-untrusted")
        believed = kept.judged(kept.editions[place], over, RENEWED[place])
        assert believed == kept.checked.verdict, "by the word of the ledger"
    assert kept.judged(kept.editions[2], 30, 16.1).reason == "stamp-untrusted"


def test_each_edition_holds_the_one_before_and_other_tools_check_its_stamps(
    kept: Kept, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    pem = (encodebytes(one.dump()).decode() for one in kept.world.trust.time.anchors)
    roots.write_text(
        "".join(f"-----BEGIN CERTIFICATE-----\n{one}-----END CERTIFICATE-----\n" for one in pem)
    )
    entries: dict[str, bytes] = {}
    for edition in kept.editions:
        assert pack(unpack(edition)) == edition
        with ZipFile(BytesIO(edition)) as archive:
            now = {name: archive.read(name) for name in archive.namelist()}
        assert list(now.items())[: len(entries)] == list(entries.items())
        entries = now
    for place, years in ((1, 5.1), (2, 10.1)):
        said = json.loads(entries[f"renewals/{place}/manifest.json"])
        assert f"renewals/{place - 1}/manifest.tst" in said["entries"] or place == 1
        assert {"file.tst", "evidence.json"} < set(said["entries"])
        for name in ("json", "tst"):
            (tmp_path / f"m.{name}").write_bytes(entries[f"renewals/{place}/manifest.{name}"])
        at = int((kept.world.began + years * YEAR).timestamp())
        command = f"openssl ts -verify -token_in -in m.tst -data m.json -CAfile {roots}"
        done = subprocess.run(
            [*command.split(), "-attime", str(at)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert "Verification: OK" in done.stdout + done.stderr


def _last(proof: Proof, **change: object) -> Proof:
    """The proof with its newest renewal changed."""
    return replace(
        proof,
        renewals=(*proof.renewals[:-1], replace(proof.renewals[-1], **change)),  # type: ignore[arg-type]
    )


def test_what_a_renewal_covers_cannot_be_changed(kept: Kept) -> None:
    first, second = unpack(kept.editions[1]), unpack(kept.editions[2])
    spoilt = bytearray(second.renewals[1].token)
    spoilt[-5] ^= 1
    middle = replace(second, renewals=(second.renewals[1],))
    other = replace(second, renewals=(second.renewals[0], first.renewals[0]))
    broken: dict[str, tuple[Callable[[], bytes], ...]] = {
        "stamp-untrusted": (
            lambda: pack(_last(second, token=bytes(spoilt))),
            lambda: pack(_last(second, token=first.renewals[0].token)),
            lambda: pack(_last(second, token=b"0\x00")),
        ),
        "undecided": (
            lambda: pack(replace(second, token=first.renewals[0].token)),
            lambda: pack(_last(second, manifest=b"{}")),
            lambda: pack(_last(second, known=first.known)),
            lambda: pack(middle),
            lambda: pack(other),
        ),
    }
    for reason, forgeries in broken.items():
        for forged in forgeries:
            assert kept.judged(forged(), 10.2).reason == reason


def test_only_good_evidence_of_the_file_is_stamped_again(kept: Kept) -> None:
    kept.world.years = 10.5
    with pytest.raises(NotAllowed):
        kept.renewed(kept.editions[0])
    proof = unpack(kept.editions[2])
    forged = pack(replace(proof, renewals=(), token=proof.renewals[1].token))
    with pytest.raises(NotLawful):
        kept.renewed(forged)
    for evidence in (b"PK nothing", pack(_last(proof, token=b"0\x00"))):
        with pytest.raises(NotLawful):
            kept.worker.stamp_again(kept.signed, evidence)
    with pytest.raises(NotLawful):
        kept.worker.stamp_again(kept.signed + b"%", kept.editions[2])


def test_a_stamper_whose_key_was_lost_after_it_was_followed_takes_nothing_away(kept: Kept) -> None:
    kept.world.years = 10.6
    authority = PkiFolder(kept.world.folder.root)
    stamper = load(authority.authority_path(f"{STAMPER_NAME}-3")).certificate
    token = cms.ContentInfo.load(unpack(kept.editions[1]).renewals[0].token)["content"]
    assert signer_first(token)[0].serial_number == stamper.serial_number
    revoke(authority, Root.TIME, stamper, kept.world.now())
    assert kept.judged(kept.editions[2], 10.7) == kept.checked.verdict
    kept.world.years = 10.7
    with pytest.raises(NotAllowed):
        kept.worker.stamp_again(kept.signed, kept.editions[1])


def test_what_the_newest_stamp_rests_on_is_told_in_the_words_of_the_policy(kept: Kept) -> None:
    for years, edition in zip(RENEWED, kept.editions, strict=True):
        stamp = kept.worker.newest_stamp(edition)
        assert stamp.algorithms == ("ecdsa-p256", "sha256")
        assert abs(stamp.at - (kept.world.began + years * YEAR)) < timedelta(minutes=5)
        assert STAMPERS_LIFE - 0.1 < (stamp.certificate_ends - stamp.at) / YEAR < STAMPERS_LIFE + 1
    with pytest.raises(NotLawful):
        kept.worker.newest_stamp(b"no evidence")
