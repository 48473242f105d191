"""How people and groups find each other: ways to ask, and how long a mark stands."""

from datetime import timedelta
from enum import StrEnum

MARK_LIFE = timedelta(days=60)
REQUEST_LIFE = timedelta(days=14)
MOST_REQUESTS = 5
REQUEST_PERIOD = timedelta(days=1)
"""Nobody asks more than MOST_REQUESTS groups in this time, so that no leader is flooded."""


class RequestWay(StrEnum):
    """How somebody came to ask a group."""

    CODE = "code"
    LIST = "list"


def first_name(full_name: str) -> str:
    """Return what strangers may be told of a name."""
    return full_name.split(maxsplit=1)[0]
