"""`flask check`: does everything answer, open and last that papers of this machine rest on.

For the administrator of the machine where papers are signed, in Vietnamese: the words of the
faults are those that the pages have, and what an authority said goes with them.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import click
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import Services, keys_service, utc_now, ways_to
from procedures.anchors import Store
from procedures.errors import DomainError
from procedures.papers.archive import STAMPING
from procedures.papers.authorities import Authorities
from procedures.papers.identity import holder_name
from procedures.papers.key_ring import KeyRing
from procedures.papers.revocation import RevocationDesk
from procedures.papers.stamps import HttpStamper
from procedures.papers.trust import Trust
from procedures.ports import SignerRef
from procedures.reads.administration.lists import watched_lists
from procedures.reads.administration.trust import AHEAD, certificates

SOON = timedelta(days=90)
SIGNING = frozenset({"digital_signature"})
STORES = {
    Store.GOVERNMENT: "Kho tin cậy của cơ quan nhà nước",
    Store.CITIZENS: "Kho tin cậy của người dân, doanh nghiệp",
    Store.TIME: "Kho tin cậy của dấu thời gian",
}


class Mark(StrEnum):
    """How a line begins."""

    SOUND = "ĐẠT "
    SOON = "NHẮC"
    FAULT = "LỖI "


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was tried, and what came of it."""

    mark: Mark
    about: str
    told: str


@click.command()
@with_appcontext
def check() -> None:
    """Try each authority, key, trust store and list; one line each, and 1 where there is a fault.

    To be run on the machine whose worker signs papers, by the user that the worker runs as.
    """
    faults = 0
    for line in _lines(services(), utc_now()):
        click.echo(f"{line.mark} {line.about}: {line.told}")
        faults += line.mark is Mark.FAULT
    click.echo(f"Có {faults} lỗi." if faults else "Không có lỗi.")
    if faults:
        raise SystemExit(1)


def _lines(known: Services, now: datetime) -> Iterator[Line]:
    trust, ways = known.trust.now(), ways_to(known.settings)
    yield from _of_stores(known, now)
    yield from _of_stampers(ways, trust, now)
    yield from _of_keys(known, ways, trust, now)
    yield from _of_lists(known, now)


def _of_stores(known: Services, now: datetime) -> Iterator[Line]:
    with known.reading() as db:
        found = certificates(db, now)
    for store, name in STORES.items():
        held = [one for one in found if one.store is store]
        if not any(one.is_root for one in held):
            yield Line(Mark.FAULT, name, "chưa có chứng thư gốc nào")
        for one in held:
            yield Line(*_left(one.not_after, now, AHEAD, f"{name}, {one.name}"))


def _of_stampers(ways: Authorities, trust: Trust, now: datetime) -> Iterator[Line]:
    desk = RevocationDesk(trust.time, ways.wire(), utc_now)
    if not ways.time:
        yield Line(Mark.FAULT, "Dấu thời gian", "chưa khai tổ chức nào")
    for authority in ways.time:
        about = f"Dấu thời gian {authority.url}"
        try:
            chain = HttpStamper(ways.wire(), (authority,), utc_now).certificates()
            asyncio.run(desk.evidence(chain[0], chain, STAMPING))
        except DomainError as fault:
            yield Line(Mark.FAULT, about, _said(fault))
        else:
            whose = f"{about}, {holder_name(chain[0])}"
            yield Line(*_left(chain[0].not_valid_after, now, SOON, whose))


def _of_keys(known: Services, ways: Authorities, trust: Trust, now: datetime) -> Iterator[Line]:
    settings = known.settings
    ring = KeyRing(settings.pki_dir, utc_now, keys_service, test=False)
    desk = RevocationDesk(trust.government, ways.wire(), utc_now)
    try:
        listed = list(ring.listed())
    except DomainError as fault:
        yield Line(Mark.FAULT, "Khóa ký", _said(fault))
        return
    if not listed:
        mark = Mark.SOON if settings.test_pki else Mark.FAULT
        told = "tệp key-stores.json chưa khai khóa nào"
        yield Line(
            mark, "Khóa ký", f"{told}; PKI thử nghiệm ký thay" if settings.test_pki else told
        )
    for key_id in listed:
        try:
            pen = ring.held(SignerRef(key_id, "", "", ""))
            chain = [Certificate.load(one.public_bytes(Encoding.DER)) for one in pen.chain]
            asyncio.run(desk.evidence(chain[0], chain, SIGNING))
        except DomainError as fault:
            yield Line(Mark.FAULT, f"Khóa ký {key_id}", _said(fault))
        else:
            whose = f"Khóa ký {key_id} (kho {pen.store}), {holder_name(chain[0])}"
            yield Line(*_left(chain[0].not_valid_after, now, SOON, whose))


def _of_lists(known: Services, now: datetime) -> Iterator[Line]:
    with known.reading() as db:
        found = watched_lists(db, now)
    for one in found:
        about = f"Danh sách thu hồi {one.issuer or one.address}"
        until = f"lập lúc {one.this_update:%d/%m/%Y %H:%M}" if one.this_update else "chưa tải được"
        told = f"{until}; {one.fault}" if one.fault else until
        bad = one.standing(now) in {"missing", "overdue"}
        yield Line(Mark.FAULT if bad else Mark.SOON if one.fault else Mark.SOUND, about, told)


def _left(ends: datetime, now: datetime, warn: timedelta, about: str) -> tuple[Mark, str, str]:
    """How long a certificate lasts."""
    days = (ends - now).days
    if ends <= now:
        return Mark.FAULT, about, f"chứng thư đã hết hạn ngày {ends:%d/%m/%Y}"
    mark = Mark.SOON if ends - now < warn else Mark.SOUND
    return mark, about, f"chứng thư còn hạn {days} ngày, đến {ends:%d/%m/%Y}"


def _said(fault: DomainError) -> str:
    return fault.msgid.format_map(fault.params)
