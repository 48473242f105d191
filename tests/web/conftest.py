"""Gives tests the templates without the rest of the application, and a clock that stands."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask, render_template
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.serving import make_server

import harkat
from harkat.web import components, filters, labels
from harkat.web.headers import CONTENT_SECURITY_POLICY


@pytest.fixture
def showcase() -> Iterator[Flask]:
    """A bare application with the templates, the static files and the page of components."""
    app = Flask("harkat", root_path=str(Path(harkat.__file__).parent))
    app.config.update(SECRET_KEY="for these tests only", RECEIVED=0)
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    filters.register(app)
    labels.register(app)

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each page be tested on one database, half of them on each.

    What a page shows and refuses does not depend on the database; services, queries, commands,
    migrations and journeys run on both. `HARKAT_TEST_PAGES=both` runs every page on both, too.
    """
    if os.environ.get("HARKAT_TEST_PAGES") == "both":
        return
    chosen = [item for item in items if not _is_other_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if _is_other_database(item)])
    items[:] = chosen


def _is_other_database(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    kind = callspec.params.get("databases") if callspec else None
    if kind is None or Path(__file__).parent not in item.path.parents:
        return False
    test = item.nodeid.partition("[")[0]
    kinds = ("sqlite", "postgresql")
    return kind != kinds[zlib.crc32(test.encode()) % len(kinds)]
