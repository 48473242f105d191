"""An installation that is not safe does not start; one that is tried out makes its own keys."""

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from harkat import config
from harkat.config import Environment, UnsafeConfiguration


def key(letters: str = "abcdefghijklmnopqrstuvwxyz012345") -> str:
    return urlsafe_b64encode(letters.encode()).decode()


def production(**changes: str) -> dict[str, str]:
    return {
        "HARKAT_ENV": "production",
        "HARKAT_SECRET_KEY": key(),
        "HARKAT_FIELD_KEY": key("zyxwvutsrqponmlkjihgfedcba543210"),
        "HARKAT_LOOKUP_KEY": key("0123456789abcdefghijklmnopqrstuv"),
        "HARKAT_BASE_URL": "https://harkat.example",
        **changes,
    }


class TestProduction:
    def test_starts_with_its_keys_and_address(self, tmp_path: Path):
        found = config.load(tmp_path, production())
        assert (found["ENVIRONMENT"], found["DEMO"]) == (Environment.PRODUCTION, False)

    @pytest.mark.parametrize("name", ["HARKAT_SECRET_KEY", "HARKAT_FIELD_KEY", "HARKAT_LOOKUP_KEY"])
    @pytest.mark.parametrize("value", ["", "short", "a" * 44])
    def test_refuses_a_missing_short_or_simple_key(self, tmp_path: Path, name: str, value: str):
        with pytest.raises(UnsafeConfiguration, match=name):
            config.load(tmp_path, production(**{name: value}))

    @pytest.mark.parametrize("name", ["HARKAT_FIELD_KEY", "HARKAT_LOOKUP_KEY"])
    @pytest.mark.parametrize(
        "value", ["not base64, but long enough it is!!", key("24 bytes, not thirty-two")]
    )
    def test_refuses_a_key_that_is_not_32_bytes(self, tmp_path: Path, name: str, value: str):
        with pytest.raises(UnsafeConfiguration, match=f"{name} must be 32 bytes"):
            config.load(tmp_path, production(**{name: value}))

    def test_makes_up_no_keys_of_its_own(self, tmp_path: Path):
        given = production()
        del given["HARKAT_FIELD_KEY"]
        with pytest.raises(UnsafeConfiguration):
            config.load(tmp_path, given)
        assert list(tmp_path.iterdir()) == []

    def test_refuses_the_demo(self, tmp_path: Path):
        with pytest.raises(UnsafeConfiguration, match="HARKAT_DEMO"):
            config.load(tmp_path, production(HARKAT_DEMO="1"))

    def test_refuses_an_address_without_https(self, tmp_path: Path):
        with pytest.raises(UnsafeConfiguration, match="HARKAT_BASE_URL"):
            config.load(tmp_path, production(HARKAT_BASE_URL="http://harkat.example"))

    def test_refuses_debug_mode(self, tmp_path: Path):
        found = config.load(tmp_path, production())
        with pytest.raises(UnsafeConfiguration, match="debug"):
            config.check(found | {"DEBUG": True})

    def test_reads_keys_kept_in_its_instance_folder(self, tmp_path: Path):
        given = production()
        kept = given.pop("HARKAT_FIELD_KEY")
        (tmp_path / "config.py").write_text(f'FIELD_KEY = "{kept}"\n')
        assert config.load(tmp_path, given)["FIELD_KEY"] == kept


class TestTryingOut:
    def test_makes_keys_once_and_keeps_them(self, tmp_path: Path):
        first = config.load(tmp_path / "instance", {})
        second = config.load(tmp_path / "instance", {})
        assert first["FIELD_KEY"] == second["FIELD_KEY"]
        assert (tmp_path / "instance" / "config.py").stat().st_mode & 0o077 == 0

    def test_uses_sqlite_beside_the_keys(self, tmp_path: Path):
        found = config.load(tmp_path, {"PORT": "8123"})
        assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'harkat.db'}"
        assert found["BASE_URL"] == "http://127.0.0.1:8123"

    def test_knows_three_environments(self, tmp_path: Path):
        with pytest.raises(UnsafeConfiguration, match="HARKAT_ENV"):
            config.load(tmp_path, {"HARKAT_ENV": "staging"})
