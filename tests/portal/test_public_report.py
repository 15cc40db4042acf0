"""The report of a verification for programs: by its schema, with what ETSI calls each outcome."""

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select

from portal.public.report import FAILED, PASSED, UNSURE, etsi, schema
from portal.wiring import Services
from procedures.lifecycle import State
from procedures.ports import SignatureReport
from procedures.records import Paper
from tests.acts.doing import done
from tests.acts.revoking import ask_to_replace, sign_instrument
from tests.acts.stages import Stages
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.test_public_verify import ask_json


def _report(indication: str, *, intact: bool) -> SignatureReport:
    return SignatureReport(
        field="ConDau",
        signer="Đơn vị",
        subject_id="",
        issuer="CA",
        signed_at=None,
        intact=intact,
        trusted=True,
        covers_whole_file=True,
        indication=indication,
    )


@pytest.mark.parametrize(
    ("indication", "intact", "told"),
    [
        ("TOTAL_PASSED", True, (PASSED, "")),
        ("FORMAT_FAILURE", False, (FAILED, "FORMAT_FAILURE")),
        ("REVOKED", True, (FAILED, "REVOKED")),
        ("NO_CERTIFICATE_CHAIN_FOUND", True, (UNSURE, "NO_CERTIFICATE_CHAIN_FOUND")),
        ("CONTENT-CHANGED", False, (FAILED, "HASH_FAILURE")),
        ("SIGNATURE-UNKNOWN", True, (UNSURE, "SIGNATURE_UNKNOWN")),
    ],
)
def test_each_signature_has_an_indication(
    indication: str, told: tuple[str, str], *, intact: bool
) -> None:
    assert etsi(_report(indication, intact=intact)) == told


def test_every_report_fits_the_published_schema(
    app: Flask, life: Life, services: Services, client: PageClient
) -> None:
    page = app.test_client()
    assert page.get("/xac-minh/bao-cao.schema.json").get_json() == schema()
    assert page.get("/xac-minh/du-lieu.schema.json").get_json() == schema("paper")
    Draft202012Validator.check_schema(schema())
    judge = Draft202012Validator(schema())
    stages = Stages(life)
    dossier_id = stages.fresh(State.RETURNED)
    keeper, leader = life.actor("tuphap.tanmy"), life.actor("chutich.tanmy")
    done(life, keeper, ask_to_replace, dossier_id)
    life.work()
    done(life, leader, sign_instrument, dossier_id)
    life.work()
    with services.reading() as db:
        old, new = db.scalars(
            select(Paper)
            .where(Paper.dossier_id == dossier_id, Paper.is_result)
            .order_by(Paper.created_at)
        )
    for code in (old.verify_code, new.verify_code, "KHONGCOMANAY2345"):
        found = page.get(f"/xac-minh/{code}?dinh-dang=json").get_json()
        judge.validate(found)
    assert page.get(f"/xac-minh/{old.verify_code}?dinh-dang=json").get_json()["paper"][
        "superseded_by"
    ] == (new.verify_code)
    for data in (services.blobs.get(old.issued_sha256 or ""), b"x", b"%PDF-1.7 nothing"):
        judge.validate(ask_json(client, data))
