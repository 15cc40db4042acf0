"""Plays the VGCA program on a signer's machine: its address, its words, its TLS, a real signature.

As public code shows it: one socket for each deed, one text in, one text out, then closed. To sign
it fetches `FileName`, posts the signed file as `uploadfile` to `FileUploadHandler`, and passes on
what that answered. Status 0 is done, 11 is cancelled by the user, anything else is a fault.
"""

import asyncio
import hashlib
import ipaddress
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from aiohttp import WSMsgType, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from portal.wiring import utc_now

Sign = Callable[[bytes], bytes]
Meanwhile = Callable[[], None]
CANCELLED = {"Status": 11, "Message": "Người dùng đã huỷ.", "FileServer": ""}
NO_TOKEN = {"Status": 1, "Message": "Không tìm thấy USB token.", "FileServer": ""}


@dataclass
class Plugin:
    """`sign` is the token; `answer`, when set, is said instead of bringing the file back.

    `drops` closes the socket without a word, before or after the file was brought back.
    """

    portal: str
    sign: Sign
    answer: dict[str, object] | None = None
    drops: bool = False
    brings: bool = True
    meanwhile: Meanwhile = field(default=lambda: None)
    asked: list[dict[str, object]] = field(default_factory=list)

    def deed(self, prms: dict[str, object]) -> dict[str, object]:
        """What SignApproved does with its parameters, and what it says of it."""
        self.asked.append(prms)
        served = httpx.get(self._at(prms["FileName"])).raise_for_status().content
        self.meanwhile()
        if self.answer is not None:
            return self.answer
        if not self.brings:
            return NO_TOKEN
        files = {"uploadfile": ("van-ban.signed.pdf", self.sign(served), "application/pdf")}
        told = httpx.post(self._at(prms["FileUploadHandler"]), files=files, timeout=60).json()
        return {**told, "Status": 0 if told["Status"] is True else 1}

    def _at(self, address: object) -> str:
        """The portal of the test answers at a port that its settings do not know."""
        return self.portal + urlsplit(str(address)).path

    async def version(self, request: web.Request) -> web.WebSocketResponse:
        """GetVersion, which pages ask to see whether the program runs."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.data == "version"
            await socket.send_str("1.0.0.8")
        return socket

    async def approved(self, request: web.Request) -> web.WebSocketResponse:
        """SignApproved."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            said = await asyncio.to_thread(self.deed, json.loads(message.data))
            if self.drops:
                break
            await socket.send_str(json.dumps(said))
        await socket.close()
        return socket


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate of this machine's own, as the program's installer makes one."""

    context: ssl.SSLContext
    spki: str

    @classmethod
    def made(cls, folder: Path) -> "Tls":
        """Its two files stay in the folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        host = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        now = utc_now()
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([host]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem = folder / "plugin.pem"
        held = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        pem.write_bytes(held + made.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return cls(context, b64encode(hashlib.sha256(public).digest()).decode())


@contextmanager
def running(plugin: Plugin, tls: Tls, port: int) -> Iterator[None]:
    """The program behind this loopback port, from a thread with its own loop."""
    loop = asyncio.new_event_loop()
    app = web.Application()
    app.router.add_get("/GetVersion", plugin.version)
    app.router.add_get("/SignApproved", plugin.approved)
    runner = web.AppRunner(app, shutdown_timeout=1)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls.context)
        await site.start()

    try:
        asyncio.run_coroutine_threadsafe(serve(), loop).result()
        yield
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
