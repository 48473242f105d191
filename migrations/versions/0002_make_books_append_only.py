"""Make the books append-only.

The database itself refuses to change or remove what was booked, so that neither a mistake in the
code nor a hand on the database can rewrite history. On PostgreSQL it also refuses, at commit, an
entry that does not sum to zero; SQLite has no deferred triggers, there the one door and
`harkat self-check` keep it (docs/adr).
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ONLY_ADDED = ("journal_entry", "posting", "loan_event", "status_change", "audit_event")
FIXED_COLUMNS = ("id", "code", "bank_id", "kecamatan_code", "normal_side", "is_bounded")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ONLY_ADDED:
            op.execute(f"DROP TRIGGER {table}_is_not_updated")
            op.execute(f"DROP TRIGGER {table}_is_not_deleted")
        op.execute("DROP TRIGGER ledger_account_is_not_redefined")
        op.execute("DROP TRIGGER ledger_account_is_not_deleted")
        return
    for table in ONLY_ADDED:
        op.execute(f"DROP TRIGGER {table}_is_not_changed ON {table}")
        op.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")
    op.execute("DROP TRIGGER ledger_account_is_not_redefined ON ledger_account")
    op.execute("DROP TRIGGER ledger_account_is_not_deleted ON ledger_account")
    op.execute("DROP TRIGGER journal_entry_sums_to_zero ON posting")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP FUNCTION refuse_unbalanced_entry()")


def _upgrade_sqlite() -> None:
    for table in ONLY_ADDED:
        for verb, past in (("UPDATE", "updated"), ("DELETE", "deleted")):
            op.execute(
                f"CREATE TRIGGER {table}_is_not_{past} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
    op.execute(
        "CREATE TRIGGER ledger_account_is_not_redefined "
        f"BEFORE UPDATE OF {', '.join(FIXED_COLUMNS)} ON ledger_account "
        "BEGIN SELECT RAISE(ABORT, 'of an account only balance and upper_bound change'); END"
    )
    op.execute(
        "CREATE TRIGGER ledger_account_is_not_deleted BEFORE DELETE ON ledger_account "
        "BEGIN SELECT RAISE(ABORT, 'an account is not deleted'); END"
    )


def _upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ONLY_ADDED:
        op.execute(
            f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER ledger_account_is_not_redefined "
        f"BEFORE UPDATE OF {', '.join(FIXED_COLUMNS)} ON ledger_account "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER ledger_account_is_not_deleted BEFORE DELETE ON ledger_account "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF (SELECT sum(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0 THEN "
        "RAISE EXCEPTION 'entry % does not sum to zero', NEW.entry_id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE CONSTRAINT TRIGGER journal_entry_sums_to_zero AFTER INSERT ON posting "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry()"
    )
