"""What a deliberate break is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """One break: in `file`, `old` becomes `new`; of `tests`, those that `only` picks must fail.

    Tests with a database run on SQLite only.
    """

    name: str
    file: str
    old: str
    new: str
    tests: str
    only: str = ""
