"""What a phone fetches to check papers without the network: page, worker, keys, names, list."""

import json
from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from flask import Flask
from sqlalchemy import select

from portal.wiring import Services
from procedures.acts.publish_revocations import paper_hash, publish_revocations
from procedures.papers.code_keys import CodeKeys
from procedures.records import Paper
from tests.acts.doing import acting
from tests.factories import CITIZEN, Life
from tests.pages import PageClient


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _published(life: Life, services: Services) -> CodeKeys:
    with acting(life, life.actor("quantri")) as call:
        keys = CodeKeys(services.settings.pki_dir, lambda: call.now)
        publish_revocations(call, keys, services.blobs)
    return keys


def test_the_page_names_nobody_and_the_worker_keeps_to_it(app: Flask, client: PageClient) -> None:
    client.sign_in(CITIZEN)
    client.get("/xac-minh/ngoai-tuyen")
    assert client.status == 200
    assert "Đăng xuất" not in client.text
    assert "Kiểm tra mã QR không cần mạng" in client.text
    plain = app.test_client()
    worker = plain.get("/xac-minh/ngoai-tuyen/tho.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Service-Worker-Allowed"] == "/xac-minh/ngoai-tuyen"
    for address in json.loads(worker.text.split("const ASSETS = ")[1].split(";\n")[0]):
        with plain.get(address) as answer:
            assert answer.status_code == 200, address


def test_the_list_is_signed_by_a_published_key_and_asked_for_by_its_tag(
    app: Flask, life: Life, services: Services
) -> None:
    page = app.test_client()
    assert page.get("/xac-minh/danh-sach-thu-hoi.json").status_code == 204
    assert page.get("/xac-minh/khoa.json").get_json() == {"keys": []}
    dossier_id = life.issued("1.004873")
    with services.transaction() as call:
        paper = call.db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
        paper.revoked_at, paper.revoked_grounds = call.now, "Sai"
        code, name = paper.verify_code, life.dossier(dossier_id).code
    _published(life, services)
    answer = page.get("/xac-minh/danh-sach-thu-hoi.json")
    again = page.get(
        "/xac-minh/danh-sach-thu-hoi.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert "max-age=300" in answer.headers["Cache-Control"]
    signed = answer.get_json()
    head, body = json.loads(_bytes(signed["protected"])), json.loads(_bytes(signed["payload"]))
    (key,) = page.get("/xac-minh/khoa.json").get_json()["keys"]
    assert head == {"alg": "ES256", "kid": key["kid"]}
    x, y = (int.from_bytes(_bytes(key[part]), "big") for part in ("x", "y"))
    raw = _bytes(signed["signature"])
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    message = f"{signed['protected']}.{signed['payload']}".encode()
    public.verify(encode_dss_signature(*numbers), message, ec.ECDSA(hashes.SHA256()))
    assert [entry[:2] for entry in body["papers"]] == [[paper_hash(code), "r"]]
    for secret in (code, name, "Sai"):
        assert secret not in json.dumps(body)
    shown = page.get("/xac-minh/danh-sach-thu-hoi").text
    assert paper_hash(code) in shown
    assert code not in shown


def test_codes_have_names_in_both_languages(app: Flask) -> None:
    names = app.test_client().get("/xac-minh/ten.json").get_json()
    assert names["kinds"]["giay-khai-sinh"]["vi"]
    assert names["kinds"]["giay-tiep-nhan"]["en"]
    assert all(name["vi"] and name["en"] for name in names["agencies"].values())
