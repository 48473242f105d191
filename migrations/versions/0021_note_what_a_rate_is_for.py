"""What another lender's rate is for: the caps for household loans are not those for a business."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lender_rate", sa.Column("purpose", sa.String(length=40), nullable=True))
    # Until seeding brings the others, what is stored are the rates for a business.
    op.execute("UPDATE lender_rate SET purpose = 'business' WHERE kind IN ('bank', 'online')")


def downgrade() -> None:
    op.execute("DELETE FROM lender_rate WHERE purpose = 'household'")
    op.drop_column("lender_rate", "purpose")
