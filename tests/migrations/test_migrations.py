"""The migrations lead up, down and up again, and end where the models are."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from harkat.extensions import db
from tests.apps import build_app, forget_database
from tests.databases import MIGRATIONS

pytestmark = pytest.mark.filterwarnings("ignore:autogenerate skipping:UserWarning")


@pytest.fixture
def empty_app(empty_database_url: str) -> Iterator[Flask]:
    app = build_app(empty_database_url)
    with app.app_context():
        yield app
        forget_database()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.usefixtures("empty_app")
class TestMigrations:
    def test_lead_up_down_and_up_again(self):
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        assert tables() == set(db.metadata.tables)

        flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
        assert tables() == set()

        flask_migrate.upgrade(directory=str(MIGRATIONS))
        assert tables() == set(db.metadata.tables)

    def test_end_where_the_models_are(self):
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": db.engine.dialect.name != "sqlite"}
            )
            assert compare_metadata(context, db.metadata) == []
