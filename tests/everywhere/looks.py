"""What is asked of every page: rules of accessibility, width, targets, wide text and words."""

import json
import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 x 1024 at 400 % (WCAG 1.4.10)."""
DOUBLED = {"width": 640, "height": 512}
"""The same screen at 200 % (WCAG 1.4.4)."""

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ASKED = {
    "runOnly": {"type": "tag", "values": _RULES},
    # Half of the time went into what was not broken, and into styles that no rule asks for.
    "resultTypes": ["violations"],
    "preload": False,
}
_AXE = f"axe.run({json.dumps(_ASKED)}).then((found) => found.violations)"
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => {
  const least = document.body.className === "staff" ? 32 : 48;
  const shown = (target) => {
    const row = target.closest("label, .tasks li");
    const isWhole = getComputedStyle(target, "::after").content !== "none";
    return row && (row.matches("label") || isWhole) ? row : target;
  };
  const isInSentence = (target) => getComputedStyle(target).display === "inline"
    && target.parentElement.innerText.trim() !== target.innerText.trim();
  return [...document.querySelectorAll("a[href], button, summary, select, textarea, input")]
    .filter((target) => target.type !== "hidden" && target.checkVisibility())
    .filter((target) => !target.closest(".unseen, .skip") && !isInSentence(target))
    .filter((target) => shown(target).getBoundingClientRect().height < least - 0.5)
    .map((target) => `${target.tagName} ${target.innerText || target.name}`);
}"""
_CUT = """() => {
  const wide = new CSSStyleSheet();
  wide.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [wide];
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  return [...document.querySelectorAll("body *")]
    .filter((element) => [...element.childNodes].some(isText) && element.checkVisibility())
    .filter((element) => !element.closest("svg, select, thead, .unseen"))
    .filter((element) => getComputedStyle(element).display !== "inline")
    .filter((element) => element.scrollWidth > element.clientWidth + 1
      || getComputedStyle(element).overflowY !== "visible"
        && element.scrollHeight > element.clientHeight + 1)
    .map((element) => `${element.tagName} ${element.innerText}`);
}"""
_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:id|com|example)\b")


def broken_rules(page: Page) -> list[str]:
    """Return the accessibility rules the page breaks at its present size, with where."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {node['target']}"
        for violation in page.evaluate(_AXE)
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    width = page.evaluate(_OVERFLOW)
    assert isinstance(width, int)
    return width


def small_targets(page: Page) -> list[str]:
    """Return what is lower than a fingertip: 48 px, or 32 for officers; links in a sentence may."""
    return [f"low: {found}" for found in page.evaluate(_SMALL)]


def with_wide_text(page: Page) -> list[str]:
    """Return what is cut or pushed out when letters, words and lines stand apart (WCAG 1.4.12)."""
    cut = [f"cut when text is wide: {found}" for found in page.evaluate(_CUT)]
    if overflow(page) > 0:
        cut.append(f"{overflow(page)} px too wide when text is wide")
    return cut


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
