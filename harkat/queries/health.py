"""Whether the database answers and has the tables this version needs."""

from dataclasses import dataclass
from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from harkat.extensions import db

_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


class DatabaseSilent(RuntimeError):
    """The database does not answer."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the database stands.

    For example ``Health(database="sqlite 3.53.4 WAL/FULL", is_migrated=True)``.
    """

    database: str
    is_migrated: bool


def database_health() -> Health:
    """Ask the database what it is and which migration it has.

    :raises DatabaseSilent: if it does not answer
    """
    try:
        connection = db.session.connection()
        revision = MigrationContext.configure(connection).get_current_revision()
        return Health(database=_description(connection), is_migrated=revision == _newest_revision())
    except DBAPIError as error:
        raise DatabaseSilent from error


def _description(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        return f"postgresql {version.partition('.')[0]}"
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return f"sqlite {version} {journal.upper()}/{_SYNCHRONOUS[synchronous]}"


def _newest_revision() -> str | None:
    return _head_of(current_app.extensions["migrate"].directory)


@lru_cache(maxsize=4)
def _head_of(directory: str) -> str | None:
    return ScriptDirectory(directory).get_current_head()
