"""The health of the database is told without a guess."""

import pytest
from flask import Flask
from sqlalchemy import text

from harkat.extensions import db
from harkat.queries.health import DatabaseSilent, database_health
from tests.apps import build_app, forget_database


class TestDatabaseHealth:
    def test_names_the_database_and_its_migration(self, app: Flask):
        health = database_health()

        is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        assert health.is_migrated
        assert health.database.startswith("sqlite 3." if is_sqlite else "postgresql 1")
        if is_sqlite:
            assert health.database.endswith(" WAL/FULL")

    @pytest.mark.usefixtures("app")
    def test_notices_a_missing_migration(self):
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

        assert not database_health().is_migrated

    def test_notices_a_database_without_tables(self, empty_database_url: str):
        with build_app(empty_database_url).app_context():
            assert not database_health().is_migrated
            forget_database()

    def test_says_when_nobody_answers(self):
        with build_app("sqlite:////there/is/no/such/folder/harkat.db").app_context():
            with pytest.raises(DatabaseSilent):
                database_health()
            forget_database()
