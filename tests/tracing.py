"""Traces coverage only where a test may be the one that reaches a line.

Tracing nearly doubles the time of a test. What is tested on both databases is traced on SQLite, and
what a browser looks at has been reached by a test of its own before. Pages are tested on one
database each, so all of them are traced.
"""

from collections.abc import Generator

import pytest
from coverage import Coverage

_BY_BROWSER = ("tests/everywhere/", "tests/journeys/")
_ON_ONE_DATABASE = "tests/web/"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Pause a measurement of coverage, if there is one, while a test runs that adds nothing."""
    measurement = Coverage.current()
    if measurement is None or _is_traced(item):
        return (yield)
    measurement.stop()
    try:
        return (yield)
    finally:
        measurement.start()


def _is_traced(item: pytest.Item) -> bool:
    if item.nodeid.startswith(_BY_BROWSER):
        return False
    callspec = getattr(item, "callspec", None)
    is_repeated = callspec is not None and callspec.params.get("databases") == "postgresql"
    return item.nodeid.startswith(_ON_ONE_DATABASE) or not is_repeated
