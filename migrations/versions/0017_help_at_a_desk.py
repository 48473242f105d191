"""Help at a desk: who helped whom, what was done in it, and the owner's own yes to sending."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_IS_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "assistant_desk",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_assistant_desk_account_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_assistant_desk_kelurahan_code_kelurahan"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_assistant_desk")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assistant_desk_kelurahan_code"), "assistant_desk", ["kelurahan_code"])
    op.create_table(
        "assistance",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("assistant_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("owner_id <> assistant_id", name=op.f("ck_assistance_of_somebody_else")),
        sa.CheckConstraint("started_at < ends_at", name=op.f("ck_assistance_lasts")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_assistance_owner_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["assistant_id"],
            ["user_account.id"],
            name=op.f("fk_assistance_assistant_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assistance_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_assistance_owner", "assistance", ["owner_id", "id"])
    op.create_index("ix_assistance_assistant", "assistance", ["assistant_id", "started_at"])
    op.create_index("ix_assistance_started", "assistance", ["started_at"])
    op.create_index(
        "uq_assistance_one_running",
        "assistance",
        ["assistant_id"],
        unique=True,
        sqlite_where=_IS_RUNNING,
        postgresql_where=_IS_RUNNING,
    )
    op.create_table(
        "assisted_act",
        sa.Column("audit_event_id", sa.BigInteger(), nullable=False),
        sa.Column("assistance_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_event_id"],
            ["audit_event.id"],
            name=op.f("fk_assisted_act_audit_event_id_audit_event"),
        ),
        sa.ForeignKeyConstraint(
            ["assistance_id"],
            ["assistance.id"],
            name=op.f("fk_assisted_act_assistance_id_assistance"),
        ),
        sa.PrimaryKeyConstraint("audit_event_id", name=op.f("pk_assisted_act")),
        sqlite_strict=True,
    )
    op.create_index("ix_assisted_act_assistance", "assisted_act", ["assistance_id"])
    op.create_table(
        "assisted_sending",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("assistance_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assistance_id"],
            ["assistance.id"],
            name=op.f("fk_assisted_sending_assistance_id_assistance"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_assisted_sending_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_sending")),
        sqlite_strict=True,
    )
    op.create_index("ix_assisted_sending_application", "assisted_sending", ["application_id", "id"])
    op.create_index("ix_assisted_sending_assistance", "assisted_sending", ["assistance_id"])


def downgrade() -> None:
    op.drop_table("assisted_sending")
    op.drop_table("assisted_act")
    op.drop_table("assistance")
    op.drop_table("assistant_desk")
