"""The security module with the keys is pulled out between the two signatures of one paper.

The token is real (SoftHSM 2): its files go away while its session is open, after the leader's
signature was made in it and before the seal's.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from portal import jobs, outbox
from portal.verification import verify_bytes
from portal.wiring import Services, WorkerServices
from procedures.acts.signing_keys import agency_signer, leader_signer
from procedures.lifecycle import State
from procedures.papers.hsm_case import GONE, HsmCase
from procedures.papers.key_ring import FILE
from procedures.papers.pens import Signature
from procedures.ports import Outcome
from procedures.records import OutboxRow, Paper, UnitRow
from procedures.records.paper import PaperState
from procedures.schemes import Scheme
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.papers.holders import certified
from tests.papers.softhsm import MODULE, PIN, Token, plugged_in

ADMIN = "quantri"
SIGNED_ATTRIBUTES = b"\x31"
"""How what a signature covers begins (a SET); what only tries a key begins otherwise."""


@pytest.fixture
def token(tmp_path: Path) -> Iterator[Token]:
    """A fresh token."""
    (folder := tmp_path / "hsm").mkdir()
    with plugged_in(folder) as made:
        yield made


@pytest.fixture
def dossier_id(
    services: Services, workers: WorkerServices, life: Life, token: Token
) -> Iterator[UUID]:
    """A dossier whose paper both keys in the token are to sign, decided and not yet issued."""
    life.workers = workers
    found = life.proposed()
    folder = services.settings.pki_dir
    with services.transaction() as call:
        paper = call.db.scalars(select(Paper).where(Paper.is_result)).one()
        assert paper.signer_post_id is not None
        leader = leader_signer(call, paper.signer_post_id)
        agency = agency_signer(call, call.db.get_one(UnitRow, paper.unit_id))
    for label, signer in (("lanh-dao", leader), ("con-dau", agency)):
        key = ec.generate_private_key(ec.SECP256R1())
        token.put(label, key, certified(folder, signer, key))
    (pin := folder / "hsm.pin").touch(mode=0o600)
    pin.write_text(PIN)
    store = {"kind": "pkcs11", "module": str(MODULE), "token": token.label, "pin_file": "hsm.pin"}
    keys = {leader.key_id: "lanh-dao", agency.key_id: "con-dau"}
    named = {key: {"store": "hsm", "label": label} for key, label in keys.items()}
    (folder / FILE).write_text(json.dumps({"stores": {"hsm": store}, "keys": named}))
    life.decide(found)
    yield found
    (folder / FILE).unlink()


@pytest.fixture
def pulled_out(token: Token, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The token goes away right after the leader's signature, once; which keys have signed."""
    sign, signed = HsmCase.sign, list[str]()

    def signing(case: HsmCase, label: str, data: bytes, scheme: Scheme) -> Signature:
        made = sign(case, label, data, scheme)
        if data.startswith(SIGNED_ATTRIBUTES):
            signed.append(label)
            if signed == ["lanh-dao"]:
                token.pull_out()
        return made

    monkeypatch.setattr(HsmCase, "sign", signing)
    return signed


def _paper(services: Services) -> Paper:
    with services.reading() as db:
        return db.scalars(select(Paper).where(Paper.is_result)).one()


def _seal_once(services: Services, workers: WorkerServices) -> OutboxRow:
    jobs.install(workers)
    wanted = select(OutboxRow).where(OutboxRow.effect == "IssuePaper").order_by(OutboxRow.id.desc())
    with services.reading() as db:
        row_id = db.scalars(wanted.limit(1)).one().id
    jobs.carry_out(row_id)
    with services.reading() as db:
        return db.get_one(OutboxRow, row_id)


def test_the_paper_stays_unsigned_an_administrator_reads_why_and_it_is_finished_later(
    app: Flask,
    services: Services,
    workers: WorkerServices,
    life: Life,
    token: Token,
    dossier_id: UUID,
    pulled_out: list[str],
) -> None:
    citizen, admin = PageClient(app), PageClient(app)
    citizen.sign_in(CITIZEN)
    admin.sign_in(ADMIN)
    row = _seal_once(services, workers)
    assert pulled_out == ["lanh-dao"]
    assert (row.done_at, row.attempts, GONE in (row.last_error or "")) == (None, 1, True)
    paper = _paper(services)
    assert (paper.state, paper.issued_sha256) == (PaperState.ORDERED, None)
    assert citizen.http.get(f"/tep/giay/{paper.id}").status_code == 404
    admin.get("/quan-tri/viec-nen/dang-cho")
    assert GONE in admin.text
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        row = _seal_once(services, workers)
    assert row.failed_at is not None
    assert pulled_out == ["lanh-dao"]
    admin.get("/quan-tri/viec-nen")
    assert GONE in admin.text
    assert life.dossier(dossier_id).state is State.DECIDED
    token.plug_in()
    admin.post(f"/quan-tri/viec-nen/{row.id}/chay-lai")
    _seal_once(services, workers)
    issued = services.blobs.get(_paper(services).issued_sha256 or "")
    assert pulled_out == ["lanh-dao", "lanh-dao", "con-dau"]
    verdict, *_ = verify_bytes(services, issued)
    assert verdict.outcome is Outcome.GENUINE
    assert len(verdict.signers) == 2
