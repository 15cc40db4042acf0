"""Delivering notices: into a folder while developing, by SMTP in production."""

import hashlib
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

from procedures.errors import N_, Unavailable
from procedures.ports import Courier, Message

NO_MAIL_SERVER = N_("Máy chủ thư điện tử không trả lời. Hệ thống sẽ tự thử lại.")
_TIMEOUT_SECONDS = 15


class FolderCourier:
    """Writes each message as an `.eml` file named after its key: twice is once."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, message: Message) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{_plain(message.key)}.eml"
        beside = target.with_suffix(".part")
        beside.write_bytes(_mail(message, self._sender).as_bytes(policy=SMTP))
        beside.replace(target)


class SmtpCourier:
    """Hands messages to a mail server; the Message-ID is made of the key, so that doubles show."""

    def __init__(self, address: str, sender: str) -> None:
        self._parts = urlsplit(address)
        self._sender = sender

    def send(self, message: Message) -> None:
        kind = smtplib.SMTP_SSL if self._parts.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(
                self._parts.hostname or "", self._parts.port or 0, timeout=_TIMEOUT_SECONDS
            ) as server:
                if self._parts.username:
                    server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
                server.send_message(_mail(message, self._sender))
        except (OSError, smtplib.SMTPException) as fault:
            raise Unavailable(NO_MAIL_SERVER) from fault


def open_courier(address: str, sender: str) -> Courier:
    """The courier for a folder path or an `smtp://` or `smtps://` address."""
    if "://" in address:
        return SmtpCourier(address, sender)
    return FolderCourier(Path(address), sender)


def _mail(message: Message, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Message-ID"] = f"<{_plain(message.key)}@{sender.rpartition('@')[2]}>"
    mail.set_content(message.body)
    return mail


def _plain(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
