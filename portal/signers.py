"""The remote signing services that the settings name: read from a file, each judged before boot.

The file is a JSON list; `portal/SIGNERS.md` says what its rows hold.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.setting_rows import ROOT, SettingsError
from procedures.providers import Login, Protocols, Provider
from procedures.schemes import rsa_scheme

SAMPLE = "sample"
SHORTEST_KEY = 24
LONGEST_WAIT = 3600
LONGEST_QUESTION = 90.0
"""Seconds; a job has to ask more than once within its own time."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_SHIPPED = Path(__file__).parent / "local" / "signers.json"


@cache
def providers_in(named: str, sample_url: str, environment: str) -> tuple[Provider, ...]:
    """The services of the file; none for an empty name. Raises `SettingsError`, one line."""
    if not named:
        return ()
    if named == SAMPLE and environment == "production":
        raise _refusal("sample", "chỉ dùng để thử / is only for trying out")
    path = _SHIPPED if named == SAMPLE else ROOT / named
    try:
        text = path.read_text(encoding="utf-8").replace("{sample}", sample_url.rstrip("/"))
        written: list[dict[str, Any]] = json.loads(text)
        found = tuple(_provider(row, sample=named == SAMPLE) for row in written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        told = f"không đọc được / cannot be read ({type(fault).__name__})"
        raise _refusal(named, told) from fault
    for provider in found:
        _judge(provider, environment)
    _judge_together(found)
    return found


def _provider(row: dict[str, Any], *, sample: bool) -> Provider:
    return Provider(
        code=str(row["code"]),
        name={"vi": str(row["name"]["vi"]), "en": str(row["name"]["en"])},
        protocol=Protocols(row["protocol"]),
        base_url=str(row["base_url"]),
        client_id=str(row["client_id"]),
        client_secret=str(row["client_secret"]),
        notice_key=str(row["notice_key"]),
        login=Login(row.get("login", Login.NONE)),
        by_rsa=rsa_scheme(row.get("scheme")),
        seconds=float(row.get("seconds", 15.0)),
        wait_seconds=int(row.get("wait_seconds", 300)),
        phone_url=str(row.get("phone_url", "")) if sample else "",
    )


def _judge(provider: Provider, environment: str) -> None:
    address = urlsplit(provider.base_url)
    schemes = {"https"} if environment == "production" else {"https", "http"}
    for sound, told in (
        (_CODE.fullmatch(provider.code), "code"),
        (address.scheme in schemes and address.hostname, "base_url"),
        (len(provider.notice_key) >= SHORTEST_KEY, "notice_key"),
        (0 < provider.seconds <= LONGEST_QUESTION, "seconds"),
        (0 < provider.wait_seconds <= LONGEST_WAIT, "wait_seconds"),
    ):
        if not sound:
            raise _refusal(provider.code, f"{told} không hợp lệ / is not valid")


def _judge_together(found: Iterable[Provider]) -> None:
    codes = [provider.code for provider in found]
    if len(set(codes)) != len(codes):
        raise _refusal(", ".join(codes), "code trùng nhau / codes must differ")


def _refusal(shown: str, told: str) -> SettingsError:
    return SettingsError(f"REMOTE_SIGNERS={shown!r}: {told}")
