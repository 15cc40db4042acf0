"""`flask keys`: each key that the list names, and what is wrong with it before a paper waits."""

import json
from pathlib import Path

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from flask import Flask

from portal.settings import Settings
from portal.wiring import utc_now
from procedures.papers.capacity import OTHER_CAPACITY
from procedures.papers.key_ring import FILE
from procedures.papers.keys import subject_of
from procedures.papers.pki_issue import HOLDER, issue
from procedures.papers.private_file import NO_FILE
from procedures.ports import SignerRef

UNIT = "Ủy ban nhân dân xã Khóa"
LEADER = SignerRef("leader-17", "Lê Thị Khóa", "Chủ tịch", UNIT)
AGENCY = SignerRef("agency-h02-34-20250701", UNIT, "", UNIT)


def _put(folder: Path, label: str, whose: SignerRef) -> None:
    held = issue(subject_of(whose), HOLDER, utc_now())
    data = pkcs12.serialize_key_and_certificates(
        None, held.key, held.certificate, None, BestAvailableEncryption(b"mat-khau")
    )
    for suffix, content in ((".p12", data), (".password", b"mat-khau")):
        (path := folder / f"{label}{suffix}").touch(mode=0o600)
        path.write_bytes(content)


def test_each_key_is_told_with_its_end_or_its_trouble(app: Flask, settings: Settings) -> None:
    (folder := settings.pki_dir / "p12").mkdir(parents=True)
    _put(folder, LEADER.key_id, LEADER)
    _put(folder, AGENCY.key_id, LEADER)
    _put(folder, "agency-khac", AGENCY)
    _put(folder, "leader-khac", AGENCY)
    names = (LEADER.key_id, AGENCY.key_id, "agency-khac", "leader-khac", "leader-thieu")
    told = {"stores": {"tep": {"kind": "pkcs12", "folder": "p12"}}}
    told["keys"] = {name: {"store": "tep"} for name in names}
    (settings.pki_dir / FILE).write_text(json.dumps(told))
    answer = app.test_cli_runner().invoke(args=["keys"])
    lines = {line["key"]: line for line in map(json.loads, answer.output.splitlines())}
    troubles = {key: line.get("trouble", "") for key, line in lines.items()}
    assert troubles == {
        LEADER.key_id: "",
        AGENCY.key_id: OTHER_CAPACITY,
        "agency-khac": "",
        "leader-khac": OTHER_CAPACITY,
        "leader-thieu": NO_FILE,
    }
    assert LEADER.name in lines[LEADER.key_id]["holder"]
    assert lines[LEADER.key_id]["store"] == "tep"
    (settings.pki_dir / FILE).unlink()
