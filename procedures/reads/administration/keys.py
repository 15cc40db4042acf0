"""Keys that have signed: until when they may, which were retired, and what each has signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import Session, aliased

from procedures.reads.administration.slices import Edge, cut
from procedures.records import (
    Annex,
    Attachment,
    Dossier,
    KeyUse,
    Paper,
    Person,
    SigningKey,
    UnitRow,
)
from procedures.routing import Text

AHEAD = timedelta(days=90)
"""How long before a certificate's end it is shown as ending: ordering another takes weeks."""
MOST = 20
PAGE = 1000

_Asker, _Retirer = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One certificate. `replaced`: its holder signs with a newer one already."""

    id: UUID
    holder: str
    unit: Text
    is_seal: bool
    store: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    asked_at: datetime | None
    compromised_at: datetime | None
    retired_at: datetime | None
    replaced: bool

    def ends_soon(self, now: datetime) -> bool:
        return self.retired_at is None and not self.replaced and self.valid_to - now < AHEAD


@dataclass(frozen=True, slots=True)
class KeyList:
    """A slice of keys, the first to end first."""

    items: tuple[KeyItem, ...]
    previous: Edge | None
    next: Edge | None


@dataclass(frozen=True, slots=True)
class KeyPage:
    """One key with its retirement; `asked_by` and `retired_by` are names."""

    item: KeyItem
    key_id: str
    sha256: str
    grounds: str
    asked_by_id: UUID | None
    asked_by: str
    retired_by: str


@dataclass(frozen=True, slots=True)
class UseItem:
    """One file that the key signed: a paper of a dossier, its annex, or the copy of a scan.

    `annex` is the title of an annex, "" for any other file.
    """

    id: int
    at: datetime
    dossier_id: UUID
    dossier: str
    title: Text | None
    notation: str
    annex: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UseList:
    """A slice of what the key signed, the newest first."""

    items: tuple[UseItem, ...]
    previous: Edge | None
    next: Edge | None


def keys(db: Session, *, retired: bool, edge: Edge | None = None) -> KeyList:
    """Keys in use, or those that were retired."""
    gone = SigningKey.retired_at
    query = _rows().where(gone.is_not(None) if retired else gone.is_(None))
    found = cut(db, query, _ORDER, edge)
    return KeyList(tuple(_item(row) for row in found.rows), found.previous, found.next)


def ending_keys(db: Session, now: datetime) -> tuple[KeyItem, ...]:
    """The keys whose holders have nothing newer and whose certificates end soon."""
    query = _rows().where(ends_soon(now)).order_by(SigningKey.valid_to).limit(MOST)
    return tuple(_item(row) for row in db.execute(query))


def ends_soon(now: datetime) -> ColumnElement[bool]:
    """Whether the certificate ends within `AHEAD` while its holder has no later one."""
    return SigningKey.retired_at.is_(None) & (SigningKey.valid_to < now + AHEAD) & ~_replaced()


def first_end(db: Session) -> datetime | None:
    """When the first of the certificates in use ends."""
    return db.scalar(
        select(func.min(SigningKey.valid_to)).where(SigningKey.retired_at.is_(None), ~_replaced())
    )


def key_page(db: Session, key_id: UUID) -> KeyPage | None:
    """One key."""
    row = db.execute(
        _rows()
        .add_columns(SigningKey, _Asker.full_name, _Retirer.full_name)
        .outerjoin(_Asker, _Asker.id == SigningKey.asked_by)
        .outerjoin(_Retirer, _Retirer.id == SigningKey.retired_by)
        .where(SigningKey.id == key_id)
    ).first()
    if row is None:
        return None
    *_, key, asker, retirer = row
    return KeyPage(
        item=_item(row),
        key_id=key.key_id,
        sha256=key.sha256,
        grounds=key.grounds,
        asked_by_id=key.asked_by,
        asked_by=asker or "",
        retired_by=retirer or "",
    )


def uses(db: Session, key: KeyItem, edge: Edge | None = None) -> UseList:
    """What the key signed, since it was lost where it was."""
    found = cut(db, _uses(key), KeyUse.id, edge, newest_first=True)
    return UseList(tuple(_use(row) for row in found.rows), found.previous, found.next)


def every_use(db: Session, key: KeyItem) -> Iterator[UseItem]:
    """The same without end, oldest first, read a page at a time."""
    last = 0
    while True:
        rows = db.execute(_uses(key).where(KeyUse.id > last).order_by(KeyUse.id).limit(PAGE)).all()
        yield from (_use(row) for row in rows)
        if len(rows) < PAGE:
            return
        last = rows[-1].key


def _replaced() -> ColumnElement[bool]:
    newer = aliased(SigningKey)
    return (
        select(newer.id)
        .where(
            newer.base == SigningKey.base,
            newer.valid_to > SigningKey.valid_to,
            newer.retired_at.is_(None),
        )
        .exists()
    )


_ORDER: ColumnElement[str] = func.to_char(
    func.timezone("UTC", SigningKey.valid_to), "YYYYMMDDHH24MISS"
).concat(cast(SigningKey.id, String))
"""The end of the certificate, then the id: unique, and read by the eye in an address."""


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        _ORDER.label("key"),
        SigningKey.id,
        SigningKey.holder,
        UnitRow.name,
        SigningKey.post_id.is_(None),
        SigningKey.store,
        SigningKey.serial,
        SigningKey.valid_from,
        SigningKey.valid_to,
        SigningKey.asked_at,
        SigningKey.compromised_at,
        SigningKey.retired_at,
        _replaced(),
    ).join(UnitRow, UnitRow.id == SigningKey.unit_id)


def _item(row: Any) -> KeyItem:  # noqa: ANN401 - a row of `_rows`, with or without more behind it
    return KeyItem(*tuple(row)[1:13])


def _uses(key: KeyItem) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            KeyUse.id.label("key"),
            KeyUse.at,
            Dossier.id,
            Dossier.code,
            Paper.title,
            Paper.context["number_text"].astext,
            func.coalesce(Annex.title, ""),
            func.coalesce(Annex.issued_sha256, Paper.issued_sha256, Attachment.sealed_sha256, ""),
        )
        .outerjoin(Annex, Annex.id == KeyUse.annex_id)
        .outerjoin(Paper, Paper.id == func.coalesce(KeyUse.paper_id, Annex.paper_id))
        .outerjoin(Attachment, Attachment.id == KeyUse.attachment_id)
        .join(Dossier, Dossier.id == func.coalesce(Paper.dossier_id, Attachment.dossier_id))
        .where(KeyUse.signing_key_id == key.id)
    )
    if key.compromised_at is not None:
        query = query.where(KeyUse.at >= key.compromised_at)
    return query


def _use(row: Any) -> UseItem:  # noqa: ANN401 - a row of `_uses`
    number, at, dossier_id, code, title, notation, annex, sha256 = row
    return UseItem(number, at, dossier_id, code, title, notation or "", annex, sha256)
