"""Keep places in classes, claims and wishes, and what became of each message."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FITS = {
    "Pengolahan pangan dan keamanan pangan": "food,fish_and_meat,vegetables",
    "Pemasaran daring untuk usaha kecil": "online_trade,clothing,craft,food",
    "Keterampilan perbengkelan": "repair,transport",
    "Menjahit dan kerajinan": "clothing,craft",
}
IS_OPEN = sa.text("told_at IS NULL AND ended_at IS NULL")
IS_SENT = sa.text("status = 'sent'")
WAITS = sa.text("closed_at IS NULL")
IS_GIVEN_UP = sa.text("outcome = 'given_up'")
IS_UNREAD = sa.text("read_at IS NULL AND recipient_id IS NOT NULL")


def upgrade() -> None:
    _widen_training()
    _create_enrolment()
    _create_attendance()
    _create_interest()
    _create_claim()
    _widen_outbox()


def _widen_training() -> None:
    with op.batch_alter_table("training_course", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("fits_sectors", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("training_class", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("start_time", sa.String(length=5), nullable=True))
        table.add_column(sa.Column("end_time", sa.String(length=5), nullable=True))
    course = sa.table("training_course", sa.column("name"), sa.column("fits_sectors"))
    for name, sectors in FITS.items():
        op.execute(course.update().where(course.c.name == name).values(fits_sectors=sectors))


def _create_enrolment() -> None:
    op.create_table(
        "class_enrolment",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["training_class.id"],
            name=op.f("fk_class_enrolment_class_id_training_class"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_class_enrolment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_enrolment")),
        sa.UniqueConstraint(
            "class_id", "person_id", name=op.f("uq_class_enrolment_class_id_person_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_class_enrolment_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_class_enrolment_person_id"), "class_enrolment", ["person_id"])
    op.create_index(
        "ix_class_enrolment_turn", "class_enrolment", ["class_id", "status", "queued_at", "id"]
    )


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["class_enrolment.id"],
            name=op.f("fk_attendance_enrolment_id_class_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_attendance_recorded_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("enrolment_id", "day", name=op.f("uq_attendance_enrolment_id_day")),
        sqlite_strict=True,
    )


def _create_interest() -> None:
    op.create_table(
        "class_interest",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_class_interest_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_class_interest_kecamatan_code_kecamatan"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_class_interest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_interest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_class_interest_public_id")),
        sqlite_strict=True,
    )
    for column in ("person_id", "course_id", "kecamatan_code"):
        op.create_index(op.f(f"ix_class_interest_{column}"), "class_interest", [column])
    op.create_index(
        "uq_class_interest_open",
        "class_interest",
        ["course_id", "kecamatan_code", "person_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def _create_claim() -> None:
    op.create_table(
        "training_claim",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=True),
        sa.Column("claimed_no", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("completion_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "status <> 'confirmed' OR completion_id IS NOT NULL",
            name=op.f("ck_training_claim_confirmed_is_recorded"),
        ),
        sa.CheckConstraint(
            "status <> 'declined' OR refusal IS NOT NULL",
            name=op.f("ck_training_claim_declined_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_claim_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_claim_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_training_claim_decided_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["completion_id"],
            ["training_completion.id"],
            name=op.f("fk_training_claim_completion_id_training_completion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_claim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_claim_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_training_claim_person_id"), "training_claim", ["person_id"])
    op.create_index(
        "ix_training_claim_waiting",
        "training_claim",
        ["id"],
        sqlite_where=IS_SENT,
        postgresql_where=IS_SENT,
    )
    op.create_index(
        "uq_training_claim_one_open",
        "training_claim",
        ["person_id"],
        unique=True,
        sqlite_where=IS_SENT,
        postgresql_where=IS_SENT,
    )


def _widen_outbox() -> None:
    with op.batch_alter_table("outbox_message", table_kwargs={"sqlite_strict": True}) as table:
        for name in ("read_at", "tried_at", "next_try_at", "closed_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False))
        table.add_column(sa.Column("outcome", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("problem", sa.String(length=80), nullable=True))
    # Nobody gets what was written before there was a sender, and the inbox begins as read.
    op.execute(
        "UPDATE outbox_message SET closed_at = created_at, outcome = 'too_old', secret = NULL"
    )
    op.execute("UPDATE outbox_message SET read_at = created_at WHERE recipient_id IS NOT NULL")
    with op.batch_alter_table("outbox_message", table_kwargs={"sqlite_strict": True}) as table:
        table.create_check_constraint(
            op.f("ck_outbox_message_closed_with_outcome"),
            "(closed_at IS NULL) = (outcome IS NULL)",
        )
    op.create_index(
        "ix_outbox_message_waiting",
        "outbox_message",
        ["id"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_outbox_message_given_up",
        "outbox_message",
        ["id"],
        sqlite_where=IS_GIVEN_UP,
        postgresql_where=IS_GIVEN_UP,
    )
    op.create_index(
        "ix_outbox_message_unread",
        "outbox_message",
        ["recipient_id"],
        sqlite_where=IS_UNREAD,
        postgresql_where=IS_UNREAD,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_unread", "outbox_message")
    op.drop_index("ix_outbox_message_given_up", "outbox_message")
    op.drop_index("ix_outbox_message_waiting", "outbox_message")
    with op.batch_alter_table("outbox_message", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint(op.f("ck_outbox_message_closed_with_outcome"), type_="check")
        for name in (
            "problem",
            "outcome",
            "attempts",
            "closed_at",
            "next_try_at",
            "tried_at",
            "read_at",
        ):
            table.drop_column(name)
    for name in ("training_claim", "class_interest", "attendance", "class_enrolment"):
        op.drop_table(name)
    with op.batch_alter_table("training_class", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_column("end_time")
        table.drop_column("start_time")
    with op.batch_alter_table("training_course", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_column("fits_sectors")
