"""Sets up all tests: where their fixtures come from, and how hypothesis searches."""

import os

from hypothesis import settings

# Each one comes after those it imports.
pytest_plugins = [
    "tests.surroundings",
    "tests.apps",
    "tests.databases",
    "tests.browsers",
    "tests.tracing",
]

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") else "here")
