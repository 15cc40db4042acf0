"""Keep the trust stores as data with their history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEEP_CERTIFICATE = """
CREATE FUNCTION keep_trust_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
       (to_jsonb(NEW) - ARRAY['trusted_until', 'lost_at', 'ended_by'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['trusted_until', 'lost_at', 'ended_by'])
       OR (OLD.trusted_until IS NOT NULL
           AND NEW.trusted_until IS DISTINCT FROM OLD.trusted_until)
       OR (OLD.lost_at IS NOT NULL AND NEW.lost_at IS DISTINCT FROM OLD.lost_at))
    THEN
        RAISE EXCEPTION 'a trusted certificate does not change; it is only ended'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM trust_change
               WHERE id IN (NEW.added_by, NEW.ended_by) AND state <> 'approved')
    THEN
        RAISE EXCEPTION 'a trust store changes only when a second person has approved'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

KEEP_CHANGE = """
CREATE FUNCTION keep_trust_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' OR
       (to_jsonb(NEW) - ARRAY['state', 'decided_at', 'decided_by', 'refused_grounds'])
       IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['state', 'decided_at', 'decided_by', 'refused_grounds'])
    THEN
        RAISE EXCEPTION 'a proposed change does not change; it is decided once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""
TABLES = ("trust_certificate", "trust_change")


def upgrade() -> None:
    _create_tables()
    op.create_foreign_key(
        op.f("fk_trust_change_certificate_id_trust_certificate"),
        "trust_change",
        "trust_certificate",
        ["certificate_id"],
        ["id"],
    )
    op.execute(KEEP_CERTIFICATE)
    op.execute(
        "CREATE TRIGGER keep_certificate BEFORE INSERT OR UPDATE ON trust_certificate "
        "FOR EACH ROW EXECUTE FUNCTION keep_trust_certificate()"
    )
    op.execute(KEEP_CHANGE)
    op.execute(
        "CREATE TRIGGER keep_change BEFORE UPDATE ON trust_change "
        "FOR EACH ROW EXECUTE FUNCTION keep_trust_change()"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER keep_rows BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER keep_table BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _create_tables() -> None:
    op.create_table(
        "trust_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("add", "remove", "retire", name="kind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "store",
            sa.Enum("government", "citizens", "time", name="store", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("proposed", "approved", "refused", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("der", sa.LargeBinary(), nullable=True, comment="the certificate to add"),
        sa.Column(
            "origin",
            sa.Enum("test", "real", name="origin", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("certificate_id", sa.Uuid(), nullable=True, comment="the one to end"),
        sa.Column(
            "lost_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="since when its key may be lost",
        ),
        sa.Column(
            "document", sa.String(), nullable=False, comment="number of the document that orders it"
        ),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("refused_grounds", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'add') = (certificate_id IS NULL)",
            name=op.f("ck_trust_change_ends_a_certificate"),
        ),
        sa.CheckConstraint(
            "(kind = 'add') = (der IS NOT NULL)", name=op.f("ck_trust_change_adds_a_certificate")
        ),
        sa.CheckConstraint(
            "(kind = 'add') = (origin IS NOT NULL)", name=op.f("ck_trust_change_adds_an_origin")
        ),
        sa.CheckConstraint(
            "(kind = 'retire') = (lost_at IS NOT NULL)",
            name=op.f("ck_trust_change_lost_when_retired"),
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_trust_change_decided")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refused_grounds <> '')",
            name=op.f("ck_trust_change_refused_why"),
        ),
        sa.CheckConstraint(
            "document <> '' AND grounds <> ''", name=op.f("ck_trust_change_has_grounds")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by",
            name=op.f("ck_trust_change_two_people"),
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_trust_change_decided_by_one"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_trust_change_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_trust_change_proposed_by_person")
        ),
        sa.CheckConstraint(
            "kind IN ('add', 'remove', 'retire')", name=op.f("ck_trust_change_kind")
        ),
        sa.CheckConstraint(
            "store IN ('government', 'citizens', 'time')", name=op.f("ck_trust_change_store")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'refused')", name=op.f("ck_trust_change_state")
        ),
        sa.CheckConstraint("origin IN ('test', 'real')", name=op.f("ck_trust_change_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_change")),
    )
    op.create_index(
        "ix_trust_change_open",
        "trust_change",
        ["proposed_at"],
        unique=False,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "trust_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "store",
            sa.Enum("government", "citizens", "time", name="store", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("test", "real", name="origin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "is_root",
            sa.Boolean(),
            nullable=False,
            comment="an anchor; false: an authority below one",
        ),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.Column(
            "sha256", sa.String(), nullable=False, comment="fingerprint of the DER, lower-case hex"
        ),
        sa.Column("name", sa.String(), nullable=False, comment="the subject's common name"),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False, comment="lower-case hex"),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trusted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "trusted_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was taken out",
        ),
        sa.Column(
            "lost_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="since when its key may be lost",
        ),
        sa.Column("added_by", sa.Uuid(), nullable=True, comment="none: the test PKI of the set-up"),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        ExcludeConstraint(
            (sa.column("sha256"), "="),
            (sa.text("tstzrange(trusted_from, trusted_until)"), "&&"),
            where=sa.text("store <> 'time'"),
            using="gist",
            name="officers_and_citizens_apart",
        ),
        ExcludeConstraint(
            (sa.column("store"), "="),
            (sa.column("origin"), "<>"),
            (sa.text("tstzrange(trusted_from, trusted_until)"), "&&"),
            using="gist",
            name="test_and_real_apart",
        ),
        ExcludeConstraint(
            (sa.column("store"), "="),
            (sa.column("sha256"), "="),
            (sa.text("tstzrange(trusted_from, trusted_until)"), "&&"),
            using="gist",
            name="once_in_a_store",
        ),
        sa.CheckConstraint(
            "origin = 'test' OR added_by IS NOT NULL",
            name=op.f("ck_trust_certificate_real_by_two_people"),
        ),
        sa.CheckConstraint(
            "sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_trust_certificate_fingerprint_shape")
        ),
        sa.CheckConstraint(
            "(trusted_until IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_trust_certificate_ended_by_two_people"),
        ),
        sa.CheckConstraint(
            "lost_at IS NULL OR (trusted_until IS NOT NULL AND lost_at <= trusted_until)",
            name=op.f("ck_trust_certificate_lost_has_ended"),
        ),
        sa.CheckConstraint(
            "not_after > not_before", name=op.f("ck_trust_certificate_validity_in_order")
        ),
        sa.CheckConstraint(
            "trusted_until IS NULL OR trusted_until >= trusted_from",
            name=op.f("ck_trust_certificate_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["trust_change.id"],
            name=op.f("fk_trust_certificate_added_by_trust_change"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["trust_change.id"],
            name=op.f("fk_trust_certificate_ended_by_trust_change"),
        ),
        sa.CheckConstraint(
            "store IN ('government', 'citizens', 'time')", name=op.f("ck_trust_certificate_store")
        ),
        sa.CheckConstraint("origin IN ('test', 'real')", name=op.f("ck_trust_certificate_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_certificate")),
    )


def downgrade() -> None:
    """The stores are again what the files of the PKI folder say; their history is gone."""
    op.drop_constraint(
        op.f("fk_trust_change_certificate_id_trust_certificate"), "trust_change", type_="foreignkey"
    )
    op.drop_table("trust_certificate")
    op.drop_table("trust_change")
    op.execute("DROP FUNCTION keep_trust_certificate()")
    op.execute("DROP FUNCTION keep_trust_change()")
