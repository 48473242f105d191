"""Runs the migrations of the application's database; the versions themselves import nothing."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Column, Connection, types

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine
target_metadata = migrate.db.metadata


def plain_type(kind: str, item: Any, _autogen: AutogenContext) -> str | bool:
    """Write the programme's own column types as the plain types they are stored in."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl_instance!r}" if item.impl_instance is not None else False
    return False


def is_other_type(
    _context: Any, _inspected: Column[Any], _column: Column[Any], _found: Any, _wanted: Any
) -> bool | None:
    """Compare types on PostgreSQL only; SQLite's STRICT tables know five words for all of them."""
    if engine.dialect.name == "sqlite":
        return False
    return None


def switch_keys(connection: Connection, word: str) -> None:
    """Let SQLite look at foreign keys or not; inside a transaction it would not listen."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={word}")
        cursor.close()


def check_keys(connection: Connection) -> None:
    """Refuse a migration on SQLite that left a row pointing at nothing."""
    if connection.dialect.name == "sqlite":
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if astray:
            raise RuntimeError(f"rows point at nothing: {astray[:5]}")


def run() -> None:
    """Migrate online, in one transaction.

    SQLite rebuilds a table to change it; its foreign keys rest meanwhile and are checked at the
    end (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
    """
    with engine.connect() as connection:
        switch_keys(connection, "OFF")
        try:
            migrate_all(connection)
        finally:
            switch_keys(connection, "ON")


def migrate_all(connection: Connection) -> None:
    """Run the versions; what they do is stored together, or not at all."""
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_item=plain_type,
        compare_type=is_other_type,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        check_keys(connection)


run()
