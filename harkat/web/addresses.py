"""What an address may carry: ids as they are given out, and page numbers."""

import re

from flask import abort, request

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def refuse_impossible_ids(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Answer an id that was never given out as if there were no such page; bind to a blueprint.

    Text that no id can be, a NUL for one, does not reach the database.
    """
    public_id = (values or {}).get("public_id")
    if public_id is not None and not _PUBLIC_ID.fullmatch(str(public_id)):
        abort(404)


def asked_page() -> int:
    """Return the number of the page of a list that the address asks for, or the first."""
    return max(request.args.get("halaman", 1, type=int), 1)
