"""Keep which days were closed, what failed and what a day looked like.

A snapshot of the portfolio is only added to, like the books. On PostgreSQL an entry's sum is now
checked once at commit instead of once for each of its postings: the night books one entry with a
posting for every loan of a bank.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("resolved_at IS NULL")
HAS_FLOOR = sa.text("grade_floor_until IS NOT NULL")
SUM_IS_WRONG = "(SELECT sum(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0"
REFUSE = (
    "RAISE EXCEPTION 'entry % does not sum to zero', NEW.entry_id "
    "USING ERRCODE = 'integrity_constraint_violation'"
)


def upgrade() -> None:
    op.create_table(
        "business_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_business_day")),
        sqlite_strict=True,
    )
    op.create_table(
        "business_day_step",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day"], ["business_day.day"], name=op.f("fk_business_day_step_day_business_day")
        ),
        sa.PrimaryKeyConstraint("day", "step", name=op.f("pk_business_day_step")),
        sqlite_strict=True,
    )
    _create_failures()
    _create_snapshots()
    op.add_column("loan", sa.Column("unbooked_due_on", sa.Date(), nullable=True))
    # The first night looks at every loan from before: no instalment is kept for this date.
    op.execute("UPDATE loan SET unbooked_due_on = disbursed_on")
    op.create_index("ix_loan_bank_unbooked", "loan", ["bank_id", "unbooked_due_on"])
    op.create_index(op.f("ix_loan_final_due_on"), "loan", ["final_due_on"])
    op.create_index(
        "ix_loan_grade_floor_until",
        "loan",
        ["grade_floor_until"],
        sqlite_where=HAS_FLOOR,
        postgresql_where=HAS_FLOOR,
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb, past in (("UPDATE", "updated"), ("DELETE", "deleted")):
            op.execute(
                f"CREATE TRIGGER portfolio_snapshot_is_not_{past} BEFORE {verb} "
                "ON portfolio_snapshot "
                "BEGIN SELECT RAISE(ABORT, 'portfolio_snapshot is only added to'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER portfolio_snapshot_is_not_changed BEFORE UPDATE OR DELETE "
        "ON portfolio_snapshot FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER portfolio_snapshot_is_not_emptied BEFORE TRUNCATE "
        "ON portfolio_snapshot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    # A night's new grade finds room beside the old row, and no index has to change.
    op.execute("ALTER TABLE loan SET (fillfactor = 50)")
    # The trigger fires at commit for each posting; what was just found to sum to zero is not added
    # up again, or an entry of n postings would cost n times n.
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ DECLARE checked text := pg_current_xact_id()::text || ':' || NEW.entry_id; "
        "BEGIN IF current_setting('harkat.balanced_entry', true) = checked THEN RETURN NULL; "
        f"END IF; IF {SUM_IS_WRONG} THEN {REFUSE}; END IF; "
        "PERFORM set_config('harkat.balanced_entry', checked, true); RETURN NULL; END $$"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE loan RESET (fillfactor)")
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_unbalanced_entry() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN IF {SUM_IS_WRONG} THEN {REFUSE}; END IF; "
            "RETURN NULL; END $$"
        )
    op.drop_index("ix_loan_grade_floor_until", "loan")
    op.drop_index(op.f("ix_loan_final_due_on"), "loan")
    op.drop_index("ix_loan_bank_unbooked", "loan")
    op.drop_column("loan", "unbooked_due_on")
    for table in ("portfolio_snapshot", "day_failure", "business_day_step", "business_day"):
        op.drop_table(table)


def _create_failures() -> None:
    op.create_table(
        "day_failure",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(loan_id IS NULL) <> (application_id IS NULL)",
            name=op.f("ck_day_failure_loan_or_application"),
        ),
        sa.ForeignKeyConstraint(
            ["day"], ["business_day.day"], name=op.f("fk_day_failure_day_business_day")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_day_failure_loan_id_loan")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_day_failure_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_failure")),
        sqlite_strict=True,
    )
    for column in ("day", "loan_id", "application_id"):
        op.create_index(op.f(f"ix_day_failure_{column}"), "day_failure", [column])
    for subject in ("loan", "application"):
        op.create_index(
            f"uq_day_failure_open_{subject}",
            "day_failure",
            [f"{subject}_id", "step"],
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        )


def _create_snapshots() -> None:
    op.create_table(
        "portfolio_snapshot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("grade", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_day_late", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("loans", sa.BigInteger(), nullable=False),
        sa.Column("outstanding", sa.BigInteger(), nullable=False),
        sa.Column("provision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_portfolio_snapshot_grade_known")),
        sa.CheckConstraint("loans > 0", name=op.f("ck_portfolio_snapshot_loans_positive")),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_portfolio_snapshot_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_portfolio_snapshot_kecamatan_code_kecamatan"),
        ),
        sa.PrimaryKeyConstraint(
            "day",
            "bank_id",
            "kecamatan_code",
            "grade",
            "first_day_late",
            name=op.f("pk_portfolio_snapshot"),
        ),
        sqlite_strict=True,
    )
    for column in ("bank_id", "kecamatan_code"):
        op.create_index(op.f(f"ix_portfolio_snapshot_{column}"), "portfolio_snapshot", [column])
