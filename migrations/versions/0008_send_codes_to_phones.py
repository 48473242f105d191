"""Send codes to phones, which need not have an account."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_code",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("phone_lookup", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_phone_code_tries_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_phone_code_phone", "phone_code", ["phone_lookup", "created_at"])
    op.create_index(op.f("ix_phone_code_expires_at"), "phone_code", ["expires_at"])

    with op.batch_alter_table("outbox_message", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("phone", sa.Text(), nullable=True))
        table.add_column(sa.Column("phone_lookup", sa.Text(), nullable=True))
        table.add_column(sa.Column("secret", sa.Text(), nullable=True))
        table.alter_column("recipient_id", existing_type=sa.BigInteger(), nullable=True)
        table.create_check_constraint(
            op.f("ck_outbox_message_has_one_address"),
            "(recipient_id IS NULL) <> (phone_lookup IS NULL)",
        )
    op.create_index("ix_outbox_message_phone", "outbox_message", ["phone_lookup", "id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_message_phone", "outbox_message")
    # What was addressed to a phone alone has no place in the older table.
    op.execute("DELETE FROM outbox_message WHERE recipient_id IS NULL")
    with op.batch_alter_table("outbox_message", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint(op.f("ck_outbox_message_has_one_address"), type_="check")
        table.alter_column("recipient_id", existing_type=sa.BigInteger(), nullable=False)
        table.drop_column("secret")
        table.drop_column("phone_lookup")
        table.drop_column("phone")
    op.drop_table("phone_code")
