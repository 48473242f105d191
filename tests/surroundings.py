"""Gives a run of the tests its own folder and settings, and takes both away at the end."""

import os
import shutil
import signal
import tempfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import PostgresServer

FOLDER = pytest.StashKey[Path]()
OF_THE_TESTS = {"HARKAT_CHROMIUM", "HARKAT_TEST_POSTGRES_URL"}

# With pytest-xdist the controller makes the folder and removes it, on Ctrl-C too; its workers share
# the folder, and the PostgreSQL server that the first of them starts there.


def pytest_configure(config: pytest.Config) -> None:
    """Agree on the folder, and hide the settings of whoever runs the tests."""
    if _is_worker(config):
        folder = Path(config.workerinput["folder"])
    else:
        folder = Path(tempfile.mkdtemp(prefix="harkat-test-", dir=_memory()))
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.stash[FOLDER] = folder
    for name in [name for name in os.environ if name.startswith("HARKAT_")]:
        if name not in OF_THE_TESTS:
            del os.environ[name]
    bytecode = folder / "bytecode"
    bytecode.mkdir(exist_ok=True)
    os.environ |= {
        "HARKAT_ENV": "testing",
        "HARKAT_INSTANCE": str(folder / "instance"),
        "HARKAT_TEST_BYTECODE": str(bytecode),
        "HARKAT_SECRET_KEY": _key("secret"),
        "HARKAT_FIELD_KEY": _key("field"),
        "HARKAT_LOOKUP_KEY": _key("lookup"),
    }


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist about the folder."""
    node.workerinput["folder"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the folder when the run is over."""
    if _is_worker(config):
        return
    folder = config.stash[FOLDER]
    try:
        PostgresServer(folder).stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _memory() -> str | None:
    """Return a folder in memory with room for the databases of a run, if there is one.

    There they are made twenty times faster than on a disk.
    """
    folder, enough_bytes = "/dev/shm", 1_000_000_000  # noqa: S108
    if not os.access(folder, os.W_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None
    return folder if shutil.disk_usage(folder).free > enough_bytes else None


def _key(name: str) -> str:
    """Return a key that is the same in every run, so that a failure can be repeated."""
    return urlsafe_b64encode(sha256(name.encode()).digest()).decode()
