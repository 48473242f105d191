"""Keep what one member said to have given another, and who denied it or took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TABLE = "member_settlement"
_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    with op.batch_alter_table(_TABLE, table_kwargs=_STRICT) as table:
        table.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("refused_by_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            op.f("fk_member_settlement_refused_by_id_person"), "person", ["refused_by_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_member_settlement_confirmed_or_refused"),
            "confirmed_at IS NULL OR refused_at IS NULL",
        )
        table.create_check_constraint(
            op.f("ck_member_settlement_refused_by_one_of_two"),
            "(refused_at IS NULL) = (refused_by_id IS NULL)"
            " AND (refused_by_id IS NULL OR refused_by_id IN (debtor_id, creditor_id))",
        )
        table.create_index(op.f("ix_member_settlement_refused_by_id"), ["refused_by_id"])


def downgrade() -> None:
    # What was denied did not count, and the older table has no place for it.
    op.execute("DELETE FROM member_settlement WHERE refused_at IS NOT NULL")
    with op.batch_alter_table(_TABLE, table_kwargs=_STRICT) as table:
        table.drop_index(op.f("ix_member_settlement_refused_by_id"))
        table.drop_constraint(op.f("ck_member_settlement_refused_by_one_of_two"), type_="check")
        table.drop_constraint(op.f("ck_member_settlement_confirmed_or_refused"), type_="check")
        table.drop_constraint(op.f("fk_member_settlement_refused_by_id_person"), type_="foreignkey")
        table.drop_column("refused_by_id")
        table.drop_column("refused_at")
