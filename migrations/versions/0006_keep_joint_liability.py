"""Keep calls on the members who answer for each other, and what they settle between themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_calls()
    _create_shares()
    _create_settlements()


def downgrade() -> None:
    op.drop_table("member_settlement")
    op.drop_table("liability_share")
    op.drop_table("liability_call")


def _create_calls() -> None:
    op.create_table(
        "liability_call",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.CheckConstraint("missing > 0", name=op.f("ck_liability_call_missing_positive")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["loan_agreement.id"],
            name=op.f("fk_liability_call_agreement_id_loan_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_liability_call_loan_id_loan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liability_call")),
        sa.UniqueConstraint("public_id", name=op.f("uq_liability_call_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_liability_call_loan_id"), "liability_call", ["loan_id"])
    op.create_index(
        "ix_liability_call_agreement_status", "liability_call", ["agreement_id", "status"]
    )
    op.create_index(
        "uq_liability_call_one_open_per_loan",
        "liability_call",
        ["loan_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )


def _create_shares() -> None:
    op.create_table(
        "liability_share",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("asked > 0", name=op.f("ck_liability_share_asked_positive")),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["liability_call.id"],
            name=op.f("fk_liability_share_call_id_liability_call"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_liability_share_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liability_share")),
        sa.UniqueConstraint(
            "call_id", "person_id", name=op.f("uq_liability_share_call_id_person_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_liability_share_person_id"), "liability_share", ["person_id"])


def _create_settlements() -> None:
    op.create_table(
        "member_settlement",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("debtor_id", sa.BigInteger(), nullable=False),
        sa.Column("creditor_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_member_settlement_amount_positive")),
        sa.CheckConstraint(
            "debtor_id <> creditor_id", name=op.f("ck_member_settlement_two_persons")
        ),
        sa.CheckConstraint(
            "entry_id IS NULL OR confirmed_at IS NOT NULL",
            name=op.f("ck_member_settlement_booked_only_if_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["loan_agreement.id"],
            name=op.f("fk_member_settlement_agreement_id_loan_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["person.id"], name=op.f("fk_member_settlement_debtor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["creditor_id"], ["person.id"], name=op.f("fk_member_settlement_creditor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_member_settlement_entry_id_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_settlement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_member_settlement_public_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_member_settlement_entry_id")),
        sqlite_strict=True,
    )
    for column in ("agreement_id", "debtor_id", "creditor_id"):
        op.create_index(op.f(f"ix_member_settlement_{column}"), "member_settlement", [column])
