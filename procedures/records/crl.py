"""The authorities' lists of revoked certificates: where each is, and the last good one."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.anchors import Store
from procedures.records.base import Base, text_enum

FORGOTTEN = timedelta(days=7)
"""A list that nobody in use has named for so long is kept, but no longer fetched nor watched."""


class Crl(Base):
    """An address of a list; a try that fails leaves the list that was fetched before."""

    __tablename__ = "crl"
    __table_args__ = (
        CheckConstraint("store <> 'citizens'", name="of_papers"),
        CheckConstraint(
            "num_nonnulls(sha256, this_update, next_update, fetched_at) IN (0, 4)",
            name="fetched_whole",
        ),
        CheckConstraint("sha256 IS NULL OR authority ~ '^[0-9a-f]{64}$'", name="signed_by_one"),
        CheckConstraint("sha256 IS NOT NULL OR fault <> ''", name="list_or_fault"),
    )

    store: Mapped[Store] = mapped_column(text_enum(Store, "store"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    authority: Mapped[str] = mapped_column(default="", comment="hash of who signed it, and its key")
    issuer: Mapped[str] = mapped_column(default="", comment="as the authority calls itself")
    sha256: Mapped[str | None] = mapped_column(comment="the list as a file in the store")
    entries: Mapped[int] = mapped_column(default=0)
    this_update: Mapped[datetime | None]
    next_update: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    tried_at: Mapped[datetime]
    named_at: Mapped[datetime] = mapped_column(comment="when somebody in use last named it")
    fault: Mapped[str] = mapped_column(default="", comment="why the last try brought nothing")
