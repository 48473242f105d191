"""Each use case is one transaction, and each change of a status goes through one door."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, called_name, modules

TRANSACTION = "harkat/services/transaction.py"
TRANSITIONS = "harkat/services/transitions.py"


class TestCommit:
    def test_is_written_once(self):
        commits = [
            module.path
            for module in modules("harkat")
            for call in module.calls()
            if called_name(call) == "commit" and not call.args  # a facility is committed with some
        ]

        assert commits == [TRANSACTION]


class TestStatus:
    def test_changes_only_in_transitions(self):
        changes = [
            place
            for module in modules("harkat")
            if module.path != TRANSITIONS
            for place in status_changes(module)
        ]

        assert changes == []

    @pytest.mark.parametrize(
        "source",
        [
            "loan.status = LoanStatus.SETTLED",
            "setattr(loan, 'status', LoanStatus.SETTLED)",
            "db.update(Loan).values(status=LoanStatus.SETTLED)",
        ],
    )
    def test_would_be_noticed_elsewhere(self, source: str):
        assert list(status_changes(Module.of(source))) != []


def status_changes(module: Module) -> Iterator[str]:
    """Yield where a status is assigned, set by name or updated in bulk."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self")):
                pass  # An exception that remembers which status it met.
            case ast.Attribute(attr="status", ctx=ast.Store()):
                yield module.place(node)
            case ast.Call(args=[_, ast.Constant(value="status"), _]):
                yield module.place(node)
            case ast.Call(func=ast.Attribute(attr="values" | "update"), keywords=keywords):
                if any(keyword.arg == "status" for keyword in keywords):
                    yield module.place(node)
