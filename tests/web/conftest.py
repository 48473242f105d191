"""Gives tests the templates without the rest of the application, and a clock that stands."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from flask import Flask, render_template
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.serving import make_server

import harkat
from harkat.web import components, filters
from harkat.web.headers import CONTENT_SECURITY_POLICY
from tests.moments import NOON


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The clock of the pages stands at NOON, until the test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def showcase() -> Iterator[Flask]:
    """A bare application with the templates, the static files and the page of components."""
    app = Flask("harkat", root_path=str(Path(harkat.__file__).parent))
    app.config.update(SECRET_KEY="for these tests only", RECEIVED=0)
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    filters.register(app)

    @app.get("/")
    def everything():
        return render_template("public/components.html", **components.examples())

    @app.post("/")
    def accept():
        app.config["RECEIVED"] += 1
        return "Diterima"

    @app.after_request
    def add_policy(response):
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    with app.test_request_context():
        yield app


@pytest.fixture
def showcase_server(showcase: Flask) -> Iterator[str]:
    """The address at which a browser finds the page of components."""
    server = make_server("127.0.0.1", 0, showcase, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
