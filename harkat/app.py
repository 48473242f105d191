"""Builds the application; the only module that knows all parts."""

import os
from collections.abc import Mapping
from pathlib import Path

import pysqlite3.dbapi2
from flask import Flask

from harkat import config, models, web  # noqa: F401  (models: the metadata must be complete)
from harkat.extensions import BUSY_TIMEOUT_MS, csrf, db, login_manager, migrate
from harkat.sealing import Keyring

__all__ = ["create_app"]

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Return the application, ready to serve or to run commands in.

    :raises UnsafeConfiguration: if it must not run with this configuration
    :raises RouteWithoutPolicy: if a route does not say who may enter
    """
    root = Path(os.environ.get("HARKAT_INSTANCE", Path.cwd() / "instance")).absolute()
    app = Flask("harkat", instance_path=str(root))
    app.config.update(config.load(root))
    app.config.update(overrides or {})
    config.check(app.config)
    _prepare_engine(app)
    app.extensions["harkat_keyring"] = Keyring(
        field_key=config.key_bytes("FIELD_KEY", app.config["FIELD_KEY"]),
        lookup_key=config.key_bytes("LOOKUP_KEY", app.config["LOOKUP_KEY"]),
    )
    db.init_app(app)
    migrate.init_app(app, db, directory=str(_MIGRATIONS), render_as_batch=True)
    login_manager.init_app(app)
    login_manager.user_loader(web.people.load)
    csrf.init_app(app)
    web.init_app(app)
    return app


def _prepare_engine(app: Flask) -> None:
    """Use the SQLite that comes with pysqlite3 (see ADR 0003), or a small PostgreSQL pool."""
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.startswith("sqlite"):
        options: dict[str, object] = {
            "module": pysqlite3.dbapi2,
            "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000},
        }
    else:
        options = {"pool_size": 4, "pool_pre_ping": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
