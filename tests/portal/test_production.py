"""Production from boot to a genuine paper: real authorities elsewhere, keys in key stores alone."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal import background
from portal.app import create_app
from portal.believing import ensure_real
from portal.public.report import schema
from portal.settings import Settings
from portal.wiring import Services, keys_service, utc_now, worker_services
from portal.wiring import services as build_services
from procedures.acts.signing_keys import agency_signer, leader_signer
from procedures.anchors import Store
from procedures.effects import Queue
from procedures.errors import Unavailable
from procedures.papers import keys, pki_authorities
from procedures.papers.key_ring import NO_KEY, KeyRing
from procedures.papers.keys import FolderKeys
from procedures.papers.pki_authorities import STORES, Issuer, establish, revoke
from procedures.papers.pki_folder import PkiFolder, load
from procedures.papers.pki_issue import name
from procedures.papers.pki_server import PkiServer, serving
from procedures.ports import SignerRef
from procedures.reads.administration.lists import ListItem, watched_lists
from procedures.records import Crl, Paper, UnitRow
from tests.authorities import Authority
from tests.factories import Life
from tests.portal.test_public_verify import BlankPress
from tests.trusting import trusted

WRITTEN = "http://ca.tinh-that.example"
"""Where the certificates say that their authorities answer; nobody does."""
SILENT = "http://127.0.0.1:9/tsa"


@dataclass(frozen=True, slots=True)
class Official:
    """A PKI that says nowhere that it is for trying out, and where it answers."""

    folder: PkiFolder
    server: PkiServer

    @property
    def base(self) -> str:
        return self.server.base

    def stop(self) -> None:
        """It answers nobody any more."""
        self.server.shutdown()
        self.server.server_close()

    def authority(self, file: str) -> Authority:
        held = load(self.folder.authority_path(file))
        return Authority(held.certificate, held.key)


def _unmarked(title: str) -> x509.Name:
    return name((NameOID.COMMON_NAME, title.removeprefix("TEST ")))


@pytest.fixture
def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Official]:
    monkeypatch.setattr(pki_authorities, "_subject", _unmarked)
    monkeypatch.setattr(keys, "TEST_UNIT", "")
    folder = PkiFolder(tmp_path / "official")
    establish(folder, utc_now(), WRITTEN)
    with serving(folder.root, 0, utc_now) as server:
        yield Official(folder, server)


@pytest.fixture
def settings(database: str, valkey: str, tmp_path: Path, official: Official) -> Settings:
    told = {
        "time": [{"url": SILENT}, {"url": f"{official.base}/tsa"}],
        "routes": [{"address": WRITTEN, "to": official.base}],
    }
    (tmp_path / "authorities.json").write_text(json.dumps(told))
    # What a trial left behind on the same machine.
    establish(PkiFolder(tmp_path / "pki"), utc_now())
    return Settings.from_env(
        {
            "PORTAL_ENV": "production",
            "VAR_DIR": str(tmp_path),
            "BASE_URL": "https://dichvucong.example",
            "SECRET_KEY": "k" * 40,
            "DATABASE_URL": database,
            "REDIS_URL": valkey,
            "AUTHORITIES": str(tmp_path / "authorities.json"),
        }
    )


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    built = build_services(settings)
    built.queue.flushall()
    yield built
    built.queue.close()
    built.engine.dispose()


def believe(life: Life, official: Official) -> None:
    """Two administrators take in every authority."""
    for store, files in STORES.items():
        for file in files:
            trusted(life, official.authority(file), Store(store))


def hand_over_keys(settings: Settings, official: Official, signers: list[SignerRef]) -> None:
    """What the public-service authority sends: a PKCS#12 file each, and its password."""
    folder = settings.pki_dir / "p12"
    folder.mkdir()
    issuing = FolderKeys(official.folder, utc_now)
    for signer in signers:
        held = issuing.held(signer)
        secret = BestAvailableEncryption(b"mat-khau")
        data = pkcs12.serialize_key_and_certificates(
            None, held.key, held.certificate, held.chain[1:], secret
        )
        for suffix, content in ((".p12", data), (".password", b"mat-khau\n")):
            path = folder / f"{signer.key_id}{suffix}"
            path.touch(mode=0o600)
            path.write_bytes(content)
    told = {
        "stores": {"tep": {"kind": "pkcs12", "folder": "p12"}},
        "keys": {signer.key_id: {"store": "tep"} for signer in signers},
    }
    (settings.pki_dir / "key-stores.json").write_text(json.dumps(told))


def decided(life: Life) -> tuple[Paper, list[SignerRef]]:
    """A paper that waits for its seal, and who signs it."""
    life.workers = replace(life.workers, press=BlankPress())
    dossier_id = life.decided()
    with life.services.transaction() as call:
        paper = call.db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
        assert paper.signer_post_id is not None
        unit = call.db.get_one(UnitRow, paper.unit_id)
        return paper, [leader_signer(call, paper.signer_post_id), agency_signer(call, unit)]


def shown(app: Flask, settings: Settings, data: bytes, kind: str) -> TestResponse:
    """The answer of the page to whoever sends the file."""
    return app.test_client().post(
        "/xac-minh",
        data={"tep": (io.BytesIO(data), "a.pdf")},
        headers={"Accept": kind},
        base_url=settings.base_url,
    )


def judged(app: Flask, settings: Settings, data: bytes) -> dict[str, Any]:
    """What the page says of the file to a program."""
    said: dict[str, Any] = shown(app, settings, data, "application/json").get_json()
    Draft202012Validator(schema()).validate(said)
    return said


def learn(life: Life) -> list[ListItem]:
    """An hour passes, and the lists are fetched."""
    with life.services.transaction() as call:
        call.db.execute(update(Crl).values(tried_at=Crl.tried_at - timedelta(hours=1)))
    background.learn(life.services)
    background.learn(life.services)
    assert life.work() == 1
    with life.services.reading() as db:
        return list(watched_lists(db, utc_now()))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper that production sealed, who signed it, and the parts around it."""

    app: Flask
    life: Life
    data: bytes
    signers: list[SignerRef]

    def said(self) -> dict[str, Any]:
        """The verdict of today."""
        return judged(self.app, self.life.services.settings, self.data)

    def checked(self) -> Result:
        """What `flask check` says."""
        return self.app.test_cli_runner().invoke(args=["check"])


@pytest.fixture
def sealed(services: Services, settings: Settings, official: Official) -> Sealed:
    life = Life(services)
    believe(life, official)
    paper, signers = decided(life)
    hand_over_keys(settings, official, signers)
    ensure_real(settings.environment, services.sessions)
    app = create_app(settings)
    app.extensions["services"] = services
    real = worker_services(services)
    asking = worker_services(services, Queue.SIGNINGS)
    life.workers = replace(life.workers, seal=real.seal, keys=real.keys, lists=asking.lists)
    life.work()
    with services.reading() as db:
        sha256 = db.get_one(Paper, paper.id).issued_sha256
    assert sha256 is not None
    return Sealed(app, life, services.blobs.get(sha256), signers)


def test_a_paper_of_production_is_genuine_until_its_signer_proves_revoked(
    sealed: Sealed, settings: Settings, official: Official
) -> None:
    """The first time authority is silent all the while; in the end everybody is."""
    said = sealed.said()
    assert (said["verdict"], said["reason"]) == ("GENUINE", "register-match"), said
    assert [one["signer"] for one in said["signers"]] == [one.name for one in sealed.signers]
    assert [one["signer"] for one in said["archive_stamps"]] == ["TSA dấu thời gian"]
    assert "TEST" not in json.dumps(said)
    assert [one["certificate_standing"] for one in said["signers"]] == [None, None]
    assert [item.standing(utc_now()) for item in learn(sealed.life)] == ["sound"] * 3
    said = sealed.said()
    assert said["verdict"] == "GENUINE"
    told = [one["certificate_standing"] for one in (*said["signers"], *said["archive_stamps"])]
    assert [(one["fresh"], one["revoked_at"]) for one in told] == [(True, None)] * 3
    leader, seal = (
        FolderKeys(official.folder, utc_now).held(one).certificate for one in sealed.signers
    )
    revoke(official.folder, Issuer.GOVERNMENT, seal, utc_now())
    assert sorted(item.entries for item in learn(sealed.life)) == [0, 0, 1]
    said = sealed.said()
    assert said["verdict"] == "GENUINE"
    assert said["signers"][1]["certificate_standing"]["revoked_at"] is not None
    page = shown(sealed.app, settings, sealed.data, "text/html").get_data(as_text=True)
    assert page.count("sau khi ký, nên chữ ký vẫn có giá trị") == 1
    assert page.count("theo danh sách thu hồi lập lúc") == 3
    revoke(official.folder, Issuer.GOVERNMENT, leader, utc_now() - timedelta(hours=1))
    assert sorted(item.entries for item in learn(sealed.life)) == [0, 0, 2]
    said = sealed.said()
    assert (said["verdict"], said["reason"]) == ("REVOKED", "signer-revoked")
    official.stop()
    assert [item.standing(utc_now()) for item in learn(sealed.life)] == ["failing"] * 3
    assert sealed.said()["verdict"] == "REVOKED"


def test_an_administrator_is_told_what_does_not_answer_open_or_last(
    sealed: Sealed, settings: Settings
) -> None:
    learn(sealed.life)
    checked = sealed.checked()
    assert checked.exit_code == 1, checked.output
    told = checked.output
    assert re.search(rf"^LỖI  Dấu thời gian {SILENT}: .*chưa trả lời", told, re.MULTILINE)
    assert "Có 1 lỗi." in told
    assert told.count("ĐẠT  Khóa ký ") == 2
    assert told.count("ĐẠT  Danh sách thu hồi ") == 3
    assert re.search(r"^ĐẠT  Kho tin cậy .* CA công vụ: .* còn hạn \d+ ngày", told, re.MULTILINE)
    key = sealed.signers[1].key_id
    (settings.pki_dir / "p12" / f"{key}.password").write_text("sai")
    assert f"LỖI  Khóa ký {key}: Mật khẩu của tệp khóa" in sealed.checked().output


def test_no_key_of_production_comes_from_the_test_pki(
    services: Services, settings: Settings
) -> None:
    ring = KeyRing(settings.pki_dir, utc_now, keys_service, test=settings.test_pki)
    with pytest.raises(Unavailable) as told:
        ring.held(SignerRef("leader-1", "Lê An", "Chủ tịch", "Ủy ban nhân dân"))
    assert told.value.msgid == NO_KEY
    real = worker_services(services)
    assert not real.keys.revoke("1", utc_now())
