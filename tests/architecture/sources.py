"""Reads the project's own source, for the tests that hold its rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file of the project and its syntax tree."""

    path: str
    source: str
    tree: ast.Module

    @classmethod
    def of(cls, source: str, *, path: str = "example.py") -> "Module":
        """Return the module that a source makes."""
        return cls(path, source, ast.parse(source))

    def place(self, node: ast.expr | ast.stmt) -> str:
        """Return where a node stands, as an editor opens it."""
        return f"{self.path}:{node.lineno}"

    def calls(self) -> Iterator[ast.Call]:
        """Yield every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def modules(*folders: str) -> Iterator[Module]:
    """Yield the Python files below some folders, named from the root of the project."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield Module.of(path.read_text(), path=str(path.relative_to(ROOT)))


def templates() -> Iterator[tuple[str, str]]:
    """Yield path and source of every template."""
    folder = ROOT / "harkat/templates"
    for path in sorted(folder.rglob("*.*")):
        yield str(path.relative_to(ROOT)), path.read_text()


def called_name(call: ast.Call) -> str:
    """Return the last word of what is called: `commit` for ``db.session.commit()``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
