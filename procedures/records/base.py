"""What all records share: naming of constraints, column types, enums as checked text."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Enum, MetaData, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]
"""A JSON object of a JSONB column; its shape is told beside the column."""


def text_enum(kind: type[StrEnum], name: str) -> Enum:
    """A StrEnum kept as text with a CHECK: readable in psql, extended by a plain migration."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda e: [member.value for member in e],
    )


class Base(DeclarativeBase):
    """Root of all records; the naming convention makes migrations reversible."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        str: String(),
        Json: JSONB(),
        list[Json]: JSONB(),
        list[str]: JSONB(),
    }


def uuid_key() -> Mapped[UUID]:
    """A primary key that tells nothing and cannot be guessed."""
    return mapped_column(primary_key=True, default=uuid4)
