"""Keep the key facts borrowers agreed to, objections to refusals, and several reasons a step."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_facts_sheet",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("application_line_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_line_id"],
            ["application_line.id"],
            name=op.f("fk_key_facts_sheet_application_line_id_application_line"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_facts_sheet")),
        sa.UniqueConstraint(
            "application_line_id",
            "digest",
            name=op.f("uq_key_facts_sheet_application_line_id_digest"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_key_facts_sheet_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_key_facts_sheet_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("application_line_id", sa.BigInteger(), nullable=False),
        sa.Column("refusal_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_appeal_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "answered_by_id <> decided_by_id", name=op.f("ck_appeal_answered_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["application_line_id"],
            ["application_line.id"],
            name=op.f("fk_appeal_application_line_id_application_line"),
        ),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["status_change.id"], name=op.f("fk_appeal_refusal_id_status_change")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_appeal_decided_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user_account.id"],
            name=op.f("fk_appeal_proposed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user_account.id"],
            name=op.f("fk_appeal_answered_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeal_public_id")),
        sa.UniqueConstraint("refusal_id", name=op.f("uq_appeal_refusal_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_appeal_waiting", "appeal", ["status", "answer_by_on", "id"])
    for column in ("application_line_id", "decided_by_id", "proposed_by_id", "answered_by_id"):
        op.create_index(op.f(f"ix_appeal_{column}"), "appeal", [column])

    op.create_table(
        "further_reason",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("status_change_id", sa.BigInteger(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["status_change_id"],
            ["status_change.id"],
            name=op.f("fk_further_reason_status_change_id_status_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_reason")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_further_reason_status_change_id"), "further_reason", ["status_change_id"]
    )


def downgrade() -> None:
    op.drop_table("further_reason")
    op.drop_table("appeal")
    op.drop_table("key_facts_sheet")
