"""Pages by the last row seen: the thousandth page costs what the first one does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, UnaryExpression, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row as the place to go on from. `at` is None for rows without a moment, which come last."""

    at: datetime | None
    id: UUID
    backward: bool = False

    @property
    def token(self) -> str:
        """The cursor as an address carries it; nothing in it is personal."""
        micros = "" if self.at is None else str((self.at - EPOCH) // MICROSECOND)
        return f"{micros}.{self.id.hex}"

    @classmethod
    def parse(cls, token: str, *, backward: bool = False) -> Self | None:
        """The cursor of an address; None when nobody here wrote it."""
        micros, _, key = token.partition(".")
        try:
            at = EPOCH + int(micros) * MICROSECOND if micros else None
            return cls(at, UUID(key), backward=backward)
        except (ValueError, OverflowError):
            return None


def beyond(
    key: Moment, row_id: InstrumentedAttribute[UUID], cursor: Cursor | None
) -> ColumnElement[bool]:
    """The rows on the far side of the cursor, in the direction that it looks."""
    if cursor is None:
        return true()
    if cursor.backward:
        return _before(key, row_id, cursor)
    if cursor.at is None:
        return and_(key.is_(None), row_id > cursor.id)
    return or_(key > cursor.at, and_(key == cursor.at, row_id > cursor.id), key.is_(None))


def _before(
    key: Moment, row_id: InstrumentedAttribute[UUID], cursor: Cursor
) -> ColumnElement[bool]:
    if cursor.at is None:
        return or_(key.is_not(None), row_id < cursor.id)
    return or_(key < cursor.at, and_(key == cursor.at, row_id < cursor.id))


def order(
    key: Moment, row_id: InstrumentedAttribute[UUID], cursor: Cursor | None
) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
    """The order in which to read on; a page read backward is to be turned round."""
    if cursor is not None and cursor.backward:
        return key.desc().nulls_first(), row_id.desc()
    return key.asc().nulls_last(), row_id.asc()
