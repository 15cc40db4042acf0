"""Keep the authorities' lists of revoked certificates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0023"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "crl",
        sa.Column(
            "store",
            sa.Enum("government", "citizens", "time", name="store", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "authority", sa.String(), nullable=False, comment="hash of who signed it, and its key"
        ),
        sa.Column("issuer", sa.String(), nullable=False, comment="as the authority calls itself"),
        sa.Column("sha256", sa.String(), nullable=True, comment="the list as a file in the store"),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("this_update", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_update", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "named_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when somebody in use last named it",
        ),
        sa.Column("fault", sa.String(), nullable=False, comment="why the last try brought nothing"),
        sa.CheckConstraint(
            "store IN ('government', 'citizens', 'time')", name=op.f("ck_crl_store")
        ),
        sa.CheckConstraint("store <> 'citizens'", name=op.f("ck_crl_of_papers")),
        sa.CheckConstraint(
            "num_nonnulls(sha256, this_update, next_update, fetched_at) IN (0, 4)",
            name=op.f("ck_crl_fetched_whole"),
        ),
        sa.CheckConstraint(
            "sha256 IS NULL OR authority ~ '^[0-9a-f]{64}$'", name=op.f("ck_crl_signed_by_one")
        ),
        sa.CheckConstraint("sha256 IS NOT NULL OR fault <> ''", name=op.f("ck_crl_list_or_fault")),
        sa.PrimaryKeyConstraint("store", "address", name=op.f("pk_crl")),
    )
    op.add_column(
        "signing_key",
        sa.Column(
            "crl_urls",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default="[]",
            comment="where its authority's list of revoked certificates is",
        ),
    )
    op.alter_column("signing_key", "crl_urls", server_default=None)


def downgrade() -> None:
    op.drop_column("signing_key", "crl_urls")
    op.drop_table("crl")
