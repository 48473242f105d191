"""Tells a monitor whether the service can work."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from harkat.queries.health import DatabaseSilent, database_health
from harkat.web.access import public as everybody
from harkat.web.public import public


@public.get("/healthz")
@everybody
def healthz() -> ResponseReturnValue:
    """Answer 200 when the database answers and has the tables this version needs, else 503."""
    try:
        health = database_health()
    except DatabaseSilent:
        return jsonify(status="unavailable", database="silent"), 503
    if not health.is_migrated:
        return jsonify(status="unavailable", database=health.database, migrations="behind"), 503
    return jsonify(status="ok", database=health.database, migrations="head")
