"""Accounts without a phone, and the testimonies that stand for their owners' codes."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_WAITS = sa.text("answered_at IS NULL")
_IS_UNCHECKED = sa.text("used_at IS NOT NULL AND checked_at IS NULL")
_HAS_NO_PHONE = sa.text("outcome = 'no_phone'")


def upgrade() -> None:
    _let_phones_be_empty()
    op.create_index(
        "ix_outbox_message_no_phone",
        "outbox_message",
        ["id"],
        sqlite_where=_HAS_NO_PHONE,
        postgresql_where=_HAS_NO_PHONE,
    )
    op.create_table(
        "testimony",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("nik_lookup", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_niks", sa.BigInteger(), nullable=False),
        sa.Column("witness_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("reason_note", sa.Text(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_true", sa.Boolean(), nullable=True),
        sa.Column("check_note", sa.Text(), nullable=True),
        sa.CheckConstraint("witness_id <> asked_by_id", name=op.f("ck_testimony_two_people")),
        sa.CheckConstraint("witness_id <> owner_id", name=op.f("ck_testimony_not_the_owner")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (witness_id IS NULL)"
            " AND (answered_at IS NULL) = (is_confirmed IS NULL)",
            name=op.f("ck_testimony_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR (is_confirmed IS NOT NULL AND is_confirmed)",
            name=op.f("ck_testimony_used_if_true"),
        ),
        sa.CheckConstraint(
            "checked_by_id NOT IN (asked_by_id, witness_id)",
            name=op.f("ck_testimony_checked_by_others"),
        ),
        sa.CheckConstraint("wrong_niks >= 0", name=op.f("ck_testimony_tries_not_negative")),
        *(
            sa.ForeignKeyConstraint(
                [name], ["user_account.id"], name=op.f(f"fk_testimony_{name}_user_account")
            )
            for name in ("asked_by_id", "owner_id", "witness_id", "checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_testimony_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimony")),
        sa.UniqueConstraint("public_id", name=op.f("uq_testimony_public_id")),
        sqlite_strict=True,
    )
    for name, columns in (
        ("ix_testimony_asked_by", ["asked_by_id", "asked_at"]),
        ("ix_testimony_owner", ["owner_id", "used_at"]),
        ("ix_testimony_application", ["application_id"]),
        ("ix_testimony_used", ["used_at"]),
    ):
        op.create_index(name, "testimony", columns)
    for name, column, where in (
        ("ix_testimony_waiting", "ends_at", _WAITS),
        ("ix_testimony_unchecked", "used_at", _IS_UNCHECKED),
    ):
        op.create_index(name, "testimony", [column], sqlite_where=where, postgresql_where=where)


def _let_phones_be_empty() -> None:
    with op.batch_alter_table("user_account", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("phone", existing_type=sa.Text(), nullable=True)
        table.alter_column("phone_lookup", existing_type=sa.Text(), nullable=True)
        table.create_check_constraint(
            op.f("ck_user_account_phone_is_found"), "(phone IS NULL) = (phone_lookup IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_user_account_no_phone_no_entry"),
            "phone_lookup IS NOT NULL OR (password_hash IS NULL AND role = 'business_owner')",
        )
    with op.batch_alter_table("group_member", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("phone", existing_type=sa.Text(), nullable=True)
        table.alter_column("phone_lookup", existing_type=sa.Text(), nullable=True)


def downgrade() -> None:
    op.drop_table("testimony")
    op.drop_index("ix_outbox_message_no_phone", "outbox_message")
    # Stops with an error while somebody has no phone: the older table has no place for them.
    with op.batch_alter_table("group_member", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("phone_lookup", existing_type=sa.Text(), nullable=False)
        table.alter_column("phone", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("user_account", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint(op.f("ck_user_account_no_phone_no_entry"), type_="check")
        table.drop_constraint(op.f("ck_user_account_phone_is_found"), type_="check")
        table.alter_column("phone_lookup", existing_type=sa.Text(), nullable=False)
        table.alter_column("phone", existing_type=sa.Text(), nullable=False)
