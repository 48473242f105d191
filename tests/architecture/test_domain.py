"""The domain is plain Python: it can be used where nothing else of HARKAT is installed."""

import subprocess
import sys

from tests.architecture.sources import ROOT

LOAD_ALL = """
import importlib, pkgutil, sys, harkat.domain
for module in pkgutil.walk_packages(harkat.domain.__path__, "harkat.domain."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("harkat.")))
"""


class TestDomain:
    def test_loads_no_framework_database_or_other_floor(self):
        loaded = subprocess.run(
            [sys.executable, "-c", LOAD_ALL], cwd=ROOT, check=True, capture_output=True, text=True
        )
        packages, own_modules = map(str.split, loaded.stdout.splitlines())

        assert {"alembic", "click", "flask", "sqlalchemy", "werkzeug", "wtforms"}.isdisjoint(
            packages
        )
        assert [name for name in own_modules if not name.startswith("harkat.domain")] == []
