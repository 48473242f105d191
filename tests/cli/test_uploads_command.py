"""Uploaded files at the command line: what is listed, what goes, and what is missed."""

import os
from pathlib import Path

import pytest
from flask import Flask

from harkat import storage
from harkat.extensions import db
from harkat.models.documents import PersonDocument
from tests import given

LONG_AGO = 1_700_000_000
SWEPT = "Foto tanpa jawaban disingkirkan: 0.\n"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A folder of uploads that no other test writes to."""
    app.config["UPLOADS"] = str(tmp_path)
    return tmp_path


def self_check(app: Flask) -> tuple[int, list[str]]:
    """Run the self-check; return its code and what it says about uploaded files."""
    from harkat.cli import main

    result = app.test_cli_runner().invoke(main, ["self-check"])
    db.session.rollback()
    lines = result.output.splitlines()
    return result.exit_code, lines[next(at for at, line in enumerate(lines) if "  U1  " in line) :]


def run(app: Flask, *options: str) -> tuple[int, str]:
    """Run the command; return its code and output."""
    from harkat.cli import main

    result = app.test_cli_runner().invoke(main, ["uploads", *options])
    db.session.rollback()
    return result.exit_code, result.output


class TestUploads:
    def test_lists_what_nobody_keeps_removes_it_when_told_and_misses_what_is_gone(
        self, app: Flask, folder: Path
    ):
        given.owner()
        orphan = storage.put(b"of an upload that broke off")
        for path in folder.rglob("*"):
            if path.is_file():
                os.utime(path, (LONG_AGO, LONG_AGO))

        assert run(app) == (0, f"tidak dipakai  {orphan}\n")
        assert run(app, "--sweep", "--scan") == (
            0,
            f"Dipindai: 0 bersih, 0 berbahaya dan disingkirkan.\n{SWEPT}File dihapus: 1.\n",
        )
        assert not storage.has(orphan)

        lost = db.session.scalars(db.select(PersonDocument).limit(1)).one()
        public_id = lost.public_id
        storage.delete(lost.file_name)
        gone = f"{SWEPT}File dihapus: 0.\nhilang         {public_id}\n"
        assert run(app, "--sweep") == (1, gone)


class TestSelfCheck:
    def test_warns_of_files_without_a_row_and_rows_without_a_file(self, app: Flask, folder: Path):
        given.owner()
        assert [line[:5] for line in self_check(app)[1]] == ["benar", "benar"]

        storage.put(b"of an upload that broke off")
        for path in folder.rglob("*"):
            if path.is_file():
                os.utime(path, (LONG_AGO, LONG_AGO))
        lost = db.session.scalars(db.select(PersonDocument).limit(1)).one()
        public_id = lost.public_id
        storage.delete(lost.file_name)

        code, said = self_check(app)
        assert code == 0
        assert said[0].startswith("awas   U1")
        assert said[1].strip() == f"hilang {public_id}"
        assert said[2].startswith("awas   U2")
        assert said[3].strip().startswith("1 file;")
