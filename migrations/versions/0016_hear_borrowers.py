"""Hear borrowers: requests for relief, complaints past the bank, and whether money arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("loan_change", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("decision_note", sa.Text(), nullable=True))
    _create_relief_request()
    _create_complaint()
    op.create_table(
        "arrival_report",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("disbursement_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["disbursement_id"],
            ["disbursement.id"],
            name=op.f("fk_arrival_report_disbursement_id_disbursement"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_arrival_report_complaint_id_complaint"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_report")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_arrival_report_complaint_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_arrival_report_disbursement", "arrival_report", ["disbursement_id", "id"])
    op.create_index("ix_arrival_report_answer", "arrival_report", ["answer", "disbursement_id"])


def downgrade() -> None:
    op.drop_table("arrival_report")
    op.drop_table("complaint")
    op.drop_table("relief_request")
    with op.batch_alter_table("loan_change", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_column("decision_note")


def _create_relief_request() -> None:
    op.create_table(
        "relief_request",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("can_pay", sa.BigInteger(), nullable=False),
        sa.Column("pays", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_code", sa.String(length=40), nullable=True),
        sa.Column("decline_note", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("loan_change_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "can_pay >= 0 AND pays >= 0", name=op.f("ck_relief_request_amounts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_relief_request_loan_id_loan")
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_relief_request_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user_account.id"],
            name=op.f("fk_relief_request_answered_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["loan_change_id"],
            ["loan_change.id"],
            name=op.f("fk_relief_request_loan_change_id_loan_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relief_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_relief_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_relief_request_bank_id"), "relief_request", ["bank_id"])
    op.create_index(op.f("ix_relief_request_loan_id"), "relief_request", ["loan_id"])
    op.create_index(op.f("ix_relief_request_loan_change_id"), "relief_request", ["loan_change_id"])
    op.create_index("ix_relief_request_bank_status", "relief_request", ["bank_id", "status", "id"])
    waiting = sa.text("status IN ('open', 'proposed')")
    op.create_index(
        "uq_relief_request_one_waiting",
        "relief_request",
        ["loan_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about_whom", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("complainant_id", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_lookup", sa.Text(), nullable=True),
        sa.Column("sender_lookup", sa.Text(), nullable=True),
        sa.Column("disbursement_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("taken_up_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopening", sa.Text(), nullable=True),
        sa.Column("second_answer", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.BigInteger(), nullable=False),
        sa.Column("tries_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "complainant_id IS NOT NULL OR phone_lookup IS NOT NULL",
            name=op.f("ck_complaint_has_an_address"),
        ),
        sa.CheckConstraint("wrong_tries >= 0", name=op.f("ck_complaint_tries_not_negative")),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user_account.id"], name=op.f(f"fk_complaint_{column}_user_account")
            )
            for column in ("complainant_id", "taken_up_by_id", "answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["disbursement_id"],
            ["disbursement.id"],
            name=op.f("fk_complaint_disbursement_id_disbursement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("public_id", name=op.f("uq_complaint_public_id")),
        sa.UniqueConstraint("reference_no", name=op.f("uq_complaint_reference_no")),
        sqlite_strict=True,
    )
    op.create_index("ix_complaint_status_due", "complaint", ["status", "due_on", "id"])
    op.create_index("ix_complaint_complainant", "complaint", ["complainant_id", "id"])
    op.create_index("ix_complaint_phone", "complaint", ["phone_lookup", "received_at"])
    op.create_index("ix_complaint_sender", "complaint", ["sender_lookup", "received_at"])
    op.create_index(op.f("ix_complaint_disbursement_id"), "complaint", ["disbursement_id"])
    op.create_index(op.f("ix_complaint_received_at"), "complaint", ["received_at"])
