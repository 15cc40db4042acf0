"""Let files go with a paper, each sealed and stamped as the paper is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _annex()
    op.add_column(
        "paper_stamp",
        sa.Column(
            "annex",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="0 the paper itself, else its annex of that place",
        ),
    )
    op.create_check_constraint(op.f("ck_paper_stamp_annex"), "paper_stamp", "annex >= 0")
    op.drop_constraint("pk_paper_stamp", "paper_stamp", type_="primary")
    op.create_primary_key("pk_paper_stamp", "paper_stamp", ["paper_id", "annex", "ordinal"])
    op.add_column("key_use", sa.Column("annex_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_key_use_annex_id_annex"), "key_use", "annex", ["annex_id"], ["id"]
    )
    op.drop_constraint(op.f("ck_key_use_one_file"), "key_use", type_="check")
    op.create_check_constraint(
        op.f("ck_key_use_one_file"),
        "key_use",
        "num_nonnulls(paper_id, attachment_id, annex_id) = 1",
    )


def _annex() -> None:
    op.create_table(
        "annex",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "result_code",
            sa.String(),
            nullable=False,
            comment="the result of the procedure it goes with",
        ),
        sa.Column("paper_id", sa.Uuid(), nullable=True, comment="from the proposal on"),
        sa.Column(
            "ordinal",
            sa.Integer(),
            nullable=False,
            comment="its place among the annexes, from 1",
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "filename", sa.String(), nullable=False, comment="as it was named, made harmless"
        ),
        sa.Column(
            "attachment_id",
            sa.Uuid(),
            nullable=True,
            comment="the applicant's own file; none: an officer's",
        ),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes before sealing"),
        sa.Column(
            "sha256",
            sa.String(),
            nullable=False,
            comment="the file before sealing, which the leader reads",
        ),
        sa.Column(
            "signatures", sa.Integer(), nullable=False, comment="that others made in it before"
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("issued_sha256", sa.String(), nullable=True, comment="the sealed file"),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_annex_ordinal")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_annex_title")),
        sa.CheckConstraint("size > 0", name=op.f("ck_annex_size_positive")),
        sa.CheckConstraint("signatures >= 0", name=op.f("ck_annex_signatures")),
        sa.CheckConstraint(
            "issued_sha256 IS NULL OR paper_id IS NOT NULL",
            name=op.f("ck_annex_issued_with_paper"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_annex_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_annex_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_annex_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_annex_added_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex")),
        sa.UniqueConstraint("paper_id", "ordinal", name=op.f("uq_annex_paper_id_ordinal")),
    )
    op.create_index("ix_annex_dossier_id", "annex", ["dossier_id"])
    op.create_index(
        "uq_annex_issued_sha256",
        "annex",
        ["issued_sha256"],
        unique=True,
        postgresql_where=sa.text("issued_sha256 IS NOT NULL"),
    )


def downgrade() -> None:
    # Nothing can tell of an annex any more: its uses of keys and its stamps go with it.
    op.execute("DELETE FROM key_use WHERE annex_id IS NOT NULL")
    op.drop_constraint(op.f("ck_key_use_one_file"), "key_use", type_="check")
    op.drop_column("key_use", "annex_id")
    op.create_check_constraint(
        op.f("ck_key_use_one_file"), "key_use", "num_nonnulls(paper_id, attachment_id) = 1"
    )
    op.execute("ALTER TABLE paper_stamp DISABLE TRIGGER keep_rows")
    op.execute("DELETE FROM paper_stamp WHERE annex > 0")
    op.execute("ALTER TABLE paper_stamp ENABLE TRIGGER keep_rows")
    op.drop_constraint("pk_paper_stamp", "paper_stamp", type_="primary")
    op.drop_column("paper_stamp", "annex")
    op.create_primary_key("pk_paper_stamp", "paper_stamp", ["paper_id", "ordinal"])
    op.drop_table("annex")
