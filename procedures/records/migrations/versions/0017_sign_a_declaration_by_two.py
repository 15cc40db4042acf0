"""Let several people sign one declaration, each named by the answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = "state IN ('waiting', 'printed', 'checking', 'signed', 'rejected')"
AFTER = "state IN ('waiting', 'printed', 'checking', 'partly', 'signed', 'rejected')"


def upgrade() -> None:
    op.add_column(
        "declaration",
        sa.Column(
            "accepted_sha256",
            sa.String(),
            nullable=True,
            comment="the last file that passed: the next signature belongs on it",
        ),
    )
    op.add_column("declaration", sa.Column("handed_in_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_declaration_handed_in_by_person"),
        "declaration",
        "person",
        ["handed_in_by"],
        ["id"],
    )
    op.alter_column("declaration", "signed_sha256", comment="the file handed in last")
    op.drop_constraint(op.f("ck_declaration_state"), "declaration", type_="check")
    op.create_check_constraint(op.f("ck_declaration_state"), "declaration", AFTER)
    op.create_check_constraint(
        op.f("ck_declaration_accepted"),
        "declaration",
        "state <> 'partly' OR accepted_sha256 IS NOT NULL",
    )
    op.create_table(
        "declaration_signer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="as whom: a text in both languages",
        ),
        sa.Column("name", sa.String(), nullable=False, comment="as the answers give it"),
        sa.Column(
            "citizen_no",
            sa.String(),
            nullable=False,
            comment="the certificate must carry it; may be empty",
        ),
        sa.Column(
            "state",
            sa.Enum("awaited", "signed", "declined", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "settled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was signed or declined",
        ),
        sa.Column("word", sa.String(), nullable=False, comment="to the owner, with a refusal"),
        sa.CheckConstraint(
            "state IN ('awaited', 'signed', 'declined')", name=op.f("ck_declaration_signer_state")
        ),
        sa.CheckConstraint(
            "(state = 'awaited') = (settled_at IS NULL)", name=op.f("ck_declaration_signer_settled")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_declaration_signer_declaration_id_declaration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_signer")),
        sa.UniqueConstraint(
            "declaration_id", "ordinal", name=op.f("uq_declaration_signer_declaration_id_ordinal")
        ),
    )
    op.create_index("ix_declaration_signer_citizen_no", "declaration_signer", ["citizen_no"])
    op.execute("UPDATE declaration SET accepted_sha256 = signed_sha256 WHERE state = 'signed'")
    op.execute(
        """
        INSERT INTO declaration_signer
            (id, declaration_id, ordinal, role, name, citizen_no, state, settled_at, word)
        SELECT gen_random_uuid(), d.id, 1,
            '{"vi": "Người nộp hồ sơ", "en": "Applicant"}'::jsonb,
            p.full_name, coalesce(p.citizen_no, ''),
            CASE WHEN d.state = 'signed' THEN 'signed' ELSE 'awaited' END,
            CASE WHEN d.state = 'signed' THEN d.created_at END, ''
        FROM declaration d
        JOIN draft ON draft.id = d.draft_id
        JOIN person p ON p.id = draft.owner_id
        """
    )


def downgrade() -> None:
    """A declaration that only one of two has signed is to be signed again."""
    op.execute(
        "UPDATE declaration SET state = 'printed', signed_sha256 = NULL WHERE state = 'partly'"
    )
    op.drop_table("declaration_signer")
    op.drop_constraint(op.f("ck_declaration_accepted"), "declaration", type_="check")
    op.drop_constraint(op.f("ck_declaration_state"), "declaration", type_="check")
    op.create_check_constraint(op.f("ck_declaration_state"), "declaration", BEFORE)
    op.alter_column("declaration", "signed_sha256", comment=None)
    op.drop_constraint(
        op.f("fk_declaration_handed_in_by_person"), "declaration", type_="foreignkey"
    )
    op.drop_column("declaration", "handed_in_by")
    op.drop_column("declaration", "accepted_sha256")
