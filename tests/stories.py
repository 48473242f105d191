"""Tells the beginning of a story once, so that every test of a module goes on from a copy of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tests import beginnings
from tests.apps import build_app, forget_database
from tests.databases import Databases

Who = TypeVar("Who")


@contextmanager
def told(
    databases: Databases, template_url: str, tell: Callable[[], Who]
) -> Iterator[tuple[str, Who]]:
    """Give a database in which the story has happened, and what its teller returned.

    What is returned is used with every copy, so it must be plain: ids and names, nothing stored.
    """
    url = databases.create(template=template_url)
    with build_app(url).app_context():
        who = tell()
        forget_database()
    yield url, who
    beginnings.forget(url)
    databases.drop(url)
