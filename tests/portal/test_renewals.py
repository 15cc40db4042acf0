"""Renewals as people meet them: an old copy stays genuine, the command looks ten years ahead."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import background, jobs, verification
from portal.settings import Settings
from portal.verification import verify_bytes
from portal.wiring import Services, utc_now
from procedures.acts import renewing
from procedures.acts.restamp import order_restamps
from procedures.papers.outfit import open_seal
from procedures.papers.pki_authorities import rotate_stamper
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.pki_server import serving
from procedures.papers.trust import load_trust
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Outcome
from procedures.preservation import load_policy
from procedures.reads.verification import paper_by_code
from procedures.records import EvidenceStamp, OutboxRow, Paper
from tests.factories import Life
from tests.papers.blank import blank_paper


class BlankPress:
    """Prints an empty sheet with places for the signatures."""

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        del template, context
        return blank_paper()


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A PKI of this test's own, whose time stamper lives one year."""
    with serving(tmp_path / "pki", 0, utc_now) as server:
        rotate_stamper(PkiFolder(tmp_path / "pki"), utc_now(), years=1)
        yield replace(settings, pki_dir=tmp_path / "pki", pki_url=server.base)


@pytest.fixture
def life(services: Services) -> Life:
    settings = services.settings
    if not settings.paper_fonts_dir.is_dir():
        pytest.skip("the paper's face is not fetched yet: make assets")
    seal = open_seal(settings.pki_dir, settings.pki_url, settings.paper_fonts_dir, utc_now)
    made = Life(services)
    made.workers = replace(made.workers, press=BlankPress(), seal=seal)
    return made


@pytest.fixture
def paper(life: Life, services: Services) -> Paper:
    """A result as it was issued."""
    dossier_id = life.issued()
    with services.reading() as db:
        return db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()


def _renew_all(life: Life, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """What sweep and worker do, by a policy that leaves two years of time."""
    careful = replace(
        load_policy(), margin=timedelta(days=2 * 365), until=dict.fromkeys(load_policy().until)
    )
    for module in (background, jobs):
        monkeypatch.setattr(module, "load_policy", lambda: careful)
    assert background.preserve(services)
    life.work()
    assert not background.preserve(services)


def test_an_old_copy_and_the_renewed_file_are_both_the_paper(
    life: Life, services: Services, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paper.issued_sha256 is not None
    old = services.blobs.get(paper.issued_sha256)
    pki_dir = services.settings.pki_dir
    rotate_stamper(PkiFolder(pki_dir), utc_now())
    _renew_all(life, services, monkeypatch)
    with services.reading() as db:
        known = paper_by_code(db, paper.verify_code)
    assert known is not None
    assert len(known.renewed) == 1
    newest = services.blobs.get(known.editions[-1])
    assert newest.startswith(old)
    in_five_years = RegisterVerifier(
        load_trust(pki_dir), lambda: utc_now() + timedelta(days=5 * 365)
    )
    # By itself the old copy proves nothing any more: its stamper has ended.
    assert in_five_years.verify(old, known.expectation).outcome is Outcome.INDETERMINATE
    monkeypatch.setattr(verification, "verifier", lambda *_: in_five_years)
    for copy in (old, newest):
        verdict, found = verify_bytes(services, copy)
        assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "register-match")
        assert [found.id if found else None, len(verdict.stamps)] == [paper.id, 2]
        assert verify_bytes(services, copy, paper.verify_code)[0].outcome is Outcome.GENUINE
    forged = newest.replace(b"200 60 re", b"300 60 re")
    assert verify_bytes(services, forged)[0].outcome is Outcome.ALTERED
    assert verify_bytes(services, old + b"%")[0].outcome is not Outcome.GENUINE


def test_without_a_better_authority_an_administrator_is_told(
    life: Life, services: Services, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paper.issued_sha256 is not None
    with services.transaction() as call:
        later = replace(call, now=call.now + timedelta(days=30))
        assert order_restamps(later, load_policy()) > 0
    monkeypatch.setattr(jobs, "load_policy", lambda: replace(load_policy(), margin=timedelta(400)))
    life.work()
    with services.reading() as db:
        rows = db.scalars(select(OutboxRow).where(OutboxRow.effect == "RestampPaper")).all()
    assert {row.last_error for row in rows} == {f"NotLawful: {renewing.NO_BETTER}"}


def test_the_command_looks_ten_years_ahead_and_orders_what_is_due(
    app: Flask, services: Services, paper: Paper
) -> None:
    runner = app.test_cli_runner()
    said = json.loads(runner.invoke(args=["renewals", "--dry-run", "--json"]).stdout)
    assert said["papers"] >= 1
    this_year, first = utc_now().year, said["first"][0]
    assert first["reason"] == "certificate"
    assert said["years"][0]["reason"] == "certificate"
    assert said["years"][0]["papers"] == said["papers"]
    assert said["years"][0]["year"] <= this_year + 1
    assert max(one["year"] for one in said["years"]) <= this_year + 10
    text = runner.invoke(args=["renewals", "--dry-run", "--years", "1"]).stdout
    assert "certificate" in text
    assert paper.context["number_text"] in text
    with services.reading() as db:
        assert not db.scalars(select(OutboxRow).where(OutboxRow.effect == "RestampPaper")).all()
    ordered = json.loads(runner.invoke(args=["renewals", "--json"]).stdout)
    assert ordered == {"ordered": 0, "ordered_evidence": 0}


def test_evidence_is_told_apart_and_renewed_by_the_same_policy(
    app: Flask, life: Life, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier_id = life.submitted("1.000894")
    life.work()
    assert not background.preserve(services)
    looked = ["renewals", "--dry-run", "--years", "12", "--json"]
    evidence = json.loads(app.test_cli_runner().invoke(args=looked).stdout)["evidence"]
    assert (evidence["files"], evidence["ended"], evidence["lost"]) == (1, 0, [])
    (first,) = evidence["first"]
    assert first["dossier"] == life.dossier(dossier_id).code
    year = evidence["years"][0]
    assert (str(year["year"]), year["files"]) == (first["due"][:4], 1)
    years = timedelta(days=11 * 365)  # the fake's certificate lives ten
    careful = replace(load_policy(), margin=years, until=dict.fromkeys(load_policy().until))
    for module in (background, jobs):
        monkeypatch.setattr(module, "load_policy", lambda: careful)
    for _ in range(2):  # ordered, and still under way: the sweep goes on looking
        assert background.preserve(services)
    life.work()
    with services.reading() as db:
        first, second = db.scalars(select(EvidenceStamp).order_by(EvidenceStamp.ordinal))
    assert (first.reason, second.reason) == ("checked", "certificate")
    assert services.blobs.get(second.sha256).startswith(services.blobs.get(first.sha256))
    assert not background.preserve(services)
