"""The page about products names every setting once, with the default the program has."""

import re

from harkat.domain.programme_rules import SETTINGS
from tests.architecture.sources import ROOT

_ROW = re.compile(r"^\| `(\w+)` \| .+ \| .+ \| `(.+)` \|$", re.MULTILINE)


def documented() -> list[tuple[str, str]]:
    page = (ROOT / "docs/how-to/products.md").read_text()
    return [(row[1], row[2]) for row in _ROW.finditer(page)]


class TestProductPage:
    def test_names_every_setting_once_with_its_default(self):
        defaults = {name: setting.default for name, setting in SETTINGS.items()}

        assert len(documented()) == len(SETTINGS)
        assert dict(documented()) == defaults
