"""No SQL is put together from parts that are not fixed in the source; migrations get no input."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, called_name, modules

TAKES_ONLY_FIXED_TEXT = {"exec_driver_sql", "executescript", "literal_column", "text"}
TAKES_STATEMENTS = {"execute", "executemany", "scalar", "scalars"}
SQLALCHEMY = {"db", "sa", "sqlalchemy"}
VARYING = ast.Attribute | ast.Call | ast.Subscript


class TestStatements:
    def test_are_fixed_text(self):
        places = [place for module in modules("harkat") for place in unfixed_statements(module)]

        assert places == []

    @pytest.mark.parametrize(
        "source",
        [
            "session.execute(f'DELETE FROM {table}')",
            "db.text('SELECT ' + columns)",
            "session.scalar('SELECT %s' % column)",
            "statement = 'SELECT {}'.format(name)\nsession.execute(statement)",
            "connection.exec_driver_sql(statement)",
        ],
    )
    def test_would_be_noticed_otherwise(self, source: str):
        assert list(unfixed_statements(Module.of(source))) != []

    @pytest.mark.parametrize(
        "source",
        [
            "OPEN = 'closed_at IS NULL'\ndb.text(f'{OPEN} AND id > 0')",
            "session.execute(db.select(Loan))",
            "cursor.execute('BEGIN IMMEDIATE' if writes() else 'BEGIN')",
            "canvas.text(caption)",
        ],
    )
    def test_may_be_constants_and_expressions(self, source: str):
        assert list(unfixed_statements(Module.of(source))) == []


def unfixed_statements(module: Module) -> Iterator[str]:
    """Yield where something other than a fixed text is handed to the database as SQL."""
    constants = {
        target.id
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    built = {
        target.id
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign) and is_built(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in module.calls():
        if not call.args or is_fixed(call.args[0], constants):
            continue
        name, statement = called_name(call), call.args[0]
        is_built_here = is_built(statement) or getattr(statement, "id", None) in built
        if is_text(call) or (name in TAKES_STATEMENTS and is_built_here):
            yield module.place(call)


def is_text(call: ast.Call) -> bool:
    """Tell SQLAlchemy's text() from other things of that name."""
    if called_name(call) not in TAKES_ONLY_FIXED_TEXT:
        return False
    match call.func:
        case ast.Attribute(attr="text", value=ast.Name(id=owner)):
            return owner in SQLALCHEMY
        case ast.Attribute(attr="text"):
            return False
    return True


def is_fixed(expression: ast.expr, constants: set[str]) -> bool:
    """Tell whether an expression consists only of text and constants of its module."""
    if isinstance(expression, ast.IfExp):
        return is_fixed(expression.body, constants) and is_fixed(expression.orelse, constants)
    return all(
        node.id in constants if isinstance(node, ast.Name) else not isinstance(node, VARYING)
        for node in ast.walk(expression)
    )


def is_built(expression: ast.expr) -> bool:
    """Tell whether an expression puts a text together."""
    match expression:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
    return False
