"""What goes over the line is small, and goes once."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

ONE_YEAR = 31536000


def stylesheet(client: FlaskClient) -> str:
    found = re.search(r'<link rel="stylesheet" href="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]


class TestPages:
    @pytest.mark.parametrize("encoding", ["br", "gzip"])
    def test_are_compressed(self, client: FlaskClient, encoding: str):
        plain = client.get("/")
        small = client.get("/", headers={"Accept-Encoding": encoding})

        assert small.headers["Content-Encoding"] == encoding
        assert len(small.data) < len(plain.data) / 2

    def test_are_not_kept_by_anybody(self, client: FlaskClient):
        assert client.get("/").headers["Cache-Control"] == "no-store"


class TestStaticFiles:
    def test_are_compressed_for_old_browsers_too(self, client: FlaskClient):
        plain = client.get(stylesheet(client)).data
        small = client.get(stylesheet(client), headers={"Accept-Encoding": "gzip"})

        assert gzip.decompress(small.data) == plain

    def test_are_kept_for_a_year_under_an_address_that_names_their_contents(
        self, client: FlaskClient
    ):
        kept = client.get(stylesheet(client)).cache_control

        assert re.search(r"\?v=[0-9a-f]{12}$", stylesheet(client))
        assert (kept.max_age, kept.public, kept.immutable) == (ONE_YEAR, True, True)

    def test_are_asked_for_again_without_a_version(self, client: FlaskClient):
        assert client.get("/static/css/harkat.css").cache_control.max_age != ONE_YEAR
