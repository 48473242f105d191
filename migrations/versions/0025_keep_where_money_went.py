"""Keep how the account ended that money was sent to, and when an account was first entered."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    with op.batch_alter_table("disbursement", table_kwargs=_STRICT) as table:
        table.add_column(sa.Column("account_end", sa.Text(), nullable=True))
    with op.batch_alter_table("user_account", table_kwargs=_STRICT) as table:
        table.add_column(sa.Column("first_entered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("user_account", table_kwargs=_STRICT) as table:
        table.drop_column("first_entered_at")
    with op.batch_alter_table("disbursement", table_kwargs=_STRICT) as table:
        table.drop_column("account_end")
