"""Gives tests the application itself, a client that speaks to it, and a server for browsers."""

import os
from collections.abc import Iterator
from contextvars import Context
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import make_server
from werkzeug.test import TestResponse


def build_app(database_url: str) -> Flask:
    """Return the application on a database, set up for tests."""
    from harkat.app import create_app

    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": database_url})
    app.test_client_class = SeparateClient
    # Each test has an application of its own; templates are compiled once for all of them.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(os.environ["HARKAT_TEST_BYTECODE"])
    return app


def forget_database() -> None:
    """Close all connections of the current application to its database."""
    from harkat.extensions import db

    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


class SeparateClient(FlaskClient):
    """A client whose requests share nothing with the test: no session, no signed-in person."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request outside the test's own application context, as a visitor would."""
        from harkat.extensions import db

        response = Context().run(super().open, *args, **kwargs)
        db.session.rollback()  # The test now reads what the request wrote.
        return response


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The application on a database of its own; its context is pushed."""
    app = build_app(database_url)
    with app.app_context():
        yield app
        forget_database()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a browser; `app.test_client()` makes more of them."""
    return app.test_client()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address at which a browser finds the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))  # seconds between looks
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
