"""Open the accounts of every event and keep months, receipts and statements.

Banks that take part get the accounts of the new codes. Titipan no longer comes from payments of
loans alone. A closed month takes no entry: on both databases a trigger refuses it (docs/adr/0012).
"""

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FIXED_COLUMNS = ("id", "code", "bank_id", "kecamatan_code", "normal_side", "is_bounded")

# code, normal side, bounded
OF_A_BANK = (
    ("subsidy_due", "debit", True),
    ("penalty_income", "credit", False),
    ("fee_income", "credit", False),
    ("subsidy_income", "credit", False),
    ("recovered", "credit", False),
    ("loss_interest", "debit", False),
    ("forgiven_interest", "debit", False),
    ("claim", "debit", True),
    ("claim_counter", "credit", True),
)
OF_A_KECAMATAN = (
    ("capitalised", "debit", True),
    ("loss_principal", "debit", False),
    ("forgiven_principal", "debit", False),
)
OF_A_HOLDER = ("cash_in_hand", "member_claim")

ACCOUNT = sa.table(
    "ledger_account",
    sa.column("code", sa.Text()),
    sa.column("bank_id", sa.BigInteger()),
    sa.column("kecamatan_code", sa.Text()),
    sa.column("normal_side", sa.Text()),
    sa.column("is_bounded", sa.Boolean()),
    sa.column("balance", sa.BigInteger()),
)
BANK = sa.table("bank", sa.column("id", sa.BigInteger()))
KECAMATAN = sa.table("kecamatan", sa.column("code", sa.Text()))


def upgrade() -> None:
    _widen_accounts()
    integer = "BIGINT" if _is_postgresql() else "INTEGER"
    op.execute(
        f"ALTER TABLE posting ADD COLUMN person_id {integer} "
        "CONSTRAINT fk_posting_person_id_person REFERENCES person (id)"
    )
    _create_partial_index("ix_posting_person_id", "posting", ["person_id"], "person_id IS NOT NULL")
    _look_once_at_each_entry()
    _widen_suspense()
    _create_months()
    _create_statements()


def downgrade() -> None:
    op.drop_table("clearing_statement")
    if _is_postgresql():
        op.execute("DROP TRIGGER journal_entry_is_in_open_month ON journal_entry")
        op.execute("DROP FUNCTION refuse_closed_month()")
    else:
        op.execute("DROP TRIGGER journal_entry_is_in_open_month")
    op.drop_table("month_close")
    _narrow_suspense()
    _look_at_each_line()
    op.drop_index("ix_posting_person_id", table_name="posting")
    op.execute("ALTER TABLE posting DROP COLUMN person_id")
    _narrow_accounts()


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _create_partial_index(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


# Accounts


def _widen_accounts() -> None:
    op.add_column("ledger_account", sa.Column("holder_id", sa.BigInteger(), nullable=True))
    op.drop_index("uq_ledger_account_bank", table_name="ledger_account")
    _create_partial_index(
        "uq_ledger_account_bank",
        "ledger_account",
        ["code", "bank_id"],
        "bank_id IS NOT NULL AND kecamatan_code IS NULL AND holder_id IS NULL",
        unique=True,
    )
    _create_partial_index(
        "uq_ledger_account_holder",
        "ledger_account",
        ["code", "bank_id", "holder_id"],
        "holder_id IS NOT NULL",
        unique=True,
    )
    _drop_account_trigger("ledger_account_is_not_redefined")
    _forbid_redefinition((*FIXED_COLUMNS, "holder_id"))
    for code, side, is_bounded in OF_A_BANK:
        _open(code, side, is_bounded, sa.select(BANK.c.id, sa.null()).order_by(BANK.c.id))
    for code, side, is_bounded in OF_A_KECAMATAN:
        each = sa.select(BANK.c.id, KECAMATAN.c.code).join_from(BANK, KECAMATAN, sa.true())
        _open(code, side, is_bounded, each.order_by(BANK.c.id, KECAMATAN.c.code))


def _open(code: str, side: str, is_bounded: bool, owners: sa.Select) -> None:  # noqa: FBT001
    rule = (
        sa.literal(code, sa.Text()),
        sa.literal(side, sa.Text()),
        sa.literal(is_bounded, sa.Boolean()),
        sa.literal(0, sa.BigInteger()),
    )
    columns = ["bank_id", "kecamatan_code", "code", "normal_side", "is_bounded", "balance"]
    op.execute(ACCOUNT.insert().from_select(columns, owners.add_columns(*rule)))


def _narrow_accounts() -> None:
    """Take the new accounts away; where something is booked on one, this is refused whole."""
    _drop_account_trigger("ledger_account_is_not_deleted")
    codes = [code for code, _side, _is_bounded in OF_A_BANK + OF_A_KECAMATAN] + [*OF_A_HOLDER]
    op.execute(ACCOUNT.delete().where(ACCOUNT.c.code.in_(codes)))
    _drop_account_trigger("ledger_account_is_not_redefined")
    op.drop_index("uq_ledger_account_holder", table_name="ledger_account")
    op.drop_index("uq_ledger_account_bank", table_name="ledger_account")
    op.drop_column("ledger_account", "holder_id")
    _create_partial_index(
        "uq_ledger_account_bank",
        "ledger_account",
        ["code", "bank_id"],
        "bank_id IS NOT NULL AND kecamatan_code IS NULL",
        unique=True,
    )
    _forbid_redefinition(FIXED_COLUMNS)
    _forbid("ledger_account_is_not_deleted", "DELETE", "an account is not deleted")


def _drop_account_trigger(name: str) -> None:
    op.execute(f"DROP TRIGGER {name}" + (" ON ledger_account" if _is_postgresql() else ""))


def _forbid_redefinition(columns: tuple[str, ...]) -> None:
    _forbid(
        "ledger_account_is_not_redefined",
        f"UPDATE OF {', '.join(columns)}",
        "of an account only balance and upper_bound change",
    )


def _forbid(name: str, deed: str, sentence: str) -> None:
    if _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON ledger_account "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON ledger_account "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


# Entries


def _look_once_at_each_entry() -> None:
    """Let PostgreSQL sum an entry at its last line only: one of a whole bank has many thousands.

    Lines are numbered from one without gaps, so one added by hand later is the last, or below one.
    """
    _sum_to_zero(
        "IF (NEW.line_no < 1 OR NEW.line_no = "
        "(SELECT max(line_no) FROM posting WHERE entry_id = NEW.entry_id)) "
        "AND (SELECT sum(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0"
    )


def _look_at_each_line() -> None:
    _sum_to_zero("IF (SELECT sum(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0")


def _sum_to_zero(condition: str) -> None:
    if _is_postgresql():
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_unbalanced_entry() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN {condition} THEN "
            "RAISE EXCEPTION 'entry % does not sum to zero', NEW.entry_id "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$"
        )


# Titipan

KEPT_COLUMNS = ["id", "bank_id", "loan_event_id", "amount", "open_amount", "received_on"]


def _widen_suspense() -> None:
    if _is_postgresql():
        _widen_suspense_in_place()
    else:
        _rebuild_suspense(
            sa.Column("public_id", sa.String(length=22), nullable=False),
            *_new_item_columns(),
            sa.UniqueConstraint("public_id", name=op.f("uq_suspense_item_public_id")),
            sa.UniqueConstraint("receipt_no", name=op.f("uq_suspense_item_receipt_no")),
            *_new_item_keys(),
            is_of_a_loan=False,
            filled={
                "public_id": sa.func.lower(sa.func.hex(sa.func.randomblob(11))),
                "origin": sa.literal("overpayment", sa.Text()),
            },
        )
    op.create_index(op.f("ix_suspense_item_person_id"), "suspense_item", ["person_id"])
    op.create_index(op.f("ix_suspense_item_recorded_by_id"), "suspense_item", ["recorded_by_id"])
    _create_partial_index(
        "ix_suspense_item_open", "suspense_item", ["bank_id", "received_on"], "open_amount > 0"
    )
    _create_partial_index(
        "uq_suspense_item_transfer",
        "suspense_item",
        ["bank_id", "bank_reference"],
        "origin = 'unknown_payer'",
        unique=True,
    )


def _new_item_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("receipt_no", sa.Text(), nullable=True),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=True),
    )


def _new_item_keys() -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_suspense_item_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_suspense_item_recorded_by_id_user_account"),
        ),
    )


def _widen_suspense_in_place() -> None:
    op.alter_column("suspense_item", "loan_event_id", nullable=True)
    op.add_column("suspense_item", sa.Column("public_id", sa.String(length=22), nullable=True))
    for column in _new_item_columns():
        column.nullable = True
        op.add_column("suspense_item", column)
    op.execute(
        "UPDATE suspense_item SET origin = 'overpayment', "
        "public_id = substr(replace(gen_random_uuid()::text, '-', ''), 1, 22)"
    )
    op.alter_column("suspense_item", "origin", nullable=False)
    op.alter_column("suspense_item", "public_id", nullable=False)
    for name in ("public_id", "receipt_no"):
        op.create_unique_constraint(op.f(f"uq_suspense_item_{name}"), "suspense_item", [name])
    op.create_foreign_key(
        op.f("fk_suspense_item_person_id_person"), "suspense_item", "person", ["person_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_suspense_item_recorded_by_id_user_account"),
        "suspense_item",
        "user_account",
        ["recorded_by_id"],
        ["id"],
    )


def _narrow_suspense() -> None:
    """Keep titipan of loans only; where there is any other, this is refused whole."""
    for name in (
        "uq_suspense_item_transfer",
        "ix_suspense_item_open",
        "ix_suspense_item_recorded_by_id",
        "ix_suspense_item_person_id",
    ):
        op.drop_index(name, table_name="suspense_item")
    if not _is_postgresql():
        _rebuild_suspense(is_of_a_loan=True)
        return
    for column in ("public_id", *(column.name for column in _new_item_columns())):
        op.drop_column("suspense_item", column)
    op.alter_column("suspense_item", "loan_event_id", nullable=False)


def _rebuild_suspense(
    *additions: sa.schema.SchemaItem,
    is_of_a_loan: bool,
    filled: Mapping[str, sa.ColumnElement] = MappingProxyType({}),
) -> None:
    """Make the table anew as SQLite recommends; `migrations/env.py` has switched its keys off."""
    op.create_table(
        "suspense_item_rebuilt",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("loan_event_id", sa.BigInteger(), nullable=not is_of_a_loan),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        *additions,
        sa.CheckConstraint("amount > 0", name=op.f("ck_suspense_item_amount_positive")),
        sa.CheckConstraint(
            "open_amount >= 0 AND open_amount <= amount",
            name=op.f("ck_suspense_item_open_amount_bounded"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_suspense_item_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["loan_event_id"],
            ["loan_event.id"],
            name=op.f("fk_suspense_item_loan_event_id_loan_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspense_item")),
        sa.UniqueConstraint("loan_event_id", name=op.f("uq_suspense_item_loan_event_id")),
        sqlite_strict=True,
    )
    columns = [*KEPT_COLUMNS, *filled]
    old = sa.table("suspense_item", *map(sa.column, KEPT_COLUMNS))
    new = sa.table("suspense_item_rebuilt", *map(sa.column, columns))
    op.execute(
        new.insert().from_select(columns, sa.select(*old.c, *filled.values()).order_by(old.c.id))
    )
    op.drop_table("suspense_item")
    op.rename_table("suspense_item_rebuilt", "suspense_item")
    op.create_index(op.f("ix_suspense_item_bank_id"), "suspense_item", ["bank_id"])


# Months


def _create_months() -> None:
    op.create_table(
        "month_close",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("last_entry_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reopening_proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reopening_proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_after_id", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user_account.id"], name=op.f(f"fk_month_close_{column}_user_account")
            )
            for column in ("closed_by_id", "reopening_proposed_by_id", "reopened_by_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["journal_entry.id"], name=op.f(f"fk_month_close_{column}_journal_entry")
            )
            for column in ("last_entry_id", "reopened_after_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_close")),
        sqlite_strict=True,
    )
    for column in ("closed_by_id", "reopening_proposed_by_id", "reopened_by_id"):
        op.create_index(op.f(f"ix_month_close_{column}"), "month_close", [column])
    _create_partial_index(
        "uq_month_close_in_force", "month_close", ["month"], "reopened_at IS NULL", unique=True
    )
    if not _is_postgresql():
        op.execute(
            "CREATE TRIGGER journal_entry_is_in_open_month BEFORE INSERT ON journal_entry "
            "WHEN EXISTS (SELECT 1 FROM month_close WHERE reopened_at IS NULL "
            "AND month = substr(NEW.business_date, 1, 7) || '-01') "
            "BEGIN SELECT RAISE(ABORT, 'the month of the entry is closed'); END"
        )
        return
    # The shared lock lets entries come in together; closing takes the whole of it, so that it waits
    # for entries under way, and those that come after see the month closed.
    op.execute(
        "CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_advisory_xact_lock_shared(hashtext('month_close')); "
        "IF EXISTS (SELECT 1 FROM month_close WHERE reopened_at IS NULL "
        "AND month = date_trunc('month', NEW.business_date)::date) THEN "
        "RAISE EXCEPTION 'the month of the entry is closed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_entry_is_in_open_month BEFORE INSERT ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_closed_month()"
    )


# Statements


def _create_statements() -> None:
    op.create_table(
        "clearing_statement",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_total", sa.BigInteger(), nullable=False),
        sa.Column("our_total", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "difference = stated_total - our_total",
            name=op.f("ck_clearing_statement_difference_counted"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_clearing_statement_bank_id_bank")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["user_account.id"],
                name=op.f(f"fk_clearing_statement_{column}_user_account"),
            )
            for column in ("noted_by_id", "resolved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearing_statement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clearing_statement_public_id")),
        sqlite_strict=True,
    )
    for column in ("bank_id", "noted_by_id", "resolved_by_id"):
        op.create_index(op.f(f"ix_clearing_statement_{column}"), "clearing_statement", [column])
    _create_partial_index(
        "uq_clearing_statement_waiting",
        "clearing_statement",
        ["bank_id", "stated_on"],
        "resolved_at IS NULL",
        unique=True,
    )
