"""Keep holidays and the dated rates of other lenders."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_holiday_change_confirmed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user_account.id"],
            name=op.f("fk_holiday_change_proposed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_change")),
        sqlite_strict=True,
    )
    for column in ("falls_on", "proposed_by_id", "confirmed_by_id"):
        op.create_index(op.f(f"ix_holiday_change_{column}"), "holiday_change", [column])

    op.create_table(
        "holiday",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["holiday_change.id"],
            name=op.f("fk_holiday_change_id_holiday_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("change_id", name=op.f("uq_holiday_change_id")),
        sa.UniqueConstraint("falls_on", name=op.f("uq_holiday_falls_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "lender_rate",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("rate_per", sa.String(length=40), nullable=False),
        sa.Column("fee_share", sa.Text(), nullable=False),
        sa.Column("total_cap", sa.Text(), nullable=True),
        sa.Column("least", sa.BigInteger(), nullable=True),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("months_min", sa.BigInteger(), nullable=True),
        sa.Column("months_max", sa.BigInteger(), nullable=True),
        sa.Column("is_limit", sa.Boolean(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_lender_rate_valid_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lender_rate")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_lender_rate_code_valid_from")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("lender_rate")
    op.drop_table("holiday")
    op.drop_table("holiday_change")
