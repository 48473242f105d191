"""Gives every test of every page and form the same town, built once and copied."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.everywhere import town
from tests.everywhere.town import Town
from tests.stories import told


@pytest.fixture(scope="session")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Town]]:
    """A database in which everybody lives, and who they are."""
    with told(databases, template_url, town.build) as found:
        yield found


@pytest.fixture
def database_url(databases: Databases, story: tuple[str, Town]) -> Iterator[str]:
    """A copy of the town, for one test alone."""
    url = databases.create(template=story[0])
    yield url
    databases.drop(url)


@pytest.fixture
def people(story: tuple[str, Town]) -> Town:
    """Who lives there."""
    return story[1]
