"""Others that make a 36-month annuity: packages of PyPI, and a compiled loop as the bound.

What is not installed, or cannot be compiled here, is named in a sentence and left out.
"""

import ctypes
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
import numpy as np

HERE = Path(__file__).parent
PRINCIPAL, MONTHS = 10_000_000, 36

sys.path.append(str(HERE / ".peers"))  # behind the project's own, so that only peers come from it


def peers() -> Mapping[str, Callable[[], object]]:
    """Return one call a package, each making the whole table of the same loan its own way."""
    found = {}
    for label, (package, bind) in _PEERS.items():
        try:
            found[label] = bind(import_module(package))
        except ImportError:
            click.echo(
                f"Left out: {package} is not installed "
                "(pip install --target benchmarks/.peers -r benchmarks/requirements.txt)."
            )
    return found


def _amortization(package: ModuleType) -> Callable[[], object]:
    make = import_module(f"{package.__name__}.schedule").amortization_schedule
    return lambda: list(make(PRINCIPAL, 0.03, MONTHS))


def _repaykit(package: ModuleType) -> Callable[[], object]:
    terms = {
        "amount": Decimal(PRINCIPAL),
        "annual_rate": Decimal("0.03"),
        "term": f"{MONTHS} months",
        "payment_frequency": "monthly",
        "method": "reducing_balance",
        "start_date": date(2026, 2, 2),
    }
    return lambda: package.Loan.create(**terms).schedule()


def _loanit(package: ModuleType) -> Callable[[], object]:
    make = import_module(f"{package.__name__}.core").Loan
    return lambda: make(PRINCIPAL, 0.03, MONTHS // 12, 12).amortization_schedule()


def _mortgage(package: ModuleType) -> Callable[[], object]:
    return lambda: package.Loan(principal=PRINCIPAL, interest=0.03, term=MONTHS // 12).schedule()


def _numpy_financial(package: ModuleType) -> Callable[[], object]:
    periods = np.arange(1, MONTHS + 1)

    def table() -> object:
        interest = package.ipmt(0.0025, periods, MONTHS, -PRINCIPAL)
        return np.rint(interest), np.rint(package.ppmt(0.0025, periods, MONTHS, -PRINCIPAL))

    return table


_PEERS: Mapping[str, tuple[str, Callable[[ModuleType], Callable[[], object]]]] = {
    "amortization 3.0.1 (floats, cents, no dates)": ("amortization", _amortization),
    "loanit 0.1 (floats, cents, no dates)": ("loanit", _loanit),
    "numpy-financial ipmt + ppmt, rounded (sums miss the principal)": (
        "numpy_financial",
        _numpy_financial,
    ),
    "mortgage 1.0.5 (Decimal, not rounded, no dates)": ("mortgage", _mortgage),
    "repaykit 1.0 (Decimal, cents, dates)": ("repaykit", _repaykit),
}


class Compiled:
    """The compiled loop, for one loan or many; `available` tells whether there is a compiler."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        library = Path(self._folder.name) / "schedule_bound.so"
        command = ["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library)]
        try:
            subprocess.run(  # noqa: S603
                [*command, str(HERE / "schedule_bound.c")], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError):
            click.echo("Left out: the compiled bound, because there is no working cc.")
            self.available = False
        else:
            self._schedules = ctypes.CDLL(str(library)).schedules
            self.available = True

    def bind(
        self, principals: np.ndarray, levels: np.ndarray
    ) -> tuple[Callable[[], object], np.ndarray, np.ndarray]:
        """Return a call that fills two tables, and the tables: principal and interest by loan."""
        paid = np.empty((len(principals), MONTHS), np.int32)
        interests = np.empty_like(paid)
        arguments = (
            *(ctypes.c_int64(number) for number in (len(principals), MONTHS, 1, 400)),
            *(
                table.ctypes.data_as(ctypes.c_void_p)
                for table in (principals, levels, paid, interests)
            ),
        )
        return lambda: self._schedules(*arguments), paid, interests
