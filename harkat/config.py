"""Settings of an installation, from the environment and `instance/config.py`; bad ones stop it."""

import base64
import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

KEY_BYTES = 32
_SHORTEST_SECRET = 32
_KEY_NAMES = ("SECRET_KEY", "FIELD_KEY", "LOOKUP_KEY")
_OTHER_NAMES = (
    "BASE_URL",
    "HELP_PHONE",
    "HELP_WHATSAPP",
    "HELP_HOURS",
    "MESSAGES",
    "MESSAGES_TO",
    "MESSAGES_FROM",
    "UPLOADS",
    "SCANNER",
)


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    PRODUCTION = "production"


class UnsafeConfiguration(ValueError):
    """The installation must not start like this; the message says which setting to mend."""


def load(instance_path: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the configuration of this installation.

    Keys come from the environment or `instance/config.py`; only outside production they are made
    up once and kept there.

    :raises UnsafeConfiguration: if production lacks a key, or anything else must be mended first
    """
    environment = _environment(environ)
    kept = _kept(instance_path)
    if environment is not Environment.PRODUCTION:
        kept = _with_new_keys(instance_path, kept)
    config: dict[str, Any] = {**kept}
    for name in (*_KEY_NAMES, *_OTHER_NAMES):
        if f"HARKAT_{name}" in environ:
            config[name] = environ[f"HARKAT_{name}"]
    config["ENVIRONMENT"] = environment
    config["DEMO"] = environ.get("HARKAT_DEMO", "") == "1"
    config["SQLALCHEMY_DATABASE_URI"] = environ.get(
        "HARKAT_DATABASE_URL", f"sqlite:///{instance_path / 'harkat.db'}"
    )
    config.setdefault("BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}")
    check(config)
    return config


def check(config: Mapping[str, Any]) -> None:
    """Let only a configuration pass that can be run safely.

    :raises UnsafeConfiguration: otherwise
    """
    for name in _KEY_NAMES:
        value = config.get(name)
        if not isinstance(value, str) or len(value) < _SHORTEST_SECRET or len(set(value)) < 10:
            raise UnsafeConfiguration(f"HARKAT_{name} is missing, too short or too simple")
    for name in ("FIELD_KEY", "LOOKUP_KEY"):
        key_bytes(name, config[name])
    if config["ENVIRONMENT"] is not Environment.PRODUCTION:
        return
    if config.get("DEMO"):
        raise UnsafeConfiguration("HARKAT_DEMO must not be set in production")
    if not str(config["BASE_URL"]).startswith("https://"):
        raise UnsafeConfiguration("HARKAT_BASE_URL must be the https address of the service")
    if config.get("DEBUG"):
        raise UnsafeConfiguration("debug mode must be off in production")


def key_bytes(name: str, text: str) -> bytes:
    """Return the 32 bytes a key's base64 text stands for.

    :raises UnsafeConfiguration: if it is no base64 of 32 bytes
    """
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise UnsafeConfiguration(f"HARKAT_{name} must be 32 bytes in base64")
    return key


def _environment(environ: Mapping[str, str]) -> Environment:
    text = environ.get("HARKAT_ENV", Environment.DEVELOPMENT)
    try:
        return Environment(text)
    except ValueError:
        words = ", ".join(Environment)
        raise UnsafeConfiguration(f"HARKAT_ENV is {text!r}, not one of {words}") from None


def _kept(instance_path: Path) -> dict[str, Any]:
    path = instance_path / "config.py"
    if not path.exists():
        return {}
    names: dict[str, Any] = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)  # noqa: S102
    return {name: value for name, value in names.items() if name.isupper()}


def _with_new_keys(instance_path: Path, kept: dict[str, Any]) -> dict[str, Any]:
    missing = [name for name in _KEY_NAMES if name not in kept]
    if not missing:
        return kept
    made = {
        name: base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode() for name in missing
    }
    instance_path.mkdir(parents=True, exist_ok=True)
    path = instance_path / "config.py"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.writelines(f'{name} = "{value}"\n' for name, value in made.items())
    return kept | made
