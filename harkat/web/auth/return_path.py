"""Where to go after signing in: a page of this site that was asked for, and no other place."""

from urllib.parse import urlsplit


def own_path(wanted: str | None) -> str | None:
    """Return the wanted path if it stays on this site; browsers read a backslash as a slash."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    if "\\" in wanted or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    return None if parts.scheme or parts.netloc else wanted.removesuffix("?")
