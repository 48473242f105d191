"""Keep photos of documents, and who has looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_document",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("warning", sa.String(length=40), nullable=True),
        sa.Column("scan", sa.String(length=40), nullable=False),
        sa.Column("source_lookup", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_person_document_has_bytes")),
        sa.CheckConstraint("pages > 0", name=op.f("ck_person_document_has_pages")),
        sa.CheckConstraint(
            "accepted_at IS NOT NULL OR replaced_at IS NULL",
            name=op.f("ck_person_document_waits_or_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["user_account.id"],
            name=op.f("fk_person_document_added_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_document_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_document")),
        sa.UniqueConstraint("file_name", name=op.f("uq_person_document_file_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_document_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_person_document_person", "person_document", ["person_id", "kind", "id"])
    op.create_index(op.f("ix_person_document_source_lookup"), "person_document", ["source_lookup"])

    op.create_table(
        "document_view",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("viewer_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_document_view_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["person_document.id"],
            name=op.f("fk_document_view_document_id_person_document"),
        ),
        sa.ForeignKeyConstraint(
            ["viewer_id"], ["user_account.id"], name=op.f("fk_document_view_viewer_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_view")),
        sqlite_strict=True,
    )
    op.create_index("ix_document_view_document", "document_view", ["document_id", "id"])
    op.create_index(op.f("ix_document_view_viewer_id"), "document_view", ["viewer_id"])
    op.create_index(op.f("ix_document_view_application_id"), "document_view", ["application_id"])


def downgrade() -> None:
    op.drop_table("document_view")
    op.drop_table("person_document")
