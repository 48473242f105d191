"""The database and the sign-in machinery, made once and bound to the application later."""

from typing import Any

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

WRITES = "harkat_writes"
"""Execution option of a connection whose transaction will write (see `begin_transaction`)."""

BUSY_TIMEOUT_MS = 15_000


class Base(DeclarativeBase):
    """The base of every model; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    __table_args__: Any = {"sqlite_strict": True}  # noqa: RUF012  (SQLAlchemy reads it so)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()


def constrained(*arguments: object) -> Any:
    """Return table arguments with constraints and indexes, STRICT on SQLite like every table."""
    return (*arguments, {"sqlite_strict": True})


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: Any, _record: object) -> None:
    """Make a fresh SQLite connection durable and strict; PostgreSQL needs nothing here.

    WAL with FULL is safe from SQLite 3.51.3 on (ADR 0003); before it two writers could corrupt the
    WAL, so an older library gets the rollback journal.
    """
    module = type(connection).__module__.partition(".")[0]
    if module not in {"pysqlite3", "sqlite3"}:
        return
    # The driver must not open transactions on its own: `begin_transaction` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    version = tuple(
        int(part) for part in cursor.execute("select sqlite_version()").fetchone()[0].split(".")
    )
    is_safe = version >= (3, 51, 3)
    cursor.execute("PRAGMA journal_mode=WAL" if is_safe else "PRAGMA journal_mode=DELETE")
    cursor.execute("PRAGMA synchronous=FULL" if is_safe else "PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA trusted_schema=OFF")
    cursor.close()


@event.listens_for(Engine, "begin")
def begin_transaction(connection: Connection) -> None:
    """Open SQLite transactions that will write as IMMEDIATE.

    A deferred transaction that turns to writing is refused at once when another writer was
    quicker; an immediate one waits for its turn.
    """
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
