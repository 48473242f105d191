"""Let groups choose their leader, be found by a code, find members and change the bank."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["user_account.id"], name=op.f("fk_wrong_code_account_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_wrong_code_account", "wrong_code", ["account_id", "tried_at"])

    op.create_table(
        "group_search",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_group_search_kecamatan_code_kecamatan"),
        ),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_group_search_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_search_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_search")),
        sa.UniqueConstraint("person_id", name=op.f("uq_group_search_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_search_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_group_search_kelurahan_code"), "group_search", ["kelurahan_code"])
    op.create_index(
        "ix_group_search_place", "group_search", ["kecamatan_code", "sector", "ends_at"]
    )

    op.create_table(
        "group_code",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_group_code_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_group_code_made_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_code")),
        sa.UniqueConstraint("code", name=op.f("uq_group_code_code")),
        sa.UniqueConstraint("group_id", name=op.f("uq_group_code_group_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "join_request",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("liability_text_version", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_join_request_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_join_request_person", "join_request", ["person_id", "made_at"])
    op.create_index(
        "uq_join_request_one_open",
        "join_request",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )

    op.create_table(
        "leader_vote",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("candidate_id", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["person.id"], name=op.f("fk_leader_vote_candidate_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_leader_vote_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["person.id"], name=op.f("fk_leader_vote_voter_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_vote")),
        sa.UniqueConstraint("group_id", "voter_id", name=op.f("uq_leader_vote_group_id_voter_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_leader_vote_candidate_id"), "leader_vote", ["candidate_id"])
    op.create_index(op.f("ix_leader_vote_voter_id"), "leader_vote", ["voter_id"])

    op.create_table(
        "member_search",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_member_search_wants_somebody")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_member_search_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_member_search_kecamatan_code_kecamatan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_search")),
        sa.UniqueConstraint("group_id", name=op.f("uq_member_search_group_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_member_search_place", "member_search", ["kecamatan_code", "ends_at"])

    op.create_table(
        "removal_vote",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_removal_vote_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["person.id"], name=op.f("fk_removal_vote_target_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["person.id"], name=op.f("fk_removal_vote_voter_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_vote")),
        sa.UniqueConstraint(
            "group_id",
            "voter_id",
            "target_id",
            name=op.f("uq_removal_vote_group_id_voter_id_target_id"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_removal_vote_target_id"), "removal_vote", ["target_id"])
    op.create_index(op.f("ix_removal_vote_voter_id"), "removal_vote", ["voter_id"])

    op.create_table(
        "bank_move",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("from_bank_id", sa.BigInteger(), nullable=False),
        sa.Column("to_bank_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_bank_move_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["from_bank_id"], ["bank.id"], name=op.f("fk_bank_move_from_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_bank_move_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_bank_id"], ["bank.id"], name=op.f("fk_bank_move_to_bank_id_bank")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_move_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bank_move_proposed_by_id"), "bank_move", ["proposed_by_id"])
    op.create_index(
        "uq_bank_move_one_open",
        "bank_move",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )

    op.create_table(
        "bank_move_yes",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("move_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["move_id"], ["bank_move.id"], name=op.f("fk_bank_move_yes_move_id_bank_move")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_bank_move_yes_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_move_yes")),
        sa.UniqueConstraint(
            "move_id", "person_id", name=op.f("uq_bank_move_yes_move_id_person_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bank_move_yes_person_id"), "bank_move_yes", ["person_id"])

    op.add_column(
        "loan_group",
        sa.Column("is_leader_chosen", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("loan_group", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_column("is_leader_chosen")
    op.drop_table("bank_move_yes")
    op.drop_table("bank_move")
    op.drop_table("removal_vote")
    op.drop_table("member_search")
    op.drop_table("leader_vote")
    op.drop_table("join_request")
    op.drop_table("group_code")
    op.drop_table("group_search")
    op.drop_table("wrong_code")
