"""What owners may add to a business, and when a case of arrears ended."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WAITS_TO_HEAR = sa.text("reminder_asked_at IS NOT NULL")


_IS_KNOWN_GUEST = sa.text("person_id IS NULL AND phone IS NOT NULL")


def upgrade() -> None:
    op.add_column("arrears_case", sa.Column("ended_on", sa.Date(), nullable=True))
    # Of cases that were closed before, the day of the upgrade counts.
    op.execute(
        "UPDATE arrears_case SET ended_on = COALESCE(cleared_on, CURRENT_DATE) "
        "WHERE status IN ('cleared', 'closed')"
    )
    op.create_index(
        "ix_arrears_case_to_forget",
        "arrears_case",
        ["ended_on"],
        sqlite_where=_IS_KNOWN_GUEST,
        postgresql_where=_IS_KNOWN_GUEST,
    )
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
    op.drop_index("ix_arrears_case_to_forget", table_name="arrears_case")
    op.drop_column("arrears_case", "ended_on")
