"""Verification by code and by file, on papers sealed by a throwaway PKI; nothing sent is kept."""

import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.preparing import believe_test_pki
from portal.public.report import schema
from portal.settings import Settings
from portal.verification import verify_bytes
from portal.wiring import Services, utc_now
from procedures.papers.outfit import open_seal
from procedures.papers.pki_server import serving
from procedures.ports import Outcome
from procedures.reads.verification import PaperStanding, paper_by_code
from procedures.reasons import OUTCOMES, REASONS, Reason
from procedures.records import Paper
from tests.factories import Life
from tests.pages import PageClient
from tests.papers.blank import blank_paper


class BlankPress:
    """Prints an empty sheet with places for the signatures."""

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        del template, context
        return blank_paper()


@dataclass(frozen=True, slots=True)
class Issued:
    code: str
    data: bytes
    dossier: str


@pytest.fixture(scope="session")
def served_pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("pki")
    with serving(folder, 0, utc_now) as server:
        yield folder, server.base


@pytest.fixture
def settings(settings: Settings, served_pki: tuple[Path, str]) -> Settings:
    folder, url = served_pki
    return replace(settings, pki_dir=folder, pki_url=url)


@pytest.fixture
def life(services: Services) -> Life:
    settings = services.settings
    believe_test_pki(services)
    if not settings.paper_fonts_dir.is_dir():
        pytest.skip("the paper's face is not fetched yet: make assets")
    seal = open_seal(settings.pki_dir, settings.pki_url, settings.paper_fonts_dir, utc_now)
    made = Life(services)
    made.workers = replace(made.workers, press=BlankPress(), seal=seal)
    return made


@pytest.fixture
def issued(life: Life, services: Services) -> Issued:
    dossier_id = life.issued()
    with services.reading() as db:
        paper = db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
    assert paper.issued_sha256
    data = services.blobs.get(paper.issued_sha256)
    return Issued(paper.verify_code, data, life.dossier(dossier_id).code)


def send(client: PageClient, data: bytes, path: str = "/xac-minh", name: str = "a.pdf") -> None:
    client.get("/xac-minh")
    client.post(path, {"tep": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def ask_json(client: PageClient, data: bytes, path: str = "/xac-minh") -> dict[str, Any]:
    sent = {"tep": (io.BytesIO(data), "a.pdf")}
    answer = client.http.post(path, data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    said: dict[str, Any] = answer.get_json()
    Draft202012Validator(schema()).validate(said)
    return said


def test_the_code_of_the_qr_opens_what_the_register_says(
    issued: Issued, client: PageClient
) -> None:
    client.get(f"/xac-minh/{issued.code}")
    assert client.status == 200
    assert "Đã phát hành và còn giá trị" in client.text
    for fact in ("Giấy khai sinh", "01/GKS-UBND", "phường Tân Mỹ", issued.dossier):
        assert fact in client.text
    client.get(f"/xac-minh?ma={issued.code[:4].lower()}-{issued.code[4:]}")
    assert "01/GKS-UBND" in client.text


def test_the_register_answers_programs(issued: Issued, client: PageClient) -> None:
    said = client.http.get(f"/xac-minh/{issued.code}?dinh-dang=json").get_json()
    assert said["found"] is True
    assert said["paper"]["standing"] == "stands"
    assert said["paper"]["number"] == "01/GKS-UBND"
    unknown = client.http.get("/xac-minh/AAAA", headers={"Accept": "application/json"})
    assert unknown.status_code == 404
    assert unknown.get_json() == {"version": 1, "code": "AAAA", "found": False, "paper": None}


@pytest.mark.parametrize("code", ["KHONGCO", "%00", "x" * 500, "a b", "…"])
def test_an_unknown_code_is_told_plainly(client: PageClient, code: str) -> None:
    client.get(f"/xac-minh/{code}")
    assert client.status == 404
    assert "Không có giấy tờ nào đã phát hành mang mã này" in client.text


def test_a_paper_that_is_not_issued_yet_is_unknown(
    life: Life, services: Services, client: PageClient
) -> None:
    dossier_id = life.proposed()
    with services.reading() as db:
        paper = db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
    client.get(f"/xac-minh/{paper.verify_code}")
    assert client.status == 404


def test_the_file_that_was_issued_is_genuine(issued: Issued, client: PageClient) -> None:
    send(client, issued.data)
    assert client.status == 200
    assert "Giấy tờ thật" in client.text
    assert REASONS[Reason.REGISTER_MATCH] in client.text
    assert "Ủy ban nhân dân phường Tân Mỹ" in client.text
    assert issued.dossier in client.text
    said = ask_json(client, issued.data)
    assert said["verdict"] == "GENUINE"
    assert [len(said["signers"]), said["paper"]["standing"]] == [2, "stands"]
    assert [stamp["covers_whole_file"] for stamp in said["archive_stamps"]] == [True]
    assert "subject_id" not in said["signers"][0]


def test_one_changed_byte_is_seen(issued: Issued, client: PageClient) -> None:
    changed = bytearray(issued.data)
    changed[issued.data.index(b"/MediaBox") + 12] ^= 1
    send(client, bytes(changed))
    assert client.status == 200
    assert "Đã bị thay đổi" in client.text
    assert ask_json(client, bytes(changed))["verdict"] == "ALTERED"
    assert ask_json(client, issued.data + b"\n% more")["verdict"] == "ALTERED"


def test_a_file_is_compared_with_the_paper_whose_code_is_given(
    issued: Issued, life: Life, services: Services, client: PageClient
) -> None:
    path = f"/xac-minh/{issued.code}"
    assert ask_json(client, issued.data, path)["reason"] == Reason.REGISTER_MATCH
    bare = ask_json(client, blank_paper(), path)  # its signatures taken away
    assert (bare["verdict"], bare["reason"]) == ("ALTERED", Reason.SIGNATURE_MISSING)
    other = life.issued("1.004873")
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.dossier_id == other, Paper.is_result)).one()
    assert paper.issued_sha256
    swapped = ask_json(client, services.blobs.get(paper.issued_sha256), path)
    assert (swapped["verdict"], swapped["reason"]) == ("ALTERED", Reason.REGISTER_MISMATCH)
    client.get(path)
    send(client, issued.data, path)
    assert "Giấy tờ thật" in client.text


def test_a_revoked_paper_is_told_with_its_grounds(
    issued: Issued, services: Services, client: PageClient
) -> None:
    with services.transaction() as call:
        paper = call.db.scalars(select(Paper).where(Paper.verify_code == issued.code)).one()
        paper.revoked_at = call.now
        paper.revoked_grounds = "Cấp sai thẩm quyền"
    client.get(f"/xac-minh/{issued.code}")
    assert "Đã bị thu hồi" in client.text
    assert "Cấp sai thẩm quyền" in client.text
    assert "còn giá trị" not in client.text
    send(client, issued.data)
    assert "Đã bị thu hồi</h2>" in client.text
    assert ask_json(client, issued.data)["reason"] == Reason.REGISTER_REVOKED


def test_a_superseded_paper_leads_to_the_one_in_its_place(
    issued: Issued, services: Services, client: PageClient
) -> None:
    with services.transaction() as call:
        old = call.db.scalars(select(Paper).where(Paper.verify_code == issued.code)).one()
        new = call.db.scalars(
            select(Paper).where(Paper.dossier_id == old.dossier_id, ~Paper.is_result)
        ).first()
        assert new is not None
        old.superseded_by = new.id
        newer = new.verify_code
    client.get(f"/xac-minh/{issued.code}")
    assert "Đã được thay bằng văn bản khác" in client.text
    assert f'href="/xac-minh/{newer}"' in client.text
    with services.reading() as db:
        paper = paper_by_code(db, issued.code)
    assert paper is not None
    assert paper.standing is PaperStanding.SUPERSEDED


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"", "UNKNOWN"),
        (b"\x00" * 5000, "UNKNOWN"),
        (os.urandom(20_000), "UNKNOWN"),
        (b"<html><script>alert(1)</script>", "UNKNOWN"),
        (b"%PDF-1.7\n", "INDETERMINATE"),
        (b"%PDF-1.7\n" + b"1 0 obj<<" * 2000, "INDETERMINATE"),
        (blank_paper(), "UNKNOWN"),
        (blank_paper()[:-200], "INDETERMINATE"),
    ],
)
def test_a_hostile_file_gets_a_verdict(client: PageClient, data: bytes, outcome: str) -> None:
    said = ask_json(client, data)
    assert said["verdict"] == outcome
    assert said["sentence"] == REASONS[said["reason"]]
    send(client, data, name="<img src=x>.pdf")
    assert client.status == 200
    assert "<img src=x>" not in client.text


def test_every_outcome_and_reason_has_its_words() -> None:
    assert set(OUTCOMES) == set(Reason) == set(REASONS)
    assert set(OUTCOMES.values()) == set(Outcome)


def test_no_file_and_a_file_too_large_are_refused_with_the_reason(
    app: Flask, client: PageClient
) -> None:
    client.get("/xac-minh")
    client.post("/xac-minh", {}, content_type="multipart/form-data")
    assert client.status == 422
    assert "Hãy chọn tệp cần kiểm tra." in client.text
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    send(client, b"x" * 20_000)
    assert client.status == 413
    assert "Tệp lớn hơn 20 MB." in client.text


def test_nothing_of_a_file_is_kept(
    issued: Issued, services: Services, client: PageClient, tmp_path: Path
) -> None:
    def everything() -> set[Path]:
        return {p for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".db"}

    send(client, b"warm up")
    before = everything()
    large = FileStorage(io.BytesIO(issued.data + b"x" * 600_000), "a.pdf", "tep")
    boundary, body = encode_multipart({"tep": large})  # large enough to be spooled on its way
    kind = f"multipart/form-data; boundary={boundary}"
    assert client.http.post("/xac-minh", data=body, content_type=kind).status_code == 200
    assert everything() == before
    assert not services.blobs.exists("0" * 64)


def test_when_the_register_is_silent_nothing_is_claimed(
    issued: Issued, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> object:
        raise OSError

    monkeypatch.setattr("portal.verification.verifier", broken)
    assert verify_bytes(services, issued.data)[0].reason == Reason.UNDECIDED
    services.engine.dispose()
    elsewhere = replace(services, sessions=unreachable())
    assert verify_bytes(elsewhere, issued.data)[0].reason == Reason.REGISTER_SILENT


def unreachable() -> sessionmaker[Session]:
    return sessionmaker(create_engine("postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=2"))


def test_judging_is_slowed_down(client: PageClient) -> None:
    for _ in range(30):
        client.http.get("/xac-minh/AAAA")
    assert client.http.get("/xac-minh/AAAA").status_code == 429


def run_verify(app: Flask, *files: Path) -> Result:
    return app.test_cli_runner().invoke(args=["verify", *map(str, files)])


def test_the_command_judges_whatever_stands_at_a_path(
    app: Flask, issued: Issued, tmp_path: Path
) -> None:
    genuine = tmp_path / "g.pdf"
    genuine.write_bytes(issued.data)
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "random.pdf").write_bytes(os.urandom(9000))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    files = [
        genuine,
        *(tmp_path / name for name in ("empty.pdf", "random.pdf", "pipe", "loop", "none")),
        tmp_path,
        Path("/dev/zero"),
    ]
    result = run_verify(app, *files)
    assert result.exit_code == 0, result.output
    said = [json.loads(line) for line in result.stdout.splitlines() if '"verdict"' in line]
    assert [line["file"] for line in said] == [str(file) for file in files]
    assert [line["verdict"] for line in said] == [
        "GENUINE",
        "UNKNOWN",
        "UNKNOWN",
        *["INDETERMINATE"] * 5,
    ]
    assert all(set(line) == {"file", "verdict", "reason", "signers"} for line in said)
    assert len(said[0]["signers"]) == 2


def test_a_huge_file_is_read_only_so_far(app: Flask, tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(200 * 1024**3)
    assert '"too-large"' in run_verify(app, huge).output


def test_a_file_that_may_not_be_read(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(b"%PDF-1.7")

    def refuse(*_args: object, **_more: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert '"no-file"' in run_verify(app, locked).output
