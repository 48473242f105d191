"""Pages live under a strict Content Security Policy and escape whatever they show."""

import re

from jinja2 import Environment, nodes

from tests.architecture.sources import templates

FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "script address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
}


class TestTemplates:
    def test_keep_style_and_script_in_files(self):
        found = [
            f"{path}: {name}"
            for path, source in templates()
            for name, pattern in FORBIDDEN.items()
            if pattern.search(source)
        ]

        assert found == []

    def test_never_switch_off_escaping(self):
        found = [
            f"{path}:{node.lineno}"
            for path, source in templates()
            for node in Environment(autoescape=True).parse(source).find_all(nodes.Filter)
            if node.name == "safe"
        ]

        assert found == []
        assert [path for path, source in templates() if "{% autoescape" in source] == []
