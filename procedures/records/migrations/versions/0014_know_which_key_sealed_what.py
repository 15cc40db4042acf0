"""Know which key signed and sealed which paper, and retire one that was compromised."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "base",
            sa.String(),
            nullable=False,
            comment="whose key: agency-<code>-<day>, leader-<post>",
        ),
        sa.Column("key_id", sa.String(), nullable=False, comment="its name in the key store"),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True, comment="empty for a unit's seal"),
        sa.Column("holder", sa.String(), nullable=False, comment="as the certificate names them"),
        sa.Column("store", sa.String(), nullable=False, comment="where the key is kept"),
        sa.Column("serial", sa.String(), nullable=False, comment="of the certificate, hexadecimal"),
        sa.Column("sha256", sa.String(), nullable=False, comment="of the certificate's bytes"),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "warned_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="administrators heard of its end",
        ),
        sa.Column(
            "compromised_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="what it signed since is not believed",
        ),
        sa.Column("grounds", sa.String(), nullable=False, comment="why it is to be retired"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_signing_key_dates_in_order")),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (asked_by IS NULL) "
            "AND (asked_at IS NULL) = (compromised_at IS NULL) "
            "AND (asked_at IS NULL) = (grounds = '')",
            name=op.f("ck_signing_key_asked_whole"),
        ),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by IS NULL) "
            "AND (retired_at IS NULL OR asked_at IS NOT NULL)",
            name=op.f("ck_signing_key_retired_as_asked"),
        ),
        sa.CheckConstraint("retired_by <> asked_by", name=op.f("ck_signing_key_four_eyes")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_signing_key_asked_by_person")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_signing_key_post_id_post")),
        sa.ForeignKeyConstraint(
            ["retired_by"], ["person.id"], name=op.f("fk_signing_key_retired_by_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_signing_key_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("sha256", name=op.f("uq_signing_key_sha256")),
    )
    op.create_index("ix_signing_key_base", "signing_key", ["base"])
    op.create_index(
        "ix_signing_key_valid_to",
        "signing_key",
        ["valid_to"],
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "key_use",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("signing_key_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it was sealed"),
        sa.CheckConstraint(
            "num_nonnulls(paper_id, attachment_id) = 1", name=op.f("ck_key_use_one_file")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_key_use_attachment_id_attachment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_key_use_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["signing_key_id"],
            ["signing_key.id"],
            name=op.f("fk_key_use_signing_key_id_signing_key"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_use")),
    )
    op.create_index("ix_key_use_signing_key_id", "key_use", ["signing_key_id", "id"])
    op.create_index(
        "uq_key_use_paper",
        "key_use",
        ["paper_id", "signing_key_id"],
        unique=True,
        postgresql_where=sa.text("paper_id IS NOT NULL"),
    )
    op.create_index(
        "ix_key_use_attachment_id",
        "key_use",
        ["attachment_id"],
        postgresql_where=sa.text("attachment_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("key_use")
    op.drop_table("signing_key")
