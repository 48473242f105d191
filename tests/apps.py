"""Gives tests the application itself, a client that speaks to it, and a server for browsers.

Building an application takes longer than most tests, and a fresh engine compiles every statement
anew. One that is free again is therefore pointed at the next database and used once more.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from contextvars import Context
from functools import partial
from threading import Condition, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Dialect, event, make_url
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from tests import beginnings
from tests.moments import NOON

LONGEST_WAIT = 120
"""Seconds for the one writer of an SQLite database; dozens wait in line on a busy machine."""
_SPOILT = "harkat_test_spoilt"
_free: dict[str, list[Flask]] = {}


def build_app(database_url: str) -> Flask:
    """Return the application on a database, set up for tests."""
    kind = make_url(database_url).get_backend_name()
    app = _free[kind].pop() if _free.get(kind) else _new_app(database_url)
    app.config.clear()
    app.config.update(app.extensions[beginnings.SET_UP], SQLALCHEMY_DATABASE_URI=database_url)
    return app


def close_connections() -> None:
    """Close all connections of the current application to its database."""
    from harkat.extensions import db

    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    beginnings.settle(current_app.config["SQLALCHEMY_DATABASE_URI"])


def forget_database() -> None:
    """Close all connections of the current application, which may now be used for another test."""
    from harkat.extensions import db

    close_connections()
    app = current_app._get_current_object()
    if app.extensions.get(_SPOILT):
        return
    free = _free.setdefault(db.engine.url.get_backend_name(), [])
    if app not in free:
        free.append(app)


def spoil() -> None:
    """Let nobody use the current application after this test: its engine is not what it was."""
    current_app.extensions[_SPOILT] = True


def _new_app(database_url: str) -> Flask:
    from harkat.app import create_app
    from harkat.extensions import db

    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": database_url})
    app.test_client_class = SeparateClient
    # Templates are compiled once for all applications.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(os.environ["HARKAT_TEST_BYTECODE"])
    app.extensions[beginnings.SET_UP] = dict(app.config)
    with app.app_context():
        # Dozens at once share a few connections; whoever waits for one waits as long as they take.
        db.engine.pool._timeout = LONGEST_WAIT
        event.listen(db.engine, "do_connect", partial(_connect_to_its_database, app))
        beginnings.watch(app)
    return app


def _connect_to_its_database(
    app: Flask, _dialect: Dialect, _record: object, args: list[Any], parameters: dict[str, Any]
) -> None:
    """Let the engine, made for an earlier database, reach the one the application is on now."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    beginnings.settle(url)
    database = make_url(url).database
    if "dbname" in parameters:
        parameters["dbname"] = database
    else:
        args[0] = database
        parameters["timeout"] = LONGEST_WAIT


class RequestsUnderway:
    """Counts what a server is still answering: a browser may have gone on before the answer.

    Such a request must not reach the database of the next test.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._count, self._changed = app, 0, Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, whether or not anybody still listens."""
        self._add(1)
        try:
            with closing(self._app(environ, start_response)) as answer:
                return list(answer)
        finally:
            self._add(-1)

    def wait_for_the_last(self) -> None:
        """Return when nothing is underway any more."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._count == 0, timeout=LONGEST_WAIT)

    def _add(self, change: int) -> None:
        with self._changed:
            self._count += change
            self._changed.notify_all()


class SeparateClient(FlaskClient):
    """A client whose requests share nothing with the test: no session, no signed-in person."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request outside the test's own application context, as a visitor would."""
        from harkat.extensions import db

        response = Context().run(super().open, *args, **kwargs)
        db.session.rollback()  # The test now reads what the request wrote.
        return response


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The clock of the pages stands at NOON, until the test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


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
    underway = RequestsUnderway(app)
    server = make_server("127.0.0.1", 0, underway, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))  # seconds between looks
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    underway.wait_for_the_last()
    server.server_close()
