"""What owners may add to a business: a point on the map, and a reminder."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WAITS_TO_HEAR = sa.text("reminder_asked_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("business", sa.Column("pin", sa.Text(), nullable=True))
    op.add_column("business", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "business", sa.Column("reminder_asked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_business_reminder_asked_at",
        "business",
        ["started_on"],
        sqlite_where=_WAITS_TO_HEAR,
        postgresql_where=_WAITS_TO_HEAR,
    )


def downgrade() -> None:
    op.drop_index("ix_business_reminder_asked_at", table_name="business")
    op.drop_column("business", "reminder_asked_at")
    op.drop_column("business", "pinned_at")
    op.drop_column("business", "pin")
