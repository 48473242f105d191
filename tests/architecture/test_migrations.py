"""A migration describes the tables of its day: what harkat says later must not change it."""

import ast

from tests.architecture.sources import modules


class TestMigrations:
    def test_import_nothing_of_harkat(self):
        imports = [
            module.place(node)
            for module in modules("migrations")
            for node in ast.walk(module.tree)
            if imports_harkat(node)
        ]

        assert imports == []


def imports_harkat(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(module=str() as name):
            return name.partition(".")[0] == "harkat"
        case ast.Import(names=names):
            return any(alias.name.partition(".")[0] == "harkat" for alias in names)
    return False
