"""Gives tests an owner without a phone, and a second person who stands witness."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask.testing import FlaskClient

from harkat.domain.identity import parse_nik
from harkat.extensions import db
from harkat.models import witnessing as models
from harkat.models.assisting import Assistance
from harkat.services import helping, witnessed_help, witnessing
from tests.given import Somebody
from tests.moments import NOON, TODAY
from tests.pages import submit

NIK = "1571064506880993"
NAME = "Nur Contoh"
TICKS = {"saw_person": "y", "card_matches": "y", "own_will": "y"}


def last_testimony() -> str:
    """Return the public id of what was asked for last."""
    found: str = db.session.scalars(
        db.select(models.Testimony.public_id).order_by(models.Testimony.id.desc()).limit(1)
    ).one()
    return found


def confirm(witness: Somebody, nik: str = NIK, *, at: datetime = NOON) -> None:
    """Confirm what was asked for last, on the own device: in no helping session."""
    session_id = helping.current()
    helping.stand_in(None)
    try:
        left = witnessing.confirm(
            actor_id=witness.id, testimony_public_id=last_testimony(), nik=nik, at=at
        )
    finally:
        helping.stand_in(session_id)
    assert left is None


@contextmanager
def helped_without_phone(
    assistant: Somebody, witness: Somebody, owner: Somebody, *, at: datetime = NOON
) -> Iterator[int]:
    """Do all that follows in a helping session a witness let begin; yield the session's id."""
    nik = parse_nik(owner.nik, today=TODAY)
    witnessed_help.ask_to_begin(actor_id=assistant.id, nik=nik, full_name=owner.name, at=at)
    confirm(witness, owner.nik, at=at)
    public_id = witnessed_help.begin(actor_id=assistant.id, nik=nik, full_name=owner.name, at=at)
    assert public_id is not None
    found = db.session.query(Assistance).filter_by(public_id=public_id).one().id
    helping.stand_in(found)
    try:
        yield found
    finally:
        helping.stand_in(None)


def witness_on_pages(client: FlaskClient, nik: str = NIK) -> None:
    """Stand witness, on the pages, to what was asked for last."""
    page = f"/bantu/kesaksian/{last_testimony()}"
    answer = submit(client, page, {"nik": nik, **TICKS})
    assert answer.location == "/bantu/kesaksian", answer.text
