"""A signing service of another author: certomancer's, as a real process."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.remote.ordering import SIGNER

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


@contextmanager
def running(folder: Path, *program: str) -> Iterator[str]:
    """The address of a server that keeps its keys in the folder; `program` runs another one."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [*(program or (str(PROGRAM),)), str(_config(folder)), str(port), HASH_PINNING]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://localhost:{port}"
            _await(url)
            yield url
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
