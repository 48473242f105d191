"""Gives each test a database of its own, on SQLite and on PostgreSQL, from a migrated template."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from tests import beginnings
from tests.apps import build_app, forget_database
from tests.beginnings import Databases
from tests.moments import NOON
from tests.postgres import PostgresServer
from tests.surroundings import FOLDER

MIGRATIONS = Path(__file__).parents[1] / "migrations"


class SqliteDatabases:
    """Databases that are files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, *, template: str | None = None) -> str:
        url = f"sqlite:///{self._folder / uuid4().hex}.db"
        if template:
            shutil.copyfile(_name(template), _name(url))
        return url

    def replace(self, url: str, *, template: str) -> None:
        self.drop(url)
        shutil.copyfile(_name(template), _name(url))

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(_name(url) + suffix).unlink(missing_ok=True)


class PostgresDatabases:
    """Databases of one PostgreSQL server."""

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url)
        address = self._server.set(drivername="postgresql")
        self._connection = psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        )

    def create(self, *, template: str | None = None) -> str:
        url = self._server.set(database=f"harkat_test_{uuid4().hex}")
        self._copy(_name(template) if template else "template0", str(url.database))
        return url.render_as_string(hide_password=False)

    def replace(self, url: str, *, template: str) -> None:
        self.drop(url)
        self._copy(_name(template), _name(url))

    def _copy(self, source: str, name: str) -> None:
        # Copying the files of a small database is quicker than logging its pages.
        statement = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._connection.execute(statement.format(Identifier(name), Identifier(source)))

    def drop(self, url: str) -> None:
        statement = SQL("DROP DATABASE {} WITH (FORCE)")
        self._connection.execute(statement.format(Identifier(_name(url))))

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


def _name(url: str) -> str:
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """The address of the PostgreSQL server's first database."""
    given = os.environ.get("HARKAT_TEST_POSTGRES_URL")
    if given:
        return given
    folder = pytestconfig.stash[FOLDER]
    server = PostgresServer(folder)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.is_running():
            server.start()
    return server.url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """The maker of databases; every test that uses one runs on both kinds."""
    if request.param == "sqlite":
        yield SqliteDatabases(request.config.stash[FOLDER])
    else:
        maker = PostgresDatabases(request.getfixturevalue("postgres_url"))
        yield maker
        maker.close()


@pytest.fixture(scope="session")
def template_url(databases: Databases) -> Iterator[str]:
    """A migrated database with the reference data, to be copied and never changed."""
    from harkat.services import reference_data

    url = databases.create()
    with build_app(url).app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        reference_data.load(at=NOON)
        forget_database()
    yield url
    beginnings.forget(url)
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases, template_url: str) -> Iterator[str]:
    """A migrated database with the reference data, for one test alone."""
    url = databases.create(template=template_url)
    beginnings.begin(databases, template=template_url, url=url)
    yield url
    beginnings.end(url)
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table, for the tests of the migrations themselves."""
    url = databases.create()
    yield url
    databases.drop(url)
