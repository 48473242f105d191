"""Runs the migrations of the application's database; the versions themselves import nothing."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Column, types

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


def run() -> None:
    """Migrate online, in one transaction."""
    with engine.connect() as connection:
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


run()
