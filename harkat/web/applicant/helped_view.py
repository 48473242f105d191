"""What somebody who helps an owner is not shown: why the owner's part of a group is blocked."""

from dataclasses import replace

from harkat.queries.own_progress import Progress
from harkat.web.helping import running


def shown(progress: Progress) -> Progress:
    """Return the progress, without that reason while somebody helps: it is the owner's alone."""
    if running() is None:
        return progress
    choice = replace(progress.choice, reason=None) if progress.choice else None
    return replace(progress, choice=choice, left_out=None)
