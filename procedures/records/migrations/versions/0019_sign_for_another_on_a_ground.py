"""Write down on what ground a post signs in another's place, for how long and for what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "post",
        sa.Column(
            "granted_by",
            sa.String(),
            server_default="",
            nullable=False,
            comment="document by which the post signs for another (KT., TL., TUQ.)",
        ),
    )
    op.add_column("post", sa.Column("granted_from", sa.Date(), nullable=True))
    op.add_column(
        "post",
        sa.Column(
            "granted_to", sa.Date(), nullable=True, comment="first day without that authority"
        ),
    )
    op.add_column(
        "post",
        sa.Column(
            "granted_for",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
            comment="codes of procedures whose papers it signs; empty: of all",
        ),
    )
    # Those who stand in had their document noted with the absence; of the others it is on paper.
    op.execute(
        """
        UPDATE post SET granted_by = COALESCE(
            (SELECT NULLIF(document, '') FROM absence WHERE absence.id = post.absence_id),
            'Đã giao trước khi ghi sổ'
        ), granted_to = valid_to
        WHERE signs_as ~* '(^|\\n)(KT|TL|TUQ)\\.[^\\n]*$'
        """
    )
    op.alter_column("post", "granted_by", server_default=None)
    op.alter_column("post", "granted_for", server_default=None)
    op.create_check_constraint(
        op.f("ck_post_grant_dates_in_order"),
        "post",
        "granted_to IS NULL OR granted_from IS NULL OR granted_to > granted_from",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_post_grant_dates_in_order"), "post")
    op.drop_column("post", "granted_for")
    op.drop_column("post", "granted_to")
    op.drop_column("post", "granted_from")
    op.drop_column("post", "granted_by")
