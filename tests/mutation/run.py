"""Breaks a copy of the program on purpose, one mutation at a time, and sees whether tests notice.

`python tests/mutation/run.py` runs all, `python tests/mutation/run.py NAME ...` some. It ends with
1 if a mutation survives, if its text is not found, or if a test fails without any mutation.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib.util import cache_from_source
from pathlib import Path

TREE = Path(__file__).parents[2]
sys.path.insert(0, str(TREE))

from tests.mutation.mutations import MUTATIONS, Mutation  # noqa: E402 - found by the line above

_COPIED = ("harkat", "tests", "migrations", "docs", "setup.cfg", "README.md", "CHANGELOG.md")
_FAILED, _NOTHING_PICKED = 1, 5


def main(names: Sequence[str]) -> int:
    """Run the mutations of these names, or all; return the exit code."""
    unknown = set(names) - {mutation.name for mutation in MUTATIONS}
    if unknown:
        _say(f"unknown: {', '.join(sorted(unknown))}")
        return 1
    chosen = [mutation for mutation in MUTATIONS if not names or mutation.name in names]
    with tempfile.TemporaryDirectory(prefix="harkat-mutation-") as folder:
        tree = _copied(Path(folder))
        unsound = [
            selection for selection in _selections(chosen) if _outcome(tree, *selection) != 0
        ]
        for tests, only in unsound:
            _say(f"fails without any mutation, or picks nothing: {tests} -k '{only}'")
        if unsound:
            return 1
        verdicts = [_verdict(tree, mutation) for mutation in chosen]
    killed = verdicts.count("killed")
    _say(f"{killed} of {len(chosen)} mutations were noticed")
    return 0 if killed == len(chosen) else 1


def _copied(folder: Path) -> Path:
    """Copy what tests need; compiled files stay behind, they belong to the sources they were of."""
    for name in _COPIED:
        source = TREE / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy2(source, folder / name)
    return folder


def _selections(mutations: Iterable[Mutation]) -> list[tuple[str, str]]:
    """Return what all the mutations pick, each file or class of tests once."""
    picked: dict[str, dict[str, None]] = {}
    for mutation in mutations:
        picked.setdefault(mutation.tests, {})[mutation.only] = None
    return [
        (tests, "" if "" in only else " or ".join(f"({part})" for part in only))
        for tests, only in picked.items()
    ]


def _verdict(tree: Path, mutation: Mutation) -> str:
    """Break the copy, run the tests, mend it; print and return what became of the mutation."""
    file = tree / mutation.file
    sound = file.read_text(encoding="utf-8")
    began = time.monotonic()
    if sound.count(mutation.old) != 1:
        verdict = "not found"
    else:
        _write(file, sound.replace(mutation.old, mutation.new))
        outcome = _outcome(tree, mutation.tests, mutation.only)
        _write(file, sound)
        words = {0: "SURVIVED", _FAILED: "killed", _NOTHING_PICKED: "no test picked"}
        verdict = words.get(outcome, f"broken run ({outcome})")
    _say(f"{mutation.name:<50}{verdict:<18}{time.monotonic() - began:5.0f} s")
    return verdict


def _write(file: Path, source: str) -> None:
    file.write_text(source, encoding="utf-8")
    # A change within a second that keeps the size would not be seen by the compiled file.
    Path(cache_from_source(str(file))).unlink(missing_ok=True)


def _outcome(tree: Path, tests: str, only: str) -> int:
    """Return pytest's exit code for a selection of tests in the copy."""
    command = [
        *(sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"),
        *("-p", "tests.mutation.no_shrink", "--hypothesis-profile=no_shrink"),
        *(tests, "-k", only),
    ]
    done = subprocess.run(
        command,
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
