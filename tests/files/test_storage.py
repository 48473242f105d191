"""Uploaded files lie sealed outside the web root, whole, under names the server makes."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from harkat import storage
from harkat.sealing import BrokenSeal, Keyring
from harkat.storage import FileGone, ImpossibleName

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
SECRET = b"foto KTP Siti"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of uploads for one test, with an application that knows it."""
    app = Flask("storage", instance_path=str(tmp_path))
    app.extensions["harkat_keyring"] = Keyring(field_key=b"f" * 32, lookup_key=b"l" * 32)
    with app.app_context():
        yield tmp_path / "uploads"


def file_of(folder: Path, name: str) -> Path:
    return folder / name[:2] / name[2:4] / name


class TestStorage:
    def test_reads_back_what_was_put_and_shows_nobody_else(self, folder: Path):
        name = storage.put(SECRET)

        path = file_of(folder, name)
        assert storage.read(name) == SECRET
        assert SECRET not in path.read_bytes()
        assert oct(path.stat().st_mode)[-3:] == "600"
        assert [found.name for found in folder.rglob("*") if found.is_file()] == [name]

    @pytest.mark.usefixtures("folder")
    def test_forgets_what_is_deleted(self):
        name = storage.put(SECRET)

        storage.delete(name)
        storage.delete(name)

        assert not storage.has(name)
        with pytest.raises(FileGone):
            storage.read(name)

    @pytest.mark.parametrize(
        "name",
        [
            "../../config.py",
            "..\\..\\x",
            "/etc/passwd",
            "a" * 300,
            "",
            "A" * 32,
            "x.exe",
            "\u202egpj",
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_refuses_names_it_did_not_make(self, name: str):
        for use in (storage.read, storage.delete, storage.has):
            with pytest.raises(ImpossibleName):
                use(name)

    def test_does_not_follow_a_link_out_of_its_folder(self, folder: Path, tmp_path: Path):
        name = "ab" * 16
        (tmp_path / "outside" / "ab").mkdir(parents=True)
        folder.mkdir()
        (folder / "ab").symlink_to(tmp_path / "outside")

        with pytest.raises(ImpossibleName):
            storage.read(name)

    def test_notices_a_file_that_was_changed_or_exchanged(self, folder: Path):
        own, other = storage.put(SECRET), storage.put(b"foto orang lain")
        file_of(folder, own).write_bytes(file_of(folder, other).read_bytes())

        with pytest.raises(BrokenSeal):
            storage.read(own)
        for spoiled in (b"", b"k1.", b"k2." + bytes(40), SECRET):
            file_of(folder, own).write_bytes(spoiled)
            with pytest.raises(BrokenSeal):
                storage.read(own)

    def test_leaves_nothing_of_a_file_that_could_not_be_written_whole(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            storage.put(SECRET)

        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_lists_old_files_and_clears_what_a_crash_left_half_written(self, folder: Path):
        old, new = storage.put(SECRET), storage.put(SECRET)
        half = file_of(folder, "cd" * 16).with_suffix(".part")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"half")
        for path in (file_of(folder, old), half):
            os.utime(path, ((NOW - timedelta(days=2)).timestamp(),) * 2)
        os.utime(file_of(folder, new), (NOW.timestamp(),) * 2)

        assert list(storage.names_older_than(NOW - timedelta(days=1))) == [old]
        assert not half.exists()
