"""Keep what owners tell about themselves and their money, and when a draft was last touched."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_DRAFT = sa.text("status = 'draft'")


def upgrade() -> None:
    op.create_table(
        "person_details",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=True),
        sa.Column("rt", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("marital_status", sa.String(length=40), nullable=True),
        sa.Column("spouse_name", sa.Text(), nullable=True),
        sa.Column("other_phone", sa.Text(), nullable=True),
        sa.Column("other_phone_lookup", sa.Text(), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_person_details_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_details_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_details")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_details_person_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_person_details_kelurahan_code"), "person_details", ["kelurahan_code"])
    op.create_index("ix_person_details_other_phone", "person_details", ["other_phone_lookup"])

    op.create_table(
        "money_statement",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("open_days", sa.BigInteger(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("purchases", sa.BigInteger(), nullable=False),
        sa.Column("other_costs", sa.BigInteger(), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("other_instalments", sa.BigInteger(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "open_days BETWEEN 1 AND 7", name=op.f("ck_money_statement_open_days_of_a_week")
        ),
        sa.CheckConstraint("sales > 0", name=op.f("ck_money_statement_sales_positive")),
        sa.CheckConstraint(
            "purchases >= 0 AND other_costs >= 0 AND household >= 0 AND other_instalments >= 0",
            name=op.f("ck_money_statement_nothing_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_money_statement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_statement")),
        sqlite_strict=True,
    )
    op.create_index("ix_money_statement_person", "money_statement", ["person_id", "id"])

    op.add_column("business", sa.Column("workers", sa.BigInteger(), nullable=True))
    op.add_column(
        "application_line", sa.Column("purpose_kind", sa.String(length=40), nullable=True)
    )
    op.add_column("application", sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))
    # Nobody was told that drafts expire: those that are there begin their time today.
    application = sa.table(
        "application", sa.column("status"), sa.column("touched_at", sa.DateTime(timezone=True))
    )
    op.execute(
        application.update()
        .where(application.c.status == "draft")
        .values(touched_at=sa.func.current_timestamp())
    )
    op.create_index(
        "ix_application_draft_touched",
        "application",
        ["touched_at"],
        sqlite_where=_DRAFT,
        postgresql_where=_DRAFT,
    )


def downgrade() -> None:
    op.drop_index("ix_application_draft_touched", "application")
    for table, column in (
        ("application", "touched_at"),
        ("application_line", "purpose_kind"),
        ("business", "workers"),
    ):
        op.drop_column(table, column)
    op.drop_table("money_statement")
    op.drop_table("person_details")
