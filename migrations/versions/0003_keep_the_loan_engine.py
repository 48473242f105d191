"""Keep what the fold of a loan needs and what is cached of it.

Events say how a schedule changes, who paid for whom, and from which titipan. The instalments of the
schedule in force are cached for the end of day; `harkat self-check --repair-cache` fills the cache
of loans that began before this release, and every event of a loan does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LOAN_COLUMNS = (
    "outstanding",
    "schedule_no",
    "grade",
    "grade_floor",
    "grade_floor_until",
    "computed_on",
)


def upgrade() -> None:
    for column in (
        sa.Column("outstanding", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("schedule_no", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("grade", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("grade_floor", sa.BigInteger(), nullable=True),
        sa.Column("grade_floor_until", sa.Date(), nullable=True),
        sa.Column("computed_on", sa.Date(), nullable=True),
    ):
        op.add_column("loan", column)
    op.add_column(
        "application",
        sa.Column("every", sa.String(length=40), nullable=False, server_default="month"),
    )
    op.add_column("loan_event", sa.Column("change", sa.JSON(), nullable=True))
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column, table in (("payer_id", "person"), ("source_item_id", "suspense_item")):
        # One statement on both databases; SQLite adds no constraint to a table afterwards.
        op.execute(
            f"ALTER TABLE loan_event ADD COLUMN {column} {integer} "
            f"CONSTRAINT fk_loan_event_{column}_{table} REFERENCES {table} (id)"
        )
    op.create_index(op.f("ix_loan_event_payer_id"), "loan_event", ["payer_id"])
    op.create_index(op.f("ix_loan_event_source_item_id"), "loan_event", ["source_item_id"])
    op.create_table(
        "instalment",
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("subsidy", sa.BigInteger(), nullable=False),
        sa.Column("principal_paid", sa.BigInteger(), nullable=False),
        sa.Column("interest_paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "interest_paid <= interest", name=op.f("ck_instalment_interest_paid_bounded")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_instalment_loan_id_loan")),
        sa.PrimaryKeyConstraint("loan_id", "number", name=op.f("pk_instalment")),
        sqlite_strict=True,
    )
    op.create_index("ix_instalment_due_on", "instalment", ["due_on", "loan_id"])

    op.create_table(
        "loan_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=True),
        sa.Column("value_on", sa.Date(), nullable=False),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("loan_event_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_loan_change_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_loan_change_decided_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_loan_change_loan_id_loan")),
        sa.ForeignKeyConstraint(
            ["loan_event_id"],
            ["loan_event.id"],
            name=op.f("fk_loan_change_loan_event_id_loan_event"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user_account.id"],
            name=op.f("fk_loan_change_proposed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_change")),
        sa.UniqueConstraint("loan_event_id", name=op.f("uq_loan_change_loan_event_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_loan_change_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_loan_change_loan_id"), "loan_change", ["loan_id"])
    op.create_index(
        "uq_loan_change_one_waiting",
        "loan_change",
        ["loan_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "loan_change_consent",
        sa.Column("loan_change_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["loan_change_id"],
            ["loan_change.id"],
            name=op.f("fk_loan_change_consent_loan_change_id_loan_change"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_loan_change_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("loan_change_id", "person_id", name=op.f("pk_loan_change_consent")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_loan_change_consent_person_id"), "loan_change_consent", ["person_id"])


def downgrade() -> None:
    op.drop_table("loan_change_consent")
    op.drop_table("loan_change")
    op.drop_table("instalment")
    op.drop_index(op.f("ix_loan_event_source_item_id"), "loan_event")
    op.drop_index(op.f("ix_loan_event_payer_id"), "loan_event")
    for column in ("source_item_id", "payer_id", "change"):
        op.execute(f"ALTER TABLE loan_event DROP COLUMN {column}")
    op.execute("ALTER TABLE application DROP COLUMN every")
    for column in LOAN_COLUMNS:
        op.execute(f"ALTER TABLE loan DROP COLUMN {column}")
