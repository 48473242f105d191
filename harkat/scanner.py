"""Asks the installation's malware scanner about a file, if it has one.

`HARKAT_SCANNER` is a command that reads the file from its standard input and answers by its exit
code as ClamAV's do: 0 clean, 1 found something, anything else is no answer.
"""

import shlex
import subprocess
from enum import Enum

from flask import current_app

_PATIENCE_SECONDS = 20


class Verdict(Enum):
    """What the scanner said; `NO_SCANNER` that there is none to ask."""

    CLEAN = "clean"
    FOUND = "found"
    NO_ANSWER = "no answer"
    NO_SCANNER = "no scanner"


def ask(content: bytes) -> Verdict:
    """Return what the scanner says of the bytes; one that fails or is too slow has not answered."""
    command = shlex.split(str(current_app.config.get("SCANNER") or ""))
    if not command:
        return Verdict.NO_SCANNER
    try:
        done = subprocess.run(  # noqa: S603  (the operator's own list of arguments, no shell)
            command,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        current_app.logger.error("the scanner gave no answer: %s", type(error).__name__)
        return Verdict.NO_ANSWER
    if done.returncode in (0, 1):
        return Verdict.FOUND if done.returncode else Verdict.CLEAN
    current_app.logger.error("the scanner ended with %d", done.returncode)
    return Verdict.NO_ANSWER
