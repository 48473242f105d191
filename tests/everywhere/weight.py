"""What a page costs on the line, and what that means on a slow one (ux.md section 12).

Nothing here is a time that was measured: what a machine is busy with must not decide. From the
bytes and the requests the time on a given line follows by arithmetic.
"""

from dataclasses import dataclass

from playwright.sync_api import Page

_LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const kind = (name) => /\\.css\\b/.test(name) ? "css" : /\\.js\\b/.test(name) ? "script" : "img";
  return [page, ...performance.getEntriesByType("resource")].map((entry) => ({
    kind: entry === page ? "html" : kind(entry.name),
    size: entry.encodedBodySize,
    fetched: entry.transferSize,
    blocks: entry === page || entry.renderBlockingStatus === "blocking",
  }));
}"""
_MOVED = """() => new Promise((answer) => {
  const moves = [];
  const add = (list) => moves.push(...list.filter((move) => !move.hadRecentInput));
  const watch = new PerformanceObserver((list) => add(list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => {
    add(watch.takeRecords());
    answer(moves.reduce((sum, { value }) => sum + value, 0));
  }));
})"""
_AUDIENCE = "document.body.className"

ROUND_TRIP, BYTES_A_SECOND = 0.4, 400_000 / 8
"""The slow line: seconds there and back, and what goes through."""
ROUND_TRIPS = 5
"""Name, connection, key exchange, the page, and what the page asks for."""
HEADERS = 600
"""Bytes of the headers of an answer."""
READABLE, USABLE = 3, 5
"""Seconds on the slow line."""
MOST_MOVED = 0.05
"""The largest layout shift."""
SECOND_VISIT = 20
"""KB."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The most a page may weigh on the line, in KB, and how often it may ask."""

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


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """One thing that was loaded: bytes of its compressed body, and those fetched just now."""

    kind: str
    size: int
    fetched: int
    blocks: bool


def loaded(page: Page) -> list[Loaded]:
    """Return the page and all it asked for."""
    return [Loaded(**entry) for entry in page.evaluate(_LOADED)]


def excess(page: Page, *, is_dashboard: bool) -> list[str]:
    """Return what of the page's budget is overdrawn on a first visit."""
    entries = loaded(page)
    budget = DASHBOARD if is_dashboard else BUDGETS[page.evaluate(_AUDIENCE)]
    weights = {
        kind: sum(entry.size for entry in entries if entry.kind == kind)
        for kind in ("html", "css", "script", "img")
    }
    weights |= {"total": sum(weights.values()), "requests": len(entries)}
    limits = {kind: getattr(budget, kind) * 1024 for kind in ("html", "css", "script", "total")} | {
        "requests": budget.requests
    }
    return [
        f"{kind} {weights[kind]} of {limit}"
        for kind, limit in limits.items()
        if weights[kind] > limit
    ]


def slowness(page: Page) -> list[str]:
    """Return why the page would be read or used too late on the slow line, or moves while read."""
    entries = loaded(page)
    blocking = [entry for entry in entries if entry.blocks]
    used = [entry for entry in entries if entry.blocks or entry.kind == "script"]
    moved = page.evaluate(_MOVED)
    found = {
        f"{len(blocking) - 1} files block the first picture": len(blocking) > 2,
        f"readable after {_seconds(blocking):.1f} s": _seconds(blocking) > READABLE,
        f"usable after {_seconds(used):.1f} s": _seconds(used) > USABLE,
        f"moves by {moved:.3f}": moved > MOST_MOVED,
    }
    return [fault for fault, is_so in found.items() if is_so]


def _seconds(entries: list[Loaded]) -> float:
    """Return how long the slow line needs for this on a first visit."""
    content = sum(entry.size + HEADERS for entry in entries)
    return ROUND_TRIPS * ROUND_TRIP + content / BYTES_A_SECOND
