"""People, their accounts, posts and sign-ins."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.delegation import Ground
from procedures.people import Role
from procedures.records.base import Base, Json, text_enum, uuid_key


class Person(Base):
    """A citizen or an officer. Personal data: never in a log, a URL or an error."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("citizen_no ~ '^([0-9]{9}|[0-9]{12})$'", name="citizen_no_shape"),
        Index(
            "uq_person_citizen_no",
            "citizen_no",
            unique=True,
            postgresql_where=text("citizen_no IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    full_name: Mapped[str]
    citizen_no: Mapped[str | None] = mapped_column(comment="số định danh cá nhân, 12 digits")
    birth_date: Mapped[date | None]
    gender: Mapped[str | None] = mapped_column(comment="nam, nu; as the form option")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[Json | None] = mapped_column(comment="an e-form address value")


class Account(Base):
    """A way to sign in with a password; another identity provider needs no row here."""

    __tablename__ = "account"
    __table_args__ = (Index("uq_account_username", text("lower(username)"), unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    username: Mapped[str]
    password_hash: Mapped[str] = mapped_column(comment="argon2id")
    locked_at: Mapped[datetime | None] = mapped_column(comment="set by an administrator")
    sample: Mapped[bool] = mapped_column(comment="belongs to the sample province", default=False)
    must_change: Mapped[bool] = mapped_column(
        comment="the password was made by an administrator: it opens only its own change",
        default=False,
    )


class PostRow(Base):
    """A person's post at a unit, for some time: the only source of an officer's rights."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        CheckConstraint(
            "granted_to IS NULL OR granted_from IS NULL OR granted_to > granted_from",
            name="grant_dates_in_order",
        ),
        CheckConstraint("role IN ('receiver', 'handler', 'leader', 'admin')", name="officer_role"),
        Index("ix_post_person_id", "person_id"),
        Index("ix_post_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    title: Mapped[Json] = mapped_column(comment="chức vụ as papers print it")
    signs_as: Mapped[str] = mapped_column(
        comment="line before the title: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, ...", default=""
    )
    granted_by: Mapped[str] = mapped_column(
        comment="document by which the post signs for another (KT., TL., TUQ.)", default=""
    )
    granted_from: Mapped[date | None]
    granted_to: Mapped[date | None] = mapped_column(comment="first day without that authority")
    granted_for: Mapped[list[str]] = mapped_column(
        comment="codes of procedures whose papers it signs; empty: of all", default=list
    )
    absence_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("absence.id"), comment="held in place of somebody who is away"
    )
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(comment="first day without the post")

    @property
    def ground(self) -> Ground:
        """On what it signs in another's place."""
        return Ground(
            self.granted_by, self.granted_from, self.granted_to, frozenset(self.granted_for)
        )

    def held_on(self, day: date) -> bool:
        """Whether the post was in force on that day; another post of the person does not count."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class SignIn(Base):
    """One signed-in session; its id is new at each sign-in and ends on the server."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person_id", "person_id"),)

    id: Mapped[UUID] = uuid_key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
