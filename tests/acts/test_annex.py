"""annex: files go with a result, sealed with its number, and stand or fall with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.annex import Arranged, Drafting, annex, annex_own, arrange
from procedures.acts.issue import issue_paper
from procedures.acts.restamp import restamp
from procedures.acts.send_back import send_back
from procedures.errors import Incomplete, NotAllowed, NotLawful, Unavailable
from procedures.lifecycle import Act
from procedures.people import Actor, Role
from procedures.ports import Expectation, Outcome, SignerRef, Verdict
from procedures.preservation import load_policy
from procedures.reads.verification import judge, paper_by_digest
from procedures.records import Annex, Attachment, KeyUse, Paper, PaperStamp
from procedures.uploads import Upload, UploadRefused
from tests.acts.doing import ACTS, done
from tests.acts.found import fields_of, ledger_of, papers_of
from tests.acts.revoking import ask_to_replace, sign_instrument
from tests.acts.stages import Stages
from tests.factories import SMALL_PDF, Life
from tests.fakes import FakeAnnexReader, FakeSeal

PERMIT, RESULT = "1.013225", "KQ.G17.000311"
PLAN = Upload("mat-bang.pdf", SMALL_PDF + b"%by 024123456789\n")
POLICY = replace(load_policy(), until={"sha256": None, "ecdsa-p256": None})


@dataclass
class Draft:
    """A permit whose result is being drafted by its handler."""

    life: Life
    dossier_id: UUID

    @property
    def handler(self) -> Actor:
        return self.life.officer(
            self.life.dossier(self.dossier_id).holder_unit_id or 0, Role.HANDLER
        )

    @property
    def at(self) -> Drafting:
        return Drafting(self.dossier_id, self.life.dossier(self.dossier_id).version, RESULT)

    def upload(self, upload: Upload = PLAN, title: str = "", by: Actor | None = None) -> UUID:
        blobs = self.life.services.blobs
        with self.life.services.transaction(by or self.handler) as call:
            return annex(call, blobs, FakeAnnexReader(), self.at, (upload, title))

    def choose(self) -> UUID:
        """The drawings that the applicant handed in."""
        blobs = self.life.services.blobs
        with self.life.services.transaction(self.handler) as call:
            file = call.db.scalars(
                select(Attachment.id).where(
                    Attachment.dossier_id == self.dossier_id,
                    Attachment.component == "ban-ve-thiet-ke",
                )
            ).one()
            return annex_own(call, blobs, FakeAnnexReader(), self.at, file)

    def arrange(self, wanted: dict[UUID, Arranged]) -> None:
        with self.life.services.transaction(self.handler) as call:
            arrange(call, self.at, wanted)

    def rows(self) -> list[Annex]:
        with self.life.services.reading() as db:
            rows = select(Annex).where(Annex.dossier_id == self.dossier_id)
            return list(db.scalars(rows.order_by(Annex.added_at, Annex.ordinal)))

    @property
    def result(self) -> Paper:
        return papers_of(self.life, self.dossier_id, results=True)[-1]


def drafted(life: Life) -> Draft:
    """With the applicant's drawings as second, and an officer's plan as first annex."""
    draft = Draft(life, life.in_progress(PERMIT))
    own, plan = draft.choose(), draft.upload(title="  Mặt bằng\n vị trí ")
    draft.arrange({own: Arranged("Bản vẽ được duyệt", 2), plan: Arranged("Mặt bằng vị trí", 1)})
    return draft


def decided(life: Life) -> Draft:
    """The same with its result signed; the worker has it still to seal."""
    draft = drafted(life)
    life.propose(draft.dossier_id)
    life.work()
    life.decide(draft.dossier_id)
    return draft


@pytest.fixture(scope="module")
def issued(town: Life) -> Draft:
    """The same with its result issued; nobody moves it."""
    draft = decided(town)
    town.work()
    return draft


def test_the_paper_names_its_annexes_and_each_is_sealed_with_its_number(issued: Draft) -> None:
    paper, blobs = issued.result, issued.life.services.blobs
    plan, own = sorted(issued.rows(), key=lambda row: row.ordinal)
    assert paper.context["annexes"] == [
        {"title": "Mặt bằng vị trí", "sha256": hashlib.sha256(PLAN.data).hexdigest()},
        {"title": "Bản vẽ được duyệt", "sha256": own.sha256},
    ]
    assert (plan.signatures, own.signatures) == (1, 0)
    for row in (plan, own):
        assert row.paper_id == paper.id
        sealed = blobs.get(row.issued_sha256 or "")
        assert sealed.startswith(blobs.get(row.sha256) + b"\n%goes with ")
        assert f"Số: {paper.context['number_text']}|Bản thử nghiệm".encode() in sealed
    entry = next(
        e
        for e in ledger_of(issued.life, issued.dossier_id)
        if "annexes" in e.detail and e.detail.get("kind")
    )
    assert [one["sha256"] for one in entry.detail["annexes"]] == [
        plan.issued_sha256,
        own.issued_sha256,
    ]
    with issued.life.services.reading() as db:
        uses = db.scalars(select(KeyUse.annex_id).where(KeyUse.annex_id.in_([plan.id, own.id])))
        assert set(uses) == {plan.id, own.id}


class HalfSeal(FakeSeal):
    """Falls silent at the second annex, once."""

    silent = True

    def annex(self, pdf: bytes, *, words: Sequence[str], agency: SignerRef) -> bytes:
        if b"%by " not in pdf and self.silent:
            self.silent = False
            raise Unavailable("TSA")
        return super().annex(pdf, words=words, agency=agency)


def test_no_paper_is_visible_before_its_last_annex_and_a_second_run_changes_nothing(
    stages: Stages,
) -> None:
    life, seal = stages.life, HalfSeal()
    draft = decided(life)
    before = draft.result

    def issue() -> None:
        with life.services.transaction() as call:
            issue_paper(call, seal, life.services.blobs, before.id)

    with pytest.raises(Unavailable):
        issue()
    assert draft.result.issued_at is None
    assert {row.issued_sha256 for row in draft.rows()} == {None}
    for _ in range(2):
        issue()
        sealed = [row.issued_sha256 for row in draft.rows()]
        assert all(sealed)
        with life.services.reading() as db:
            stamps = db.scalars(select(PaperStamp).where(PaperStamp.paper_id == before.id)).all()
        assert sorted(stamp.annex for stamp in stamps) == [0, 1, 2]


def test_what_is_sent_back_has_its_annexes_beside_the_draft_again(stages: Stages) -> None:
    life = stages.life
    draft = drafted(life)
    life.propose(draft.dossier_id)
    life.work()
    shown = draft.result.printed_sha256
    assert all(row.paper_id for row in draft.rows())
    leader = stages.person(Role.LEADER, draft.dossier_id)
    done(
        life,
        leader,
        lambda call, at, seen: send_back(call, at, seen, "Thiếu mặt cắt"),
        draft.dossier_id,
    )
    first, second = sorted(draft.rows(), key=lambda row: row.ordinal)
    assert {first.paper_id, second.paper_id} == {None}
    draft.arrange({first.id: Arranged("", dropped=True), second.id: Arranged("Mặt cắt")})
    life.propose(draft.dossier_id)
    life.work()
    assert [one["title"] for one in draft.result.context["annexes"]] == ["Mặt cắt"]
    assert draft.result.printed_sha256 != shown


def test_every_file_of_a_paper_is_stamped_again(stages: Stages) -> None:
    life = stages.life
    draft = decided(life)
    life.work()
    paper = draft.result
    for _ in range(2):
        with life.services.transaction() as call:
            future = replace(call, now=call.now + timedelta(days=3650 - 300))
            restamp(future, FakeSeal(), life.services.blobs, POLICY, paper.id)
    with life.services.reading() as db:
        rows = db.scalars(select(PaperStamp).where(PaperStamp.paper_id == paper.id)).all()
        assert sorted((row.annex, row.ordinal) for row in rows) == [
            (0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1),
        ]  # fmt: skip
        newest = next(row.sha256 for row in rows if (row.annex, row.ordinal) == (2, 1))
        found = paper_by_digest(db, newest)
    assert found is not None
    assert found.annex is not None
    assert found.annex.row.title == "Bản vẽ được duyệt"
    assert found.editions[-1] == newest


class Believing:
    """Finds the signatures of any registered file good."""

    def verify(self, data: bytes, expectation: Expectation | None) -> Verdict:
        assert expectation is not None
        assert hashlib.sha256(data).hexdigest() == expectation.sha256
        return Verdict(Outcome.GENUINE, "register-match")


def test_an_annex_alone_is_found_in_the_register_and_falls_with_its_paper(stages: Stages) -> None:
    life = stages.life
    draft = decided(life)
    life.work()
    plan = next(row for row in draft.rows() if row.ordinal == 1)
    file = life.services.blobs.get(plan.issued_sha256 or "")

    def asked() -> tuple[Outcome, str]:
        with life.services.reading() as db:
            found = paper_by_digest(db, hashlib.sha256(file).hexdigest())
        assert found is not None
        assert found.annex is not None
        assert found.expectation.fields == ("ConDauKemTheo",)
        assert found.expectation.before == 1
        verdict = judge(Believing(), file, found)
        return verdict.outcome, verdict.reason

    assert asked() == (Outcome.GENUINE, "register-match")
    keeper = stages.person(Role.KEEPER, draft.dossier_id)
    done(life, keeper, ACTS[Act.PROPOSE_REVOCATION], draft.dossier_id)
    done(life, stages.person(Role.ISSUER, draft.dossier_id), ACTS[Act.REVOKE], draft.dossier_id)
    assert asked() == (Outcome.REVOKED, "register-revoked")


def test_a_replacement_has_the_same_annexes_under_its_own_number(stages: Stages) -> None:
    life = stages.life
    draft = decided(life)
    life.work()
    old = draft.result
    done(life, stages.person(Role.KEEPER, draft.dossier_id), ask_to_replace, draft.dossier_id)
    life.work()
    done(life, stages.person(Role.ISSUER, draft.dossier_id), sign_instrument, draft.dossier_id)
    life.work()
    new = draft.result
    assert new.context["annexes"] == old.context["annexes"]
    sealed = [row for row in draft.rows() if row.paper_id == new.id]
    assert len(sealed) == 2
    for row in sealed:
        assert new.context["number_text"].encode() in life.services.blobs.get(
            row.issued_sha256 or ""
        )


def test_what_may_not_be_annexed_is_refused(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = stages.life
    draft = Draft(life, life.in_progress(PERMIT))
    with monkeypatch.context() as less:
        less.setattr("procedures.acts.annex.MOST_MEGABYTES", 0)
        with pytest.raises(UploadRefused, match="không quá 0 MB"):
            draft.upload()
    with pytest.raises(UploadRefused, match="khóa"):
        draft.upload(Upload("khoa.pdf", SMALL_PDF + b"%locked\n"))
    with pytest.raises(UploadRefused, match="loại được nhận"):
        draft.upload(Upload("anh.png", b"\x89PNG\r\n\x1a\nIEND...."))
    with pytest.raises(NotAllowed):
        draft.upload(by=life.officer(life.dossier(draft.dossier_id).desk_unit_id, Role.RECEIVER))
    for _ in range(20):
        draft.upload()
    with pytest.raises(UploadRefused, match="tối đa 20"):
        draft.upload()
    first = draft.rows()[0]
    with pytest.raises(Incomplete) as refusal:
        draft.arrange({first.id: Arranged(" ")})
    assert fields_of(refusal.value) == [f"annex-title-{first.id}"]
    life.propose(draft.dossier_id)
    with pytest.raises(NotLawful):
        draft.upload(by=draft.handler)


def test_a_result_takes_no_annex_unless_its_procedure_says_so(stages: Stages) -> None:
    life = stages.life
    draft = Draft(life, life.in_progress("1.004873"))
    with pytest.raises(UploadRefused, match="không phát hành kèm"):
        draft.upload()
