"""Keys in PKCS#12 files, as the public-service authority hands them out: one file a key.

Beside `KEY.p12` lies `KEY.password`. Both must be readable by their owner only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from procedures.errors import N_, Unavailable
from procedures.papers.pens import NOT_ITS_OWN, UNFIT, Pen, SoftPen, fit
from procedures.papers.pki_folder import plain_name
from procedures.papers.private_file import private_bytes
from procedures.schemes import Scheme

WRONG_PASSWORD = N_("Mật khẩu của tệp khóa (.p12) không đúng, hoặc tệp khóa bị hỏng.")


@dataclass(frozen=True, slots=True)
class Pkcs12Case:
    """A folder of files; each is read anew when a pen is asked for, so a new file is taken up."""

    name: str
    folder: Path
    now: Callable[[], datetime]
    by_rsa: Scheme = Scheme.PSS

    def pen(self, label: str) -> Pen:
        """The key of that file name (without `.p12`).

        Raises `Unavailable` saying what is wrong; the files stay as they are.
        """
        stem = plain_name(label)
        data = private_bytes(self.folder / f"{stem}.p12")
        password = private_bytes(self.folder / f"{stem}.password").strip()
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(data, password)
        except ValueError as fault:
            raise Unavailable(WRONG_PASSWORD) from fault
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise Unavailable(UNFIT)
        if certificate is None:
            raise Unavailable(NOT_ITS_OWN)
        if fit(certificate, self.now()) != key.public_key():
            raise Unavailable(NOT_ITS_OWN)
        return SoftPen(key, (certificate, *others), self.name, self.by_rsa)
