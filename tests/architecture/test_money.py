"""Money is whole rupiah, counted in one place: no float below the web, no sums in templates."""

import ast

from jinja2 import Environment, nodes

from tests.architecture.sources import modules, templates

FLOAT_BY_NATURE = "harkat/domain/cost.py"  # The internal rate of return is found by approximation.


class TestFloat:
    def test_appears_nowhere_near_money(self):
        floors = ("harkat/domain", "harkat/models", "harkat/queries", "harkat/services")
        places = [
            module.place(node)
            for module in modules(*floors)
            if module.path != FLOAT_BY_NATURE
            for node in ast.walk(module.tree)
            if is_float(node)
        ]

        assert places == []


def is_float(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float()) | ast.Name(id="float" | "Float"):
            return True
    return False


class TestTemplates:
    def test_do_not_count(self):
        sums = [
            f"{path}:{node.lineno}"
            for path, source in templates()
            for node in Environment(autoescape=True).parse(source).find_all(nodes.BinExpr)
            if is_sum(node)
        ]

        assert sums == []


def is_sum(node: nodes.BinExpr) -> bool:
    """Tell arithmetic from logic; lists may be joined, and the next page and the last counted."""
    if isinstance(node, nodes.Add | nodes.Sub):
        return not any(
            is_list(side) or isinstance(side, nodes.Const) for side in node.iter_child_nodes()
        )
    return isinstance(node, nodes.Mul | nodes.Div | nodes.FloorDiv | nodes.Mod | nodes.Pow)


def is_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.List) or (
        isinstance(node, nodes.CondExpr) and isinstance(node.expr1, nodes.List)
    )
