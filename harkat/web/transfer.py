"""What goes over the line is compressed, and what does not change is not sent twice (ADR 0024)."""

import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_compress import Compress

_ONE_YEAR = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Compress pages and static files; static addresses carry a version and are kept for a year."""
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    Compress(app)

    @app.url_defaults
    def name_the_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            path = Path(app.static_folder or "") / values["filename"]
            values["v"] = _version(path, path.stat().st_mtime_ns)

    # Registered later, it runs before the compression.
    @app.after_request
    def let_it_be_kept(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
            _read_whole(response)
        if request.endpoint == "static" and request.args.get("v"):
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = _ONE_YEAR
            response.cache_control.immutable = True
        return response


def _read_whole(response: Response) -> None:
    """Read a file's answer into memory: what is streamed is not compressed as gzip."""
    response.direct_passthrough = False
    file = response.response
    response.set_data(b"".join(response.iter_encoded()))
    close = getattr(file, "close", None)
    if close is not None:
        close()


@lru_cache(maxsize=256)
def _version(path: Path, _changed_at_ns: int) -> str:
    """Return a name for a file's contents; another file gets another address."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
