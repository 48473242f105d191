"""Say of a reason to mend which borrower's part it is about: nobody else reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TABLES = ("status_change", "further_reason")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("about_line_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "about_line_id")
