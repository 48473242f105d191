"""Keeps uploaded files outside the web root: under names the server makes, sealed, and whole.

The file is written before the row that names it, so a crash between the two leaves at most a file
that no row names; `services.upload_sweep` finds and removes those.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from harkat.sealing import keyring

_NAME = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = ".part"


class FileGone(LookupError):
    """There is no file of this name."""


class ImpossibleName(ValueError):
    """The name was not made here, so it can name no file."""


def put(content: bytes) -> str:
    """Keep the bytes and return the name under which they are found again.

    They are on the disk, whole, before the name is given out.
    """
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = keyring().seal_bytes(field=_field(name), content=content)
    unfinished = path.with_suffix(_UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            f.write(sealed)
            f.flush()
            os.fsync(f.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return name


def read(name: str) -> bytes:
    """Return the bytes kept under a name.

    :raises ImpossibleName: if no file can have this name
    :raises FileGone: if there is no such file
    :raises BrokenSeal: if the file was changed or exchanged
    """
    try:
        sealed = _path(name).read_bytes()
    except FileNotFoundError:
        raise FileGone(name) from None
    return keyring().open_bytes(field=_field(name), sealed=sealed)


def delete(name: str) -> None:
    """Remove the file of a name; nothing happens if it is gone already.

    :raises ImpossibleName: if no file can have this name
    """
    _path(name).unlink(missing_ok=True)


def has(name: str) -> bool:
    """Tell whether there is a file of this name."""
    return _path(name).is_file()


def names_older_than(moment: datetime) -> Iterator[str]:
    """Yield the names of the files written before a moment, in no order.

    What a crash left half written has no name to give; it is removed on the way.
    """
    for path in _root().glob("??/??/*"):
        with suppress(FileNotFoundError):
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if written_at >= moment:
                continue
            if path.suffix == _UNFINISHED:
                path.unlink()
            elif _NAME.fullmatch(path.name):
                yield path.name


def _root() -> Path:
    folder = current_app.config.get("UPLOADS") or Path(current_app.instance_path) / "uploads"
    return Path(folder).resolve()


def _path(name: str) -> Path:
    """Return where a file lies: two folders deep, so that no folder grows without bound."""
    if not _NAME.fullmatch(name):
        raise ImpossibleName(name)
    root = _root()
    path = (root / name[:2] / name[2:4] / name).resolve()
    if not path.is_relative_to(root):  # a link planted among the folders would lead out
        raise ImpossibleName(name)
    return path


def _field(name: str) -> str:
    return f"upload:{name}"


def _sync_folder(folder: Path) -> None:
    """Make the file's new name last through a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
