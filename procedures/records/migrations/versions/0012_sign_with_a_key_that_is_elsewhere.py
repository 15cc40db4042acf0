"""Keep a signature under way whose key is in a page, on a phone or at a provider."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0012"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = "state IN ('prepared', 'asked')"


def upgrade() -> None:
    op.create_table(
        "signing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="who signs"),
        sa.Column(
            "way",
            sa.Enum("browser", "remote", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "asked",
                "done",
                "refused",
                "timed_out",
                "failed",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("provider", sa.String(), nullable=False, comment="code of the remote service"),
        sa.Column("provider_ref", sa.String(), nullable=False, comment="the provider's own id"),
        sa.Column(
            "document_sha256",
            sa.String(),
            nullable=False,
            comment="the file that it was prepared on",
        ),
        sa.Column(
            "prepared_sha256",
            sa.String(),
            nullable=False,
            comment="that file with room for the signature",
        ),
        sa.Column(
            "attributes",
            sa.LargeBinary(),
            nullable=False,
            comment="DER; what the key signs with SHA-256",
        ),
        sa.Column("region_start", sa.Integer(), nullable=False),
        sa.Column("region_end", sa.Integer(), nullable=False),
        sa.Column(
            "chain",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="certificates, Base64 of DER, signer first",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason", sa.String(), nullable=False, comment="msgid for the signer, why it failed"
        ),
        sa.CheckConstraint("way IN ('browser', 'remote')", name=op.f("ck_signing_way")),
        sa.CheckConstraint(
            "state IN ('prepared', 'asked', 'done', 'refused', 'timed_out', 'failed')",
            name=op.f("ck_signing_state"),
        ),
        sa.CheckConstraint(f"({OPEN}) = (ended_at IS NULL)", name=op.f("ck_signing_ended_or_open")),
        sa.CheckConstraint(
            "region_start >= 0 AND region_end > region_start",
            name=op.f("ck_signing_region_in_order"),
        ),
        sa.CheckConstraint(
            "state <> 'asked' OR way = 'remote'", name=op.f("ck_signing_asked_remotely")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_signing_declaration_id_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
    )
    op.create_index(
        "uq_signing_open",
        "signing",
        ["declaration_id", "person_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_signing_expires_at", "signing", ["expires_at"], postgresql_where=sa.text(OPEN)
    )
    op.create_index(
        "uq_signing_provider_ref",
        "signing",
        ["provider", "provider_ref"],
        unique=True,
        postgresql_where=sa.text("provider_ref <> ''"),
    )


def downgrade() -> None:
    """Signatures under way begin anew: the declarations themselves stay as they are."""
    op.drop_table("signing")
