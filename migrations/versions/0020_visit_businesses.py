"""Keep visits to businesses: when they are, what their owners would rather have, the result."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_LIVE = sa.text("status IN ('asked', 'planned')")
_PLANNED = sa.text("status = 'planned'")
_WISHED = sa.text("wish_on IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "site_visit",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("application_line_id", sa.BigInteger(), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("planned_by_id", sa.BigInteger(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish_on", sa.Date(), nullable=True),
        sa.Column("wish_part", sa.String(length=40), nullable=True),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(visit_on IS NULL) = (part IS NULL)", name=op.f("ck_site_visit_whole_time")
        ),
        sa.CheckConstraint(
            "(wish_on IS NULL) = (wish_part IS NULL)", name=op.f("ck_site_visit_whole_wish")
        ),
        sa.CheckConstraint(
            "status = 'asked' OR visit_on IS NOT NULL", name=op.f("ck_site_visit_has_a_time")
        ),
        sa.CheckConstraint("changes >= 0", name=op.f("ck_site_visit_changes_not_negative")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.{key}"], name=f"fk_site_visit_{column}_{table}"
            )
            for column, table, key in (
                ("application_line_id", "application_line", "id"),
                ("bank_id", "bank", "id"),
                ("kecamatan_code", "kecamatan", "code"),
                ("planned_by_id", "user_account", "id"),
                ("recorded_by_id", "user_account", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_site_visit_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_site_visit_bank_id"), "site_visit", ["bank_id"])
    op.create_index(op.f("ix_site_visit_kecamatan_code"), "site_visit", ["kecamatan_code"])
    op.create_index("ix_site_visit_line", "site_visit", ["application_line_id", "id"])
    op.create_index("ix_site_visit_day", "site_visit", ["bank_id", "visit_on"])
    for name, columns, condition, is_unique in (
        ("uq_site_visit_one_live", ["application_line_id", "bank_id"], _LIVE, True),
        ("ix_site_visit_planned", ["visit_on"], _PLANNED, False),
        ("ix_site_visit_wished", ["bank_id", "wish_on"], _WISHED, False),
    ):
        op.create_index(
            name,
            "site_visit",
            columns,
            unique=is_unique,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def downgrade() -> None:
    op.drop_table("site_visit")
