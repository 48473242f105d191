"""When pages are there on a slow line: `PYTHONPATH=. python benchmarks/slow_line.py`.

A real Chromium of 360 px opens the main pages with an empty cache, on two lines. On 400 kbps with
400 ms: when something can be read (first contentful paint) and when everything can be used (load).
On 9 Mbps with 100 ms and a processor slowed four times: the largest paint (LCP), the longest answer
to a tap or key (INP) and how far things moved (CLS). Chromium adds the 400 or 100 ms to every
request; it has no handshakes to wait for, three more round trips on a first visit to a real server.
The best and the median of the rounds are printed: what else the machine does only ever adds.
"""

import logging
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_bytes
from statistics import median
from threading import Thread
from typing import Any, NamedTuple

import click
import flask_migrate
from end_of_day import MIGRATIONS, START, database
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from harkat.app import create_app
from harkat.domain.roles import Role
from harkat.services import reference_data
from tests.apps import forget_database
from tests.browsers import QUIET, find_chromium
from tests.everywhere import town
from tests.journeys.visitor import Visitor


class Line(NamedTuple):
    """A line and the phone at its end."""

    bytes_a_second: int
    latency_ms: int
    slower: int


SLOW = Line(bytes_a_second=400_000 // 8, latency_ms=400, slower=1)
USUAL = Line(bytes_a_second=9_000_000 // 8, latency_ms=100, slower=4)
LIMITS = {"readable": 3000.0, "usable": 5000.0, "LCP": 1500.0, "INP": 200.0, "CLS": 0.05}
PAGES = (
    ("nobody", "/"),
    ("nobody", "/hitung?jumlah=10000000&lama=12"),
    ("nobody", "/masuk"),
    ("drafting", "/saya"),
    ("drafting", "/saya/uang"),
    ("drafting", "/saya/berkas/foto/ktp"),
    ("borrowing", "/kelompok"),
    (str(Role.BANK_MAKER), "/petugas/antrean"),
    (str(Role.DINAS_OFFICER), "/dinas"),
)
PHONE = {
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
}
_WATCH = """(() => {
  window.seen = { lcp: 0, inp: 0, cls: 0 };
  const watch = (type, use, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(use))
      .observe({ type, buffered: true, ...options });
  watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch("event", (entry) => {
    if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration);
  }, { durationThreshold: 16 });
})()"""
_TIMES = """() => ({
  readable: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  usable: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Yield the address at which a browser finds the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def cookies_of(browser: Browser, address: str, people: town.Town, who: str) -> Any:
    """Return the state of a browser in which somebody has signed in."""
    context = browser.new_context(**PHONE)
    if who != "nobody":
        Visitor(page=context.new_page(), address=address).sign_in(people[who].phone)
    state = context.storage_state()
    context.close()
    return state


def on_line(context: BrowserContext, line: Line) -> Page:
    """Return a page at the end of a line, its cache empty."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    conditions = {"offline": False, "latency": line.latency_ms}
    rate = {"downloadThroughput": line.bytes_a_second, "uploadThroughput": line.bytes_a_second}
    tools.send("Network.emulateNetworkConditions", conditions | rate)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})
    page.add_init_script(_WATCH)
    return page


def use(page: Page) -> None:
    """Tap the menu, and type into the first box there is, as a person does."""
    menu = page.locator("header summary:visible")
    if menu.count():
        menu.first.tap()
        menu.first.tap()
    boxes = page.locator("main input.box:visible")
    if boxes.count():
        boxes.first.tap()
        boxes.first.press_sequentially("125", delay=60)
    page.wait_for_timeout(300)


def measured(browser: Browser, address: str, path: str, state: Any) -> dict[str, float]:
    """Open a page once on each line; return milliseconds, and how far things moved."""
    context = browser.new_context(storage_state=state, **PHONE)
    page = on_line(context, SLOW)
    page.goto(address + path, wait_until="load")
    page.wait_for_timeout(100)
    found: dict[str, float] = page.evaluate(_TIMES)
    context.close()
    context = browser.new_context(storage_state=state, **PHONE)
    page = on_line(context, USUAL)
    page.goto(address + path, wait_until="load")
    use(page)
    seen = page.evaluate("seen")
    context.close()
    return found | {"LCP": seen["lcp"], "INP": seen["inp"], "CLS": seen["cls"]}


def report(app: Flask, rounds: int) -> None:
    """Measure all pages in turn and print their table."""
    people = town.build()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    is_root = os.geteuid() == 0
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*QUIET, *(["--no-sandbox"] if is_root else [])]
        )
        states = {who: cookies_of(browser, address, people, who) for who, _path in PAGES}
        taken: dict[str, list[dict[str, float]]] = {path: [] for _who, path in PAGES}
        for _round in range(rounds):
            for who, path in PAGES:
                taken[path].append(measured(browser, address, path, states[who]))
        browser.close()
    click.echo(f"Best (median) of {rounds}; limits {LIMITS}\n")
    click.echo(f"| page | {' | '.join(LIMITS)} | |\n|---|{'---|' * len(LIMITS)}---|")
    for path, times in taken.items():
        bests = {name: min(time[name] for time in times) for name in LIMITS}
        cells = [
            f"{_short(best)} ({_short(median(time[name] for time in times))})"
            for name, best in bests.items()
        ]
        mark = "over" if any(bests[name] > limit for name, limit in LIMITS.items()) else ""
        click.echo(f"| {path} | {' | '.join(cells)} | {mark} |")


def _short(number: float) -> str:
    return f"{number:.2f}" if 0 < number < 1 else f"{number:.0f}"


@click.command()
@click.option("--rounds", default=5, show_default=True, help="How often each page is opened.")
def main(rounds: int) -> None:
    """Measure the main pages on both lines."""
    os.environ["HARKAT_ENV"] = "testing"
    for key in ("SECRET", "FIELD", "LOOKUP"):
        os.environ[f"HARKAT_{key}_KEY"] = urlsafe_b64encode(token_bytes(32)).decode()
    with database("sqlite") as url:
        app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": url})
        with app.app_context():
            flask_migrate.upgrade(directory=str(MIGRATIONS))
            reference_data.load(at=START)
            report(app, rounds)
            forget_database()


if __name__ == "__main__":
    main()
