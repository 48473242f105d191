"""Gives tests somebody at a desk who helps an owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask.testing import FlaskClient

from harkat.domain.roles import Viewer
from harkat.queries import assisting as helps_given
from harkat.queries.assisting import RunningHelp
from harkat.services import assisting, helping
from tests.given import Somebody
from tests.moments import NOON
from tests.pages import submit
from tests.phones import code_sent_to


def eye(somebody: Somebody) -> Viewer:
    """Return the viewer somebody is."""
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


def begin(assistant: Somebody, owner: Somebody, *, at: datetime = NOON) -> RunningHelp:
    """Begin to help an owner whose code was matched."""
    public_id = assisting.begin(actor_id=assistant.id, phone=owner.phone, at=at)
    assert public_id is not None
    found = helps_given.running(eye(assistant), public_id, at=at)
    assert found is not None
    return found


@contextmanager
def helped(assistant: Somebody, owner: Somebody, *, at: datetime = NOON) -> Iterator[RunningHelp]:
    """Do all that follows in a helping session."""
    found = begin(assistant, owner, at=at)
    helping.stand_in(found.id)
    try:
        yield found
    finally:
        helping.stand_in(None)


def help_on_pages(client: FlaskClient, owner: Somebody) -> None:
    """Begin to help on the pages, with the code from the owner's phone."""
    phone = "0" + owner.phone.removeprefix("+62")
    asked = submit(client, "/bantu", {"phone": phone})
    assert asked.location == "/bantu/kode", asked.text
    begun = submit(client, "/bantu/kode", {"code": code_sent_to(owner.phone)})
    assert (begun.status_code, begun.location) == (303, "/saya"), begun.text
