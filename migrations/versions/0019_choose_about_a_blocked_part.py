"""Let a group choose what becomes of a part that is blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_UNDECIDED = sa.text("status IN ('open', 'waiting')")


def upgrade() -> None:
    op.create_table(
        "group_choice",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_group_choice_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_choice")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_group_choice_application_id"), "group_choice", ["application_id"])
    op.create_index(
        "ix_group_choice_due",
        "group_choice",
        ["due_on"],
        sqlite_where=_UNDECIDED,
        postgresql_where=_UNDECIDED,
    )
    op.create_index(
        "uq_group_choice_one_undecided",
        "group_choice",
        ["application_id"],
        unique=True,
        sqlite_where=_UNDECIDED,
        postgresql_where=_UNDECIDED,
    )
    op.create_table(
        "choice_vote",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("group_choice_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_choice_id"],
            ["group_choice.id"],
            name=op.f("fk_choice_vote_group_choice_id_group_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["person.id"], name=op.f("fk_choice_vote_voter_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice_vote")),
        sa.UniqueConstraint(
            "group_choice_id", "voter_id", name=op.f("uq_choice_vote_group_choice_id_voter_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_choice_vote_voter_id"), "choice_vote", ["voter_id"])


def downgrade() -> None:
    op.drop_table("choice_vote")
    op.drop_table("group_choice")
