"""Every form of every role, sent empty, too long and hostile: no error, nothing obeyed."""

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from harkat.domain.roles import Role
from tests.everywhere import town
from tests.everywhere.forms_of_pages import PageForm, forms, links
from tests.everywhere.town import Town
from tests.pages import sign_in

pytestmark = [
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("noon"),
]

PEOPLE = ["nobody", *town.OWNERS, *(str(role) for role in Role if role is not Role.BUSINESS_OWNER)]
MARK = "<script>alert(1)</script>"
TEXTS = {
    "far too long": "Panjang " * 2_000,
    "markup": f'"><img src=x onerror=alert(1)>{MARK}',
    "blanks": " \u3164\u00a0\t ",
    "control characters": "Siti\x00\r\nBcc: x\u202e",
    "huge number": "9" * 400,
    "decimal": "0,5",
    "exponent": "1e9",
    "negative": "-1",
    "foreign digits": "٥٠٠٠٠٠٠",
    "injection": "5000000;DROP TABLE person; -- {{7*7}} %s",
    "impossible date": "2026-02-31",
}
ENDS = "/keluar"


def forms_in_reach(app: Flask, client: FlaskClient, first: str) -> Iterator[PageForm]:
    """Yield each kind of form once that somebody comes to by following links."""
    waiting, known = deque([first]), {first}
    pages: Counter[str] = Counter()
    found: set[str] = set()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(app, path, "GET")
        if endpoint is None or endpoint == "static" or pages[endpoint] >= 2:
            continue
        pages[endpoint] += 1
        answer = client.get(path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for form in forms(path, answer.text):
            kind = endpoint_of(app, form.action, "POST")
            if kind and f"{kind} {endpoint}" not in found and form.action != ENDS:
                found.add(f"{kind} {endpoint}")
                yield form
        for link in links(path, answer.text):
            if urlsplit(link).netloc in {"", "localhost"} and link not in known:
                known.add(link)
                waiting.append(link)


def endpoint_of(app: Flask, path: str, method: str) -> str | None:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0])
    except HTTPException:
        return None


def sendings(form: PageForm) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the ways of sending a form that ought to be refused, by name."""
    yield "empty", form.empty()
    for name, text in TEXTS.items():
        if form.free:
            yield name, form.with_everywhere(text)
    if form.choices:
        yield "choices that are not there", form.with_choices("tidak-ada")
        yield "very long choices", form.with_choices("9" * 5_000)


class TestEveryForm:
    @pytest.mark.parametrize("who", PEOPLE)
    def test_survives_whatever_is_sent(
        self, app: Flask, client: FlaskClient, people: Town, who: str
    ):
        first = "/"
        if who != "nobody":
            sign_in(client, people[who])
            first = client.get("/masuk").headers.get("Location", "/")
        faults, sent = [], 0
        for form in list(forms_in_reach(app, client, first)):
            for name, fields in sendings(form):
                answer = client.post(form.action, data=fields)
                sent += 1
                if answer.status_code >= 500:
                    faults.append(f"{form.action} {name}: {answer.status_code}")
                if answer.mimetype == "text/html" and MARK in answer.text:
                    faults.append(f"{form.action} {name}: shows markup as markup")
                if name == "far too long" and form.free and answer.status_code in {302, 303}:
                    shown = client.get(answer.headers["Location"])
                    if "Panjang Panjang" in shown.text:
                        faults.append(f"{form.action} {name}: was stored")
        assert faults == []
        assert sent > 0
