"""CSC API 1.0.4 against a real server process of another author: certomancer's."""

import hashlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from portal.wiring import utc_now
from procedures.papers.hand import CitizensHand
from procedures.papers.identity import holder_name, subject_number
from procedures.papers.trust import TrustStore
from procedures.providers import Credential, Protocols, RemoteSigner, Stage
from tests.papers.blank import blank_paper
from tests.remote.ordering import SIGNER, is_signed, opened, order, provider

PROGRAM = Path(sys.executable).parent / "certomancer-csc"
HASH_PINNING = "2"
LIFE = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2040-01-01T00:00:00+0000"}


def _config(folder: Path) -> Path:
    """An authority with two subscribers of one person, an elliptic key and an RSA key."""
    keys: dict[str, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey] = {
        "root": ec.generate_private_key(ec.SECP256R1()),
        "citizen": ec.generate_private_key(ec.SECP256R1()),
        "citizen-rsa": rsa.generate_private_key(65537, 2048),
    }
    for name, key in keys.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)
    person = {"country-name": "VN", "common-name": SIGNER.full_name}
    usage = {"id": "key_usage", "critical": True}
    usage["smart-value"] = {
        "schema": "key-usage",
        "params": ["digital_signature", "non_repudiation"],
    }
    leaf = {"issuer": "root", "authority-key": "root", "validity": LIFE, "extensions": [usage]}
    config = {
        "keysets": {
            "thu": {
                "path-prefix": str(folder),
                "keys": {name: {"path": f"{name}.pem"} for name in keys},
            }
        },
        "pki-architectures": {
            "cong-dan": {
                "keyset": "thu",
                "entities": {
                    "root": {"country-name": "VN", "common-name": "TEST CA"},
                    "citizen": person | {"user-id": f"CCCD:{SIGNER.citizen_id}"},
                },
                "certs": {
                    "root": {
                        "subject": "root",
                        "subject-key": "root",
                        "issuer": "root",
                        "authority-key": "root",
                        "validity": LIFE,
                        "profiles": [{"id": "simple-ca", "params": {"max-path-len": 0}}],
                    },
                    "citizen": leaf | {"subject": "citizen", "subject-key": "citizen"},
                    "citizen-rsa": leaf | {"subject": "citizen", "subject-key": "citizen-rsa"},
                },
            }
        },
    }
    path = folder / "certomancer.yml"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteSigner]:
    """The adapter to a running server."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    config = _config(tmp_path_factory.mktemp("csc"))
    command = [str(PROGRAM), str(config), str(port), HASH_PINNING]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://localhost:{port}"
            _await(url)
            yield opened(provider(url, Protocols.CSC_1))
        finally:
            process.terminate()


def _await(url: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            httpx.get(f"{url}/info", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the signing service did not start")


@pytest.fixture(scope="module")
def credentials(signer: RemoteSigner) -> dict[str, Credential]:
    """Its credentials by name."""
    return {found.id: found for found in signer.credentials(SIGNER.citizen_id, "gd-1")}


@pytest.mark.parametrize("name", ["cong-dan/citizen", "cong-dan/citizen-rsa"])
def test_a_real_service_signs_with_each_kind_of_key(
    signer: RemoteSigner, credentials: dict[str, Credential], name: str
) -> None:
    credential = credentials[name]
    own = Certificate.load(credential.chain[0])
    assert (holder_name(own), subject_number(own)) == (SIGNER.full_name, SIGNER.citizen_id)
    assert credential.hindrance is None
    assert is_signed(signer.ask(order(credential, "gd-1")), credential)


def test_an_rsa_key_signs_also_where_its_name_does_not_say_the_digest(
    signer: RemoteSigner, credentials: dict[str, Credential]
) -> None:
    plain = replace(credentials["cong-dan/citizen-rsa"], signs=("1.2.840.113549.1.1.1",))
    assert is_signed(signer.ask(order(plain, "gd-2")), plain)


def test_a_credential_that_is_gone_is_no_signature(
    signer: RemoteSigner, credentials: dict[str, Credential]
) -> None:
    gone = replace(credentials["cong-dan/citizen"], id="cong-dan/nobody")
    assert signer.ask(order(gone, "gd-3")).stage is Stage.UNKNOWN


def test_a_declaration_signed_by_a_real_service_is_whole_and_the_holders(
    signer: RemoteSigner, credentials: dict[str, Credential]
) -> None:
    """Prepared here, signed there, finished here; any reader of signatures takes it."""
    for name in ("cong-dan/citizen", "cong-dan/citizen-rsa"):
        credential = credentials[name]
        own, *above = (Certificate.load(der) for der in credential.chain)
        hand = CitizensHand(TrustStore(tuple(above), ()), utc_now)
        assert hand.holder(credential.chain).subject_id == SIGNER.citizen_id
        prepared = hand.prepare(blank_paper(), credential.chain)
        wanted = order(credential, "gd-4")
        digest = hashlib.sha256(prepared.attributes).digest()
        progress = signer.ask(replace(wanted, digest=digest))
        signed = hand.finish(prepared, credential.chain, progress.signature)
        (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
        digest = found.compute_digest()
        assert validate_sig_integrity(found.signer_info, own, "data", digest) == (True, True)
        assert found.signer_cert.dump() == own.dump()
