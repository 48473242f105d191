"""Lets tests that begin alike begin from a copy of the same database.

Most tests begin with the same people, banks and loans. Making them by the use cases, as they must
be made, takes longer than what the test is about. So a given that is marked `remembered` is done
once a worker: when the same givens come in the same order upon the same untouched database again,
their result is handed out, and the test goes on with a copy of the database as they left it.

A test notices nothing of this: whatever else it writes or configures ends the beginning, and all
givens that follow are done as ever. (Only what it patches is not noticed: a use case that is to
fail is called by itself.) The copy is made when the first connection is opened, so that a row of
givens costs one copy.
"""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from threading import RLock, current_thread, main_thread
from typing import Any, ParamSpec, Protocol, TypeVar

from flask import Flask, current_app
from sqlalchemy import event

P = ParamSpec("P")
R = TypeVar("R")

MOST_COPIES = 60
"""So many databases a worker keeps of one template; the one unused for longest goes first."""
SET_UP = "harkat_test_config"
"""Under this name an application remembers how it was set up for all tests."""
_URL = "SQLALCHEMY_DATABASE_URI"
_WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")
_lock = RLock()


class Databases(Protocol):
    """Makes, replaces and drops databases, which are known by their URL."""

    def create(self, *, template: str | None = None) -> str:
        """Return the URL of a new database: empty, or a copy of another one."""

    def replace(self, url: str, *, template: str) -> None:
        """Put a copy of another database in the place of one that nobody uses."""

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""


@dataclass
class _Given:
    """What a row of givens returned at its end, and the database as it left it, if kept."""

    result: Any
    url: str | None = None


@dataclass
class Template:
    """A database from which tests begin, and all that was remembered upon it."""

    databases: Databases
    url: str
    known: dict[tuple[str, ...], _Given] = field(default_factory=dict)

    def keep(self, steps: tuple[str, ...], url: str) -> None:
        """Keep a copy of a database in which these givens were done, and nothing else."""
        kept = [known for known in self.known.values() if known.url is not None]
        if len(kept) >= MOST_COPIES:
            assert kept[0].url is not None
            self.databases.drop(kept[0].url)
            kept[0].url = None
        self.known[steps].url = self.databases.create(template=url)

    def forget(self) -> None:
        """Drop all copies."""
        for known in self.known.values():
            if known.url is not None:
                self.databases.drop(known.url)
        self.known.clear()


@dataclass
class Beginning:
    """How far a test's database is still what givens alone have made of the template."""

    template: Template
    url: str
    steps: tuple[str, ...] = ()
    due: str | None = None
    is_over: bool = False
    is_giving: bool = False

    def settle(self) -> None:
        """Put the copy that is due in its place, now that somebody wants to see it."""
        with _lock:
            due, self.due = self.due, None
            if due is not None:
                self.template.databases.replace(self.url, template=due)

    def written(self) -> None:
        """Somebody writes: unless it is a given, the beginning is over."""
        self.is_over = self.is_over or not self.is_giving

    def give(self, step: str, make: Callable[[], R]) -> R:
        """Return what the given returns: from memory, or by doing it."""
        steps = (*self.steps, step)
        known = self.template.known.get(steps)
        if known is not None and known.url is not None:
            _let_go()
            self.template.known[steps] = self.template.known.pop(steps)  # used last
            self.due, self.steps = known.url, steps
            return deepcopy(known.result)
        self.is_giving, self.is_over = True, True
        result = make()
        self.is_giving, self.is_over, self.steps = False, False, steps
        if known is None:
            self.template.known[steps] = _Given(deepcopy(result))
        else:
            _let_go()
            known.result = deepcopy(result)
            self.template.keep(steps, self.url)
        return result


_templates: dict[str, Template] = {}
_beginnings: dict[str, Beginning] = {}


def begin(databases: Databases, *, template: str, url: str) -> None:
    """Let a test begin upon a fresh copy of the template."""
    known = _templates.setdefault(template, Template(databases, template))
    _beginnings[url] = Beginning(known, url)


def end(url: str) -> None:
    """Forget a test's beginning."""
    _beginnings.pop(url, None)


def forget(template: str) -> None:
    """Drop all that was remembered upon a template, before it goes itself."""
    if template in _templates:
        _templates.pop(template).forget()


def settle(url: str) -> None:
    """Let the database of this URL be what the test believes it is."""
    with suppress(KeyError):
        _beginnings[url].settle()


def watch(app: Flask) -> None:
    """Notice what is written through an application's engine."""
    from harkat.extensions import db

    def notice(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(_WRITING):
            beginning = _beginnings.get(app.config[_URL])
            if beginning is not None:
                beginning.written()

    event.listen(db.engine, "before_cursor_execute", notice)


def remembered(make: Callable[P, R]) -> Callable[P, R]:
    """Do a given once for all tests that come to it by the same way.

    What it returns must be plain: ids and names, nothing stored.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        beginning = _beginnings.get(current_app.config[_URL])
        if current_thread() is not main_thread():  # what races is done, not remembered
            return make(*args, **kwargs)
        if beginning is None or beginning.is_over or _has_unsaved() or _is_changed():
            return make(*args, **kwargs)
        return beginning.give(
            f"{make.__qualname__}{args!r}{kwargs!r}", lambda: make(*args, **kwargs)
        )

    return made


def _has_unsaved() -> bool:
    from harkat.extensions import db

    session = db.session
    return bool(session.new or session.dirty or session.deleted)


def _is_changed() -> bool:
    """Return whether the test has configured its application for itself."""
    set_up = current_app.extensions[SET_UP]
    return {**current_app.config, _URL: None} != {**set_up, _URL: None}


def _let_go() -> None:
    """Close all connections; what the test holds is read again when it is looked at."""
    from harkat.extensions import db

    db.session.rollback()
    for engine in db.engines.values():
        engine.dispose()
