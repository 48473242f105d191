"""Keep changed phone numbers, requests about own data, and who opened whose data."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("phone_changed_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "phone_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_lookup", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_by_id <> proposed_by_id OR NOT is_confirmed",
            name=op.f("ck_phone_change_two_people"),
        ),
        *_references(
            "phone_change",
            person_id="person",
            proposed_by_id="user_account",
            ended_by_id="user_account",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_phone_change_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_phone_change_person_id"), "phone_change", ["person_id"])
    op.create_index("ix_phone_change_open", "phone_change", ["ended_at", "proposed_at"])

    op.create_table(
        "data_request",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        *_references("data_request", person_id="person", answered_by_id="user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_data_request_person_id"), "data_request", ["person_id"])
    op.create_index("ix_data_request_open", "data_request", ["answered_at", "due_at"])

    op.create_table(
        "data_opening",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *_references("data_opening", person_id="person", actor_id="user_account", bank_id="bank"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_opening")),
        sa.UniqueConstraint(
            "person_id",
            "actor_id",
            "what",
            "reference_no",
            "opened_on",
            name=op.f("uq_data_opening_person_id_actor_id_what_reference_no_opened_on"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_data_opening_person", "data_opening", ["person_id", "opened_at"])


def downgrade() -> None:
    op.drop_table("data_opening")
    op.drop_table("data_request")
    op.drop_table("phone_change")
    with op.batch_alter_table("user_account", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_column("phone_changed_at")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]
