"""Words by which English gives itself away in an Indonesian page; none of them is Indonesian."""

from pathlib import Path

ENGLISH = frozenset((Path(__file__).parent / "golden/english_words.txt").read_text().split())
