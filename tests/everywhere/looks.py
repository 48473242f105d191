"""What is asked of every page: rules of accessibility, width, weight and words."""

import json
import re
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 x 1024 at 400 % (WCAG 1.4.10)."""

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = f"axe.run({json.dumps({'runOnly': {'type': 'tag', 'values': _RULES}})})"
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WEIGHTS = """() => {
  const weights = { html: performance.getEntriesByType("navigation")[0].encodedBodySize,
    css: 0, script: 0, img: 0, requests: 1 };
  for (const { name, encodedBodySize } of performance.getEntriesByType("resource")) {
    const kind = /\\.css\\b/.test(name) ? "css" : /\\.js\\b/.test(name) ? "script" : "img";
    weights[kind] += encodedBodySize;
    weights.requests += 1;
  }
  return weights;
}"""
_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:id|com|example)\b")
_AUDIENCE = "document.body.className"


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The most a page may weigh on the line, in KB, and how often it may ask (ux.md section 12)."""

    html: int
    css: int
    script: int
    total: int
    requests: int


BUDGETS = {
    "applicant": Budget(html=14, css=12, script=10, total=60, requests=6),
    "public": Budget(html=25, css=12, script=10, total=60, requests=6),
    "staff": Budget(html=30, css=15, script=30, total=120, requests=12),
}
DASHBOARD = Budget(html=60, css=15, script=40, total=150, requests=10)


def broken_rules(page: Page) -> list[str]:
    """Return the accessibility rules the page breaks at its present size, with where."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {node['target']}"
        for violation in page.evaluate(_AXE)["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    width = page.evaluate(_OVERFLOW)
    assert isinstance(width, int)
    return width


def excess(page: Page, *, is_dashboard: bool) -> list[str]:
    """Return what of the page's budget is overdrawn on a first visit."""
    weights = page.evaluate(_WEIGHTS)
    budget = DASHBOARD if is_dashboard else BUDGETS[page.evaluate(_AUDIENCE)]
    weights["total"] = sum(weights[kind] for kind in ("html", "css", "script", "img"))
    limits = {kind: getattr(budget, kind) * 1024 for kind in ("html", "css", "script", "total")} | {
        "requests": budget.requests
    }
    return [
        f"{kind} {weights[kind]} of {limit}"
        for kind, limit in limits.items()
        if weights[kind] > limit
    ]


def words(page: Page) -> set[str]:
    """Return the words a page shows or lets be read out, in small letters."""
    text = page.evaluate(
        "document.title + ' ' + document.body.innerText + ' ' +"
        "[...document.querySelectorAll('[aria-label],[title],[alt],[placeholder]')].map((e) =>"
        " ['aria-label', 'title', 'alt', 'placeholder'].map((a) => e.getAttribute(a) || '')"
        ".join(' ')).join(' ')"
    )
    spoken = _ADDRESS.sub(" ", text.lower())
    return set(re.findall(r"[a-z]+", spoken))
