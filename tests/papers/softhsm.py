"""A real PKCS#11 token for tests: SoftHSM 2, whose tokens are folders that can be pulled out."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pkcs11
import pytest
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"
LABEL = "cong-vu"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is plugged in until somebody pulls it out."""

    folder: Path
    label: str = LABEL

    def put(self, label: str, key: Key, chain: tuple[x509.Certificate, ...]) -> None:
        """The key and its certificates."""
        library = pkcs11.lib(str(MODULE))
        library.reinitialize()
        with library.get_token(token_label=self.label).open(user_pin=PIN, rw=True) as session:
            session.create_object({**_template(key), **_named(label)})
            for number, certificate in enumerate(chain[:2]):
                found = pkcs11.util.x509.decode_x509_certificate(
                    certificate.public_bytes(Encoding.DER)
                )
                session.create_object({**found, **_named(f"{label}-{number}" if number else label)})

    def pull_out(self) -> None:
        """Away with it, whoever has a session open."""
        (self.folder / "tokens").rename(self.folder / "pulled")
        (self.folder / "tokens").mkdir()

    def plug_in(self) -> None:
        """As it was."""
        (self.folder / "tokens").rmdir()
        (self.folder / "pulled").rename(self.folder / "tokens")


def _named(label: str) -> dict[pkcs11.Attribute, object]:
    return {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True}


def _template(key: Key) -> dict[pkcs11.Attribute, object]:
    inner = PrivateKeyInfo.load(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    if isinstance(key, rsa.RSAPrivateKey):
        found = pkcs11.util.rsa.decode_rsa_private_key(inner["private_key"].parsed.dump())
    else:
        secret = inner["private_key"].parsed
        secret["parameters"] = inner["private_key_algorithm"]["parameters"]
        found = pkcs11.util.ec.decode_ec_private_key(secret.dump())
    return dict(found)


@contextmanager
def plugged_in(folder: Path) -> Iterator[Token]:
    """A fresh token whose files are in the folder."""
    if not MODULE.exists():
        pytest.skip("SoftHSM 2 is not installed")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        command = ["softhsm2-util", "--init-token", "--free", "--label", LABEL]
        subprocess.run([*command, "--pin", PIN, "--so-pin", PIN], check=True, capture_output=True)
        yield Token(folder)
        with suppress(pkcs11.PKCS11Error):
            pkcs11.lib(str(MODULE)).finalize()
