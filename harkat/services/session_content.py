"""What a browser's session holds when several of its requests ran at the same time."""

from collections.abc import Mapping, Sequence
from typing import Any


def joined(
    *, before: Mapping[str, Any], after: Mapping[str, Any], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is stored by now, with what one request changed between `before` and `after`.

    What the request left alone stays as another one stored it meanwhile. Of lists (notices to be
    shown, complaints opened) each request adds and takes its own.
    """
    content = dict(stored)
    for name in before.keys() | after.keys():
        if name in before and name in after and before[name] == after[name]:
            continue
        own = after.get(name)
        now = stored.get(name, [] if isinstance(own, list) else None)
        if isinstance(now, list) and now != before.get(name):
            own = _joined_list(before.get(name) or [], own or [], now)
        if name in after or own:
            content[name] = own
        elif isinstance(now, list) or now == before[name]:  # what another one set anew stays
            content.pop(name, None)
    return content


def _joined_list(before: Sequence[Any], after: Sequence[Any], stored: Sequence[Any]) -> list[Any]:
    return [*_without(stored, _without(before, after)), *_without(after, before)]


def _without(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return the items without the others, each as often as it stands there more often."""
    taken, left = list(others), []
    for item in items:
        if item in taken:
            taken.remove(item)
        else:
            left.append(item)
    return left
