"""Finds the forms of a page and fills them as a browser would, or as a hostile hand does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

_FREE = {"text", "tel", "search", "password", "email", "number", "textarea", "date", "month"}


@dataclass(kw_only=True)
class PageForm:
    """One form of a page that changes something: where it goes, its fields and their values."""

    action: str
    page: str
    values: dict[str, str] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    has_file: bool = False

    def empty(self) -> dict[str, str]:
        """Return what is sent when nothing was filled in."""
        return {
            name: value
            for name, value in self.values.items()
            if name not in self.free and name not in self.choices
        }

    def with_everywhere(self, text: str) -> dict[str, str]:
        """Return what is sent when the same text is typed into every free field."""
        return self.values | dict.fromkeys(self.free, text)

    def with_choices(self, text: str) -> dict[str, str]:
        """Return what is sent when choices were made that the page does not offer."""
        return self.values | dict.fromkeys(self.choices, text)


class _Finder(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._open: PageForm | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect forms, their controls, and links."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.page, given["href"]))
        elif tag == "form" and given.get("method", "get").lower() == "post":
            action = urljoin(self.page, given.get("action") or self.page)
            self._open = PageForm(action=action, page=self.page)
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, given)

    def _control(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        if tag == "select" and name:
            self._select = name
            form.choices.add(name)
        elif tag == "option" and self._select and given.get("value"):
            form.values.setdefault(self._select, given["value"])
        elif tag == "textarea" and name:
            form.free.add(name)
            form.values.setdefault(name, "")
        elif tag == "button" and name:
            form.values.setdefault(name, given.get("value", ""))
        elif tag == "input" and name:
            self._input(form, name, kind, given)

    @staticmethod
    def _input(form: PageForm, name: str, kind: str, given: dict[str, str]) -> None:
        if kind == "file":
            form.has_file = True
        elif kind in {"radio", "checkbox"}:
            form.choices.add(name)
            form.values.setdefault(name, given.get("value", "on"))
        else:
            form.values.setdefault(name, given.get("value", ""))
            if kind in _FREE:
                form.free.add(name)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None


def forms(page: str, html: str) -> Iterator[PageForm]:
    """Yield the forms of a page that change something."""
    finder = _Finder(page)
    finder.feed(html)
    yield from finder.forms


def links(page: str, html: str) -> list[str]:
    """Return where the page's links lead."""
    finder = _Finder(page)
    finder.feed(html)
    return finder.links
