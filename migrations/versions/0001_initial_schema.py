"""Create the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bank_type", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("code", name=op.f("uq_bank_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "idempotency_record",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_record")),
        sa.UniqueConstraint(
            "actor_id", "action", "key", name=op.f("uq_idempotency_record_actor_id_action_key")
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("idempotency_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_record_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "kecamatan",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tile_row", sa.BigInteger(), nullable=False),
        sa.Column("tile_column", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_kecamatan")),
        sqlite_strict=True,
    )
    op.create_table(
        "loan_product",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_for_groups", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_product")),
        sa.UniqueConstraint("code", name=op.f("uq_loan_product_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "reference_counter",
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_reference_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("phone_lookup", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("phone_lookup", name=op.f("pk_sign_in_throttle")),
        sqlite_strict=True,
    )
    op.create_table(
        "training_course",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
        sa.UniqueConstraint("name", name=op.f("uq_training_course_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "kelurahan",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_kelurahan_kecamatan_code_kecamatan"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_kelurahan")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("kelurahan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kelurahan_kecamatan_code"), ["kecamatan_code"], unique=False
        )

    op.create_table(
        "ledger_account",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=True),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=True),
        sa.Column("normal_side", sa.String(length=40), nullable=False),
        sa.Column("is_bounded", sa.Boolean(), nullable=False),
        sa.Column("upper_bound", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT is_bounded OR balance >= 0", name=op.f("ck_ledger_account_balance_bounded")
        ),
        sa.CheckConstraint(
            "upper_bound IS NULL OR balance <= upper_bound",
            name=op.f("ck_ledger_account_balance_capped"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_ledger_account_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_ledger_account_kecamatan_code_kecamatan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("ledger_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_account_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(
            "uq_ledger_account_bank",
            ["code", "bank_id"],
            unique=True,
            sqlite_where=sa.text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
            postgresql_where=sa.text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
        )
        batch_op.create_index(
            "uq_ledger_account_kecamatan",
            ["code", "bank_id", "kecamatan_code"],
            unique=True,
            sqlite_where=sa.text("kecamatan_code IS NOT NULL"),
            postgresql_where=sa.text("kecamatan_code IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ledger_account_programme",
            ["code"],
            unique=True,
            sqlite_where=sa.text("bank_id IS NULL"),
            postgresql_where=sa.text("bank_id IS NULL"),
        )

    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_lookup", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_user_account_bank_id_bank")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("phone_lookup", name=op.f("uq_user_account_phone_lookup")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_account_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_role"), ["role"], unique=False)

    op.create_table(
        "activation_link",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_activation_link_account_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_activation_link_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("activation_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activation_link_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_audit_event_actor_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index("ix_audit_event_actor", ["actor_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)

    op.create_table(
        "dated_setting",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_dated_setting_confirmed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["loan_product.id"],
            name=op.f("fk_dated_setting_product_id_loan_product"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user_account.id"],
            name=op.f("fk_dated_setting_proposed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_setting")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("dated_setting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dated_setting_confirmed_by_id"), ["confirmed_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_dated_setting_look_up", ["name", "product_id", "valid_from"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dated_setting_product_id"), ["product_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dated_setting_proposed_by_id"), ["proposed_by_id"], unique=False
        )

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_journal_entry_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["journal_entry.id"],
            name=op.f("fk_journal_entry_reverses_id_journal_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_journal_entry_idempotency_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_journal_entry_business_date"), ["business_date"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_value_on"), ["value_on"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["user_account.id"],
            name=op.f("fk_login_session_account_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_login_session_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("recipient_id", sa.BigInteger(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["user_account.id"],
            name=op.f("fk_outbox_message_recipient_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_message_recipient", ["recipient_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_message_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("nik", sa.Text(), nullable=False),
        sa.Column("nik_lookup", sa.Text(), nullable=False),
        sa.Column("kk_no", sa.Text(), nullable=True),
        sa.Column("kk_no_lookup", sa.Text(), nullable=True),
        sa.Column("birth_on", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("payout_bank", sa.Text(), nullable=True),
        sa.Column("payout_holder", sa.Text(), nullable=True),
        sa.Column("bank_account_no", sa.Text(), nullable=True),
        sa.Column("bank_account_no_lookup", sa.Text(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["user_account.id"], name=op.f("fk_person_account_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account_id", name=op.f("uq_person_account_id")),
        sa.UniqueConstraint("nik_lookup", name=op.f("uq_person_nik_lookup")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_bank_account_no_lookup"), ["bank_account_no_lookup"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_kk_no_lookup"), ["kk_no_lookup"], unique=False)

    op.create_table(
        "status_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=False),
        sa.Column("to_status", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("reason_note", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_status_change_actor_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_change_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            "ix_status_change_subject", ["subject", "subject_id", "id"], unique=False
        )

    op.create_table(
        "training_class",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_class_ends_after_start")),
        sa.CheckConstraint("seats > 0", name=op.f("ck_training_class_has_seats")),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_class_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_training_class_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["user_account.id"],
            name=op.f("fk_training_class_opened_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_class_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("training_class", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_class_course_id"), ["course_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_training_class_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_training_class_kelurahan_code"), ["kelurahan_code"], unique=False
        )

    op.create_table(
        "business",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=True),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_business_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_business_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
        sa.UniqueConstraint("person_id", name=op.f("uq_business_person_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_business_kelurahan_code"), ["kelurahan_code"], unique=False
        )

    op.create_table(
        "data_consent",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_consent")),
        sa.UniqueConstraint(
            "person_id",
            "purpose",
            "given_at",
            name=op.f("uq_data_consent_person_id_purpose_given_at"),
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("data_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "facility_change",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_facility_change_amount_positive")),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_facility_change_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_facility_change_confirmed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_facility_change_entry_id_journal_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user_account.id"],
            name=op.f("fk_facility_change_proposed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_change")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_facility_change_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_facility_change_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("facility_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facility_change_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_facility_change_confirmed_by_id"), ["confirmed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_facility_change_proposed_by_id"), ["proposed_by_id"], unique=False
        )

    op.create_table(
        "loan_group",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("leader_id", sa.BigInteger(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_loan_group_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_loan_group_leader_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_loan_group_public_id")),
        sa.UniqueConstraint("reference_no", name=op.f("uq_loan_group_reference_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("loan_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loan_group_kelurahan_code"), ["kelurahan_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_loan_group_leader_id"), ["leader_id"], unique=False)

    op.create_table(
        "training_completion",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["training_class.id"],
            name=op.f("fk_training_completion_class_id_training_class"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_completion_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_training_completion_recorded_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_completion")),
        sa.UniqueConstraint("certificate_no", name=op.f("uq_training_completion_certificate_no")),
        sa.UniqueConstraint(
            "person_id", "class_id", name=op.f("uq_training_completion_person_id_class_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_completion_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("training_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_completion_class_id"), ["class_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_completion_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("applicant_id", sa.BigInteger(), nullable=False),
        sa.Column("instalments", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("party_changes", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_by_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["person.id"], name=op.f("fk_application_applicant_id_person")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_application_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_application_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["loan_product.id"], name=op.f("fk_application_product_id_loan_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
        sa.UniqueConstraint("reference_no", name=op.f("uq_application_reference_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_applicant_id"), ["applicant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_application_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_application_consent_by_on"), ["consent_by_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_application_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_product_id"), ["product_id"], unique=False)
        batch_op.create_index(
            "ix_application_queue", ["bank_id", "status", "submitted_at"], unique=False
        )
        batch_op.create_index(
            "uq_application_one_open_per_group",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("status NOT IN ('rejected', 'withdrawn', 'expired', 'disbursed')"),
            postgresql_where=sa.text(
                "status NOT IN ('rejected', 'withdrawn', 'expired', 'disbursed')"
            ),
        )

    op.create_table(
        "group_member",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("invited_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_lookup", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("liability_text_version", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["loan_group.id"], name=op.f("fk_group_member_group_id_loan_group")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["user_account.id"],
            name=op.f("fk_group_member_invited_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_member_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_member_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_group_member_phone_lookup"), ["phone_lookup"], unique=False
        )
        batch_op.create_index(
            "uq_group_member_one_live_membership",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'accepted'"),
            postgresql_where=sa.text("status = 'accepted'"),
        )
        batch_op.create_index(
            "uq_group_member_one_open_invitation",
            ["group_id", "phone_lookup"],
            unique=True,
            sqlite_where=sa.text("status IN ('invited', 'accepted')"),
            postgresql_where=sa.text("status IN ('invited', 'accepted')"),
        )

    op.create_table(
        "application_line",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("proposed", sa.BigInteger(), nullable=True),
        sa.Column("approved", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("kelurahan_code", sa.String(length=13), nullable=True),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved IS NULL OR approved >= 0",
            name=op.f("ck_application_line_approved_not_negative"),
        ),
        sa.CheckConstraint(
            "proposed IS NULL OR proposed >= 0",
            name=op.f("ck_application_line_proposed_not_negative"),
        ),
        sa.CheckConstraint(
            "requested IS NULL OR requested > 0",
            name=op.f("ck_application_line_requested_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_line_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"],
            ["kecamatan.code"],
            name=op.f("fk_application_line_kecamatan_code_kecamatan"),
        ),
        sa.ForeignKeyConstraint(
            ["kelurahan_code"],
            ["kelurahan.code"],
            name=op.f("fk_application_line_kelurahan_code_kelurahan"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_line_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_line_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_line_kecamatan_code"), ["kecamatan_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_line_kelurahan_code"), ["kelurahan_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_line_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_application_line_one_live_per_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text(
                "status IN ('open', 'ready', 'cleared', 'blocked', 'approved', 'consented')"
            ),
            postgresql_where=sa.text(
                "status IN ('open', 'ready', 'cleared', 'blocked', 'approved', 'consented')"
            ),
        )

    op.create_table(
        "loan_agreement",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_loan_agreement_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_agreement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_loan_agreement_public_id")),
        sa.UniqueConstraint("reference_no", name=op.f("uq_loan_agreement_reference_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("loan_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loan_agreement_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "disbursement",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("application_line_id", sa.BigInteger(), nullable=False),
        sa.Column("tranche", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_disbursement_amount_positive")),
        sa.ForeignKeyConstraint(
            ["application_line_id"],
            ["application_line.id"],
            name=op.f("fk_disbursement_application_line_id_application_line"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_disbursement_bank_id_bank")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disbursement")),
        sa.UniqueConstraint(
            "application_line_id",
            "tranche",
            name=op.f("uq_disbursement_application_line_id_tranche"),
        ),
        sa.UniqueConstraint(
            "bank_id", "bank_reference", name=op.f("uq_disbursement_bank_id_bank_reference")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_disbursement_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disbursement_bank_id"), ["bank_id"], unique=False)

    op.create_table(
        "loan",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("reference_no", sa.Text(), nullable=False),
        sa.Column("application_line_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=8), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("disbursed_on", sa.Date(), nullable=False),
        sa.Column("interest_booked_on", sa.Date(), nullable=False),
        sa.Column("final_due_on", sa.Date(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("principal > 0", name=op.f("ck_loan_principal_positive")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["loan_agreement.id"],
            name=op.f("fk_loan_agreement_id_loan_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["application_line_id"],
            ["application_line.id"],
            name=op.f("fk_loan_application_line_id_application_line"),
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_loan_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["kecamatan.code"], name=op.f("fk_loan_kecamatan_code_kecamatan")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_loan_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
        sa.UniqueConstraint("application_line_id", name=op.f("uq_loan_application_line_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_loan_public_id")),
        sa.UniqueConstraint("reference_no", name=op.f("uq_loan_reference_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loan_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index("ix_loan_bank_status", ["bank_id", "status", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_loan_kecamatan_code"), ["kecamatan_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_loan_next_due_on"), ["next_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_loan_person_id"), ["person_id"], unique=False)

    op.create_table(
        "loan_event",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reverses_seq", sa.BigInteger(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("reason_note", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_loan_event_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_loan_event_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_loan_event_loan_id_loan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_event")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_loan_event_idempotency_key")),
        sa.UniqueConstraint(
            "loan_id", "reverses_seq", name=op.f("uq_loan_event_loan_id_reverses_seq")
        ),
        sa.UniqueConstraint("loan_id", "seq", name=op.f("uq_loan_event_loan_id_seq")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("loan_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_event_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=False),
        sa.Column("loan_event_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_event_id"], ["loan_event.id"], name=op.f("fk_paper_loan_event_id_loan_event")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_paper_loan_id_loan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("kind", "loan_event_id", name=op.f("uq_paper_kind_loan_event_id")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_loan_event_id"), ["loan_event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_loan_id"), ["loan_id"], unique=False)

    op.create_table(
        "suspense_item",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("loan_event_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_suspense_item_amount_positive")),
        sa.CheckConstraint(
            "open_amount >= 0 AND open_amount <= amount",
            name=op.f("ck_suspense_item_open_amount_bounded"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_suspense_item_bank_id_bank")
        ),
        sa.ForeignKeyConstraint(
            ["loan_event_id"],
            ["loan_event.id"],
            name=op.f("fk_suspense_item_loan_event_id_loan_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspense_item")),
        sa.UniqueConstraint("loan_event_id", name=op.f("uq_suspense_item_loan_event_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("suspense_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspense_item_bank_id"), ["bank_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("loan_id", sa.BigInteger(), nullable=True),
        sa.Column("application_line_id", sa.BigInteger(), nullable=True),
        sa.Column("suspense_item_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_posting_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_posting_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_line_id"],
            ["application_line.id"],
            name=op.f("fk_posting_application_line_id_application_line"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entry.id"], name=op.f("fk_posting_entry_id_journal_entry")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_posting_loan_id_loan")),
        sa.ForeignKeyConstraint(
            ["suspense_item_id"],
            ["suspense_item.id"],
            name=op.f("fk_posting_suspense_item_id_suspense_item"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("entry_id", "line_no", name=op.f("uq_posting_entry_id_line_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_posting_application_line_id"), ["application_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_posting_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_posting_suspense_item_id"), ["suspense_item_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_suspense_item_id"))
        batch_op.drop_index(batch_op.f("ix_posting_loan_id"))
        batch_op.drop_index(batch_op.f("ix_posting_application_line_id"))
        batch_op.drop_index(batch_op.f("ix_posting_account_id"))

    op.drop_table("posting")
    with op.batch_alter_table("suspense_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspense_item_bank_id"))

    op.drop_table("suspense_item")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_loan_id"))
        batch_op.drop_index(batch_op.f("ix_paper_loan_event_id"))

    op.drop_table("paper")
    with op.batch_alter_table("loan_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_event_actor_id"))

    op.drop_table("loan_event")
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_person_id"))
        batch_op.drop_index(batch_op.f("ix_loan_next_due_on"))
        batch_op.drop_index(batch_op.f("ix_loan_kecamatan_code"))
        batch_op.drop_index("ix_loan_bank_status")
        batch_op.drop_index(batch_op.f("ix_loan_bank_id"))
        batch_op.drop_index(batch_op.f("ix_loan_agreement_id"))

    op.drop_table("loan")
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disbursement_bank_id"))

    op.drop_table("disbursement")
    with op.batch_alter_table("loan_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_agreement_application_id"))

    op.drop_table("loan_agreement")
    with op.batch_alter_table("application_line", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_line_one_live_per_person",
            sqlite_where=sa.text(
                "status IN ('open', 'ready', 'cleared', 'blocked', 'approved', 'consented')"
            ),
            postgresql_where=sa.text(
                "status IN ('open', 'ready', 'cleared', 'blocked', 'approved', 'consented')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_application_line_person_id"))
        batch_op.drop_index(batch_op.f("ix_application_line_kelurahan_code"))
        batch_op.drop_index(batch_op.f("ix_application_line_kecamatan_code"))
        batch_op.drop_index(batch_op.f("ix_application_line_application_id"))

    op.drop_table("application_line")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_member_one_open_invitation",
            sqlite_where=sa.text("status IN ('invited', 'accepted')"),
            postgresql_where=sa.text("status IN ('invited', 'accepted')"),
        )
        batch_op.drop_index(
            "uq_group_member_one_live_membership",
            sqlite_where=sa.text("status = 'accepted'"),
            postgresql_where=sa.text("status = 'accepted'"),
        )
        batch_op.drop_index(batch_op.f("ix_group_member_phone_lookup"))
        batch_op.drop_index(batch_op.f("ix_group_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_group_member_group_id"))

    op.drop_table("group_member")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_one_open_per_group",
            sqlite_where=sa.text("status NOT IN ('rejected', 'withdrawn', 'expired', 'disbursed')"),
            postgresql_where=sa.text(
                "status NOT IN ('rejected', 'withdrawn', 'expired', 'disbursed')"
            ),
        )
        batch_op.drop_index("ix_application_queue")
        batch_op.drop_index(batch_op.f("ix_application_product_id"))
        batch_op.drop_index(batch_op.f("ix_application_group_id"))
        batch_op.drop_index(batch_op.f("ix_application_consent_by_on"))
        batch_op.drop_index(batch_op.f("ix_application_bank_id"))
        batch_op.drop_index(batch_op.f("ix_application_applicant_id"))

    op.drop_table("application")
    with op.batch_alter_table("training_completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_completion_person_id"))
        batch_op.drop_index(batch_op.f("ix_training_completion_class_id"))

    op.drop_table("training_completion")
    with op.batch_alter_table("loan_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_group_leader_id"))
        batch_op.drop_index(batch_op.f("ix_loan_group_kelurahan_code"))

    op.drop_table("loan_group")
    with op.batch_alter_table("facility_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facility_change_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_facility_change_confirmed_by_id"))
        batch_op.drop_index(batch_op.f("ix_facility_change_bank_id"))

    op.drop_table("facility_change")
    with op.batch_alter_table("data_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_consent_person_id"))

    op.drop_table("data_consent")
    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_business_kelurahan_code"))

    op.drop_table("business")
    with op.batch_alter_table("training_class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_class_kelurahan_code"))
        batch_op.drop_index(batch_op.f("ix_training_class_ends_on"))
        batch_op.drop_index(batch_op.f("ix_training_class_course_id"))

    op.drop_table("training_class")
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.drop_index("ix_status_change_subject")
        batch_op.drop_index(batch_op.f("ix_status_change_actor_id"))

    op.drop_table("status_change")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_kk_no_lookup"))
        batch_op.drop_index(batch_op.f("ix_person_bank_account_no_lookup"))

    op.drop_table("person")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_sent_at"))
        batch_op.drop_index("ix_outbox_message_recipient")

    op.drop_table("outbox_message")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index("ix_login_session_expires_at")
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_value_on"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_business_date"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_actor_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("dated_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dated_setting_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_dated_setting_product_id"))
        batch_op.drop_index("ix_dated_setting_look_up")
        batch_op.drop_index(batch_op.f("ix_dated_setting_confirmed_by_id"))

    op.drop_table("dated_setting")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))
        batch_op.drop_index("ix_audit_event_actor")
        batch_op.drop_index(batch_op.f("ix_audit_event_action"))

    op.drop_table("audit_event")
    with op.batch_alter_table("activation_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activation_link_account_id"))

    op.drop_table("activation_link")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_role"))
        batch_op.drop_index(batch_op.f("ix_user_account_bank_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("ledger_account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_account_programme",
            sqlite_where=sa.text("bank_id IS NULL"),
            postgresql_where=sa.text("bank_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_ledger_account_kecamatan",
            sqlite_where=sa.text("kecamatan_code IS NOT NULL"),
            postgresql_where=sa.text("kecamatan_code IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_ledger_account_bank",
            sqlite_where=sa.text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
            postgresql_where=sa.text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ledger_account_bank_id"))

    op.drop_table("ledger_account")
    with op.batch_alter_table("kelurahan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kelurahan_kecamatan_code"))

    op.drop_table("kelurahan")
    op.drop_table("training_course")
    op.drop_table("sign_in_throttle")
    op.drop_table("reference_counter")
    op.drop_table("loan_product")
    op.drop_table("kecamatan")
    with op.batch_alter_table("idempotency_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_record_created_at"))

    op.drop_table("idempotency_record")
    op.drop_table("bank")
