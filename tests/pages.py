"""Speaks to pages as a browser does: takes what the form carries, and sends it back."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.given import PASSWORD, Somebody

_HIDDEN = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(type|name|value)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")


def hidden_fields(html: str) -> dict[str, str]:
    """Return a page's hidden inputs by name; of several with one name, the first."""
    found: dict[str, str] = {}
    for tag in _HIDDEN.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found.setdefault(attributes["name"], unescape(attributes.get("value", "")))
    return found


def submit(
    client: FlaskClient,
    page: str,
    fields: dict[str, object] | None = None,
    *,
    to: str | None = None,
) -> TestResponse:
    """Open a page and send its form, to the page itself or to another address."""
    opened = client.get(page)
    assert opened.status_code == 200, (page, opened.status_code)
    return client.post(to or page, data={**hidden_fields(opened.text), **(fields or {})})


def sign_in(client: FlaskClient, somebody: Somebody) -> FlaskClient:
    """Sign in through the page and return the client."""
    phone = "0" + somebody.phone.removeprefix("+62")
    answer = submit(client, "/masuk", {"phone": phone, "password": PASSWORD})
    assert answer.status_code in {302, 303}, answer.text
    return client


def beside(html: str, name: str) -> str:
    """Return the sentence that stands beside a field, or nothing."""
    found = re.search(rf'<div id="{name}-error">(.*?)</div>', html, re.DOTALL)
    if found is None:
        return ""
    words = unescape(_TAG.sub(" ", found[1])).replace("Perlu diperbaiki:", "")
    return " ".join(words.split())


def typed(html: str, name: str) -> str:
    """Return what stands in a box of the page."""
    lines = re.search(
        rf'<textarea[^>]*\bname="{name}"[^>]*>\r?\n?(.*?)</textarea>', html, re.DOTALL
    )
    if lines is not None:
        return unescape(lines[1])
    box = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    assert box is not None, f"no box {name}"
    value = re.search(r'\bvalue="([^"]*)"', box[0])
    return unescape(value[1]) if value else ""


def words_of(html: str) -> str:
    """Return what a page says, in one line and without its markup."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
