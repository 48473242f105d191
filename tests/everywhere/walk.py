"""Walks through the pages somebody can reach, link by link, looking at one of each kind."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

_IN_HIDDEN = re.compile(r'(<input[^>]*type="hidden"[^>]*value=")[^"]*')
_ID = re.compile(r"[\w-]{22,}")
_DIGIT = re.compile(r"\d")
_LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.href)"


@dataclass(kw_only=True)
class Walk:
    """One walk through the application with one browser page; a page that fails fails the walk."""

    app: Flask
    page: Page
    address: str
    seen: Counter[str] = field(default_factory=Counter)
    judged: set[str] = field(default_factory=set)

    def pages(self, *starts: str) -> Iterator[str]:
        """Open each page that can be reached from the starts and yield its path once it is open."""
        waiting = deque(starts)
        known = set(starts)
        while waiting:
            path = waiting.popleft()
            endpoint = self._endpoint(path)
            if endpoint is None or self.seen[endpoint]:
                continue
            if not self._is_page(path):
                continue
            self.seen[endpoint] += 1
            answer = self.page.goto(self.address + path)
            assert answer is not None
            assert answer.status == 200, (path, answer.status)
            found = self.page.evaluate(_LINKS)
            yield path
            for link in found:
                parts = urlsplit(link)
                onward = parts.path + (f"?{parts.query}" if parts.query else "")
                if f"{parts.scheme}://{parts.netloc}" == self.address and onward not in known:
                    known.add(onward)
                    waiting.append(onward)

    def is_new(self, name: str) -> bool:
        """Tell whether no page like this one was judged; `name` is whose page it is.

        What differs from person to person and is as long, like numbers and keys, does not count.
        """
        html = self.page.content().replace(name, "")
        for pattern, instead in ((_IN_HIDDEN, r"\1"), (_ID, "id"), (_DIGIT, "0")):
            html = pattern.sub(instead, html)
        is_new = html not in self.judged
        self.judged.add(html)
        return is_new

    def _endpoint(self, path: str) -> str | None:
        """Return the kind of page an address belongs to; static files and dead links are none."""
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(urlsplit(path).path)
        except HTTPException:
            return None
        return None if endpoint == "static" else str(endpoint)

    def _is_page(self, path: str) -> bool:
        """Tell whether the address gives a page and not a paper or a file to keep."""
        answer = self.page.context.request.head(self.address + path)
        return "text/html" in answer.headers.get("content-type", "") and answer.ok
