"""The installation's own scanner is asked about each file; silence is never taken for a yes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from harkat import scanner
from harkat.scanner import Verdict

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def app() -> Iterator[Flask]:
    """An application without any scanner."""
    app = Flask("scanner")
    with app.app_context():
        yield app


class TestScanner:
    @pytest.mark.usefixtures("app")
    def test_is_not_asked_where_there_is_none(self):
        assert scanner.ask(EICAR) is Verdict.NO_SCANNER

    def test_tells_the_test_virus_from_a_photo(self, app: Flask, tmp_path: Path):
        app.config["SCANNER"] = finding(tmp_path, b"EICAR-STANDARD")

        assert scanner.ask(b"photo" + EICAR) is Verdict.FOUND
        assert scanner.ask(b"photo") is Verdict.CLEAN

    @pytest.mark.parametrize("command", ["/no/such/scanner", "sh -c 'exit 2'"])
    def test_that_fails_has_not_answered(self, app: Flask, command: str):
        app.config["SCANNER"] = command

        assert scanner.ask(b"photo") is Verdict.NO_ANSWER

    def test_that_is_too_slow_has_not_answered(self, app: Flask, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(scanner, "_PATIENCE_SECONDS", 0.05)
        app.config["SCANNER"] = f"{sys.executable} -c 'import time; time.sleep(9)'"

        assert scanner.ask(b"photo") is Verdict.NO_ANSWER

    def test_gets_arguments_and_no_shell(self, app: Flask, tmp_path: Path):
        app.config["SCANNER"] = f"echo hello; touch {tmp_path / 'made'}"

        scanner.ask(b"photo")

        assert not (tmp_path / "made").exists()


def finding(folder: Path, marker: bytes) -> str:
    """Return the command of a scanner that finds one marker."""
    script = folder / "scanner.py"
    script.write_text(f"import sys\nsys.exit({marker!r} in sys.stdin.buffer.read())\n")
    return f"{sys.executable} {script}"
