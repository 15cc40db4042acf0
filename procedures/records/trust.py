"""The trust stores with their history: certificates, and the changes that two people answer for."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.anchors import Origin, Store
from procedures.records.base import Base, text_enum, uuid_key


class TrustKind(StrEnum):
    """What a change does."""

    ADD = "add"
    REMOVE = "remove"
    """It vouches for nothing new; what it vouched for before stays vouched for."""
    RETIRE = "retire"
    """Its key may be in other hands: it vouches for nothing since that moment."""


class TrustState(StrEnum):
    """How far a change has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class TrustChange(Base):
    """A change of a store: proposed by one administrator, approved or refused by another.

    Whoever proposed it may take it back, which is a refusal too; approve it they may not.
    """

    __tablename__ = "trust_change"
    __table_args__ = (
        CheckConstraint("document <> '' AND grounds <> ''", name="has_grounds"),
        CheckConstraint("(kind = 'add') = (der IS NOT NULL)", name="adds_a_certificate"),
        CheckConstraint("(kind = 'add') = (origin IS NOT NULL)", name="adds_an_origin"),
        CheckConstraint("(kind = 'add') = (certificate_id IS NULL)", name="ends_a_certificate"),
        CheckConstraint("(kind = 'retire') = (lost_at IS NOT NULL)", name="lost_when_retired"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_by_one"),
        CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="two_people"),
        CheckConstraint("(state = 'refused') = (refused_grounds <> '')", name="refused_why"),
        Index("ix_trust_change_open", "proposed_at", postgresql_where=text("state = 'proposed'")),
    )

    id: Mapped[UUID] = uuid_key()
    kind: Mapped[TrustKind] = mapped_column(text_enum(TrustKind, "kind"))
    store: Mapped[Store] = mapped_column(text_enum(Store, "store"))
    state: Mapped[TrustState] = mapped_column(text_enum(TrustState, "state"))
    der: Mapped[bytes | None] = mapped_column(comment="the certificate to add")
    origin: Mapped[Origin | None] = mapped_column(text_enum(Origin, "origin"))
    certificate_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("trust_certificate.id", use_alter=True), comment="the one to end"
    )
    lost_at: Mapped[datetime | None] = mapped_column(comment="since when its key may be lost")
    document: Mapped[str] = mapped_column(comment="number of the document that orders it")
    grounds: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    refused_grounds: Mapped[str] = mapped_column(default="")


class TrustCertificate(Base):
    """A certificate of a store and the time for which the store had it; never deleted.

    A trigger lets only the end be written, and an end be moved back when the key proves lost.
    """

    __tablename__ = "trust_certificate"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="fingerprint_shape"),
        CheckConstraint("not_after > not_before", name="validity_in_order"),
        CheckConstraint("trusted_until IS NULL OR trusted_until >= trusted_from", name="in_order"),
        CheckConstraint(
            "lost_at IS NULL OR (trusted_until IS NOT NULL AND lost_at <= trusted_until)",
            name="lost_has_ended",
        ),
        CheckConstraint("origin = 'test' OR added_by IS NOT NULL", name="real_by_two_people"),
        CheckConstraint("(trusted_until IS NULL) = (ended_by IS NULL)", name="ended_by_two_people"),
    )

    id: Mapped[UUID] = uuid_key()
    store: Mapped[Store] = mapped_column(text_enum(Store, "store"))
    origin: Mapped[Origin] = mapped_column(text_enum(Origin, "origin"))
    is_root: Mapped[bool] = mapped_column(comment="an anchor; false: an authority below one")
    der: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(comment="fingerprint of the DER, lower-case hex")
    name: Mapped[str] = mapped_column(comment="the subject's common name")
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str] = mapped_column(comment="lower-case hex")
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    trusted_from: Mapped[datetime]
    trusted_until: Mapped[datetime | None] = mapped_column(comment="when it was taken out")
    lost_at: Mapped[datetime | None] = mapped_column(comment="since when its key may be lost")
    added_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("trust_change.id"), comment="none: the test PKI of the set-up"
    )
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("trust_change.id"))

    @property
    def ends(self) -> datetime | None:
        """Since when it vouches for nothing: the loss of its key, or when it was taken out."""
        return self.lost_at or self.trusted_until


_PERIOD = func.tstzrange(TrustCertificate.trusted_from, TrustCertificate.trusted_until)
for _constraint in (
    ExcludeConstraint(
        (TrustCertificate.store, "="),
        (TrustCertificate.origin, "<>"),
        (_PERIOD, "&&"),
        name="test_and_real_apart",
        using="gist",
    ),
    ExcludeConstraint(
        (TrustCertificate.store, "="),
        (TrustCertificate.sha256, "="),
        (_PERIOD, "&&"),
        name="once_in_a_store",
        using="gist",
    ),
    ExcludeConstraint(
        (TrustCertificate.sha256, "="),
        (_PERIOD, "&&"),
        name="officers_and_citizens_apart",
        using="gist",
        where=text("store <> 'time'"),
    ),
):
    TrustCertificate.__table__.append_constraint(_constraint)  # type: ignore[attr-defined]
