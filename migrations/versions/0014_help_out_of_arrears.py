"""Count the pre-check's answers and follow people held up by arrears elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LIVE = sa.text("status IN ('open', 'taken', 'settled_awaiting_record')")


def upgrade() -> None:
    op.create_table(
        "precheck_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_precheck_count_times_positive")),
        sa.PrimaryKeyConstraint("day", "question", "answer", name=op.f("pk_precheck_count")),
        sqlite_strict=True,
    )
    op.create_table(
        "spent_precheck",
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_spent_precheck")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_spent_precheck_day"), "spent_precheck", ["day"])
    _create_cases()
    op.create_table(
        "arrears_note",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["arrears_case.id"], name=op.f("fk_arrears_note_case_id_arrears_case")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_arrears_note_author_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears_note")),
        sqlite_strict=True,
    )
    op.create_index("ix_arrears_note_case", "arrears_note", ["case_id", "id"])


def _create_cases() -> None:
    op.create_table(
        "arrears_case",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("full_name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_lookup", sa.Text(), nullable=True),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=True),
        sa.Column("lender_types", sa.JSON(), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=True),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("companion_id", sa.BigInteger(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (phone_lookup IS NULL)",
            name=op.f("ck_arrears_case_has_one_person"),
        ),
        sa.CheckConstraint(
            "phone_lookup IS NULL OR full_name IS NOT NULL",
            name=op.f("ck_arrears_case_guest_has_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_arrears_case_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_arrears_case_kecamatan_code_kecamatan"),
        ),
        sa.ForeignKeyConstraint(
            ["companion_id"],
            ["user_account.id"],
            name=op.f("fk_arrears_case_companion_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears_case")),
        sa.UniqueConstraint("public_id", name=op.f("uq_arrears_case_public_id")),
        sqlite_strict=True,
    )
    for subject in ("person_id", "phone_lookup"):
        op.create_index(
            f"uq_arrears_case_live_{subject}",
            "arrears_case",
            [subject],
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )
    op.create_index("ix_arrears_case_status", "arrears_case", ["status", "companion_id", "id"])
    op.create_index("ix_arrears_case_companion", "arrears_case", ["companion_id", "status", "id"])
    for column in ("person_id", "kecamatan_code", "remind_on", "opened_at", "cleared_on"):
        op.create_index(op.f(f"ix_arrears_case_{column}"), "arrears_case", [column])


def downgrade() -> None:
    for table in ("arrears_note", "arrears_case", "spent_precheck", "precheck_count"):
        op.drop_table(table)
