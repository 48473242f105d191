"""Gives tests files that are being verified, and visits to their businesses."""

from datetime import date, datetime

from harkat.domain.visits import DayPart
from harkat.extensions import db
from harkat.models.visits import SiteVisit
from harkat.services import underwriting, visits
from tests import given
from tests.moments import NOON
from tests.officers import line_ids

FRIDAY = date(2026, 11, 27)
"""Four days after NOON, a working day."""


def in_verification(
    desk: given.BankDesk, *people: given.Somebody, amount: int = 8_000_000, at: datetime = NOON
) -> str:
    """Let people send an application, and the bank begin to verify it."""
    product = "kelompok" if len(people) > 1 else "perorangan"
    public_id = given.submitted(desk, dict.fromkeys(people, amount), product_code=product, at=at)
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=at)
    return public_id


def plan(
    desk: given.BankDesk,
    public_id: str,
    *,
    on: date = FRIDAY,
    part: DayPart = DayPart.MORNING,
    lines: list[str] | None = None,
    at: datetime = NOON,
) -> None:
    """Plan a visit to everybody of a file, or to some."""
    visits.plan(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        line_public_ids=lines or line_ids(public_id),
        visit_on=on,
        part=part,
        key=given.key(),
        at=at,
    )


def ask(
    somebody: given.Somebody,
    public_id: str,
    on: date,
    part: DayPart = DayPart.AFTERNOON,
    *,
    at: datetime = NOON,
) -> None:
    """Let an owner ask for another time."""
    visits.ask(
        actor_id=somebody.id,
        application_public_id=public_id,
        visit_on=on,
        part=part,
        key=given.key(),
        at=at,
    )


def latest_visit(public_id: str) -> SiteVisit:
    """Return the latest visit of a file."""
    db.session.rollback()
    lines = [line.id for line in given.application(public_id).lines]
    return db.session.scalars(
        db.select(SiteVisit)
        .where(SiteVisit.application_line_id.in_(lines))
        .order_by(SiteVisit.id.desc())
        .limit(1)
    ).one()
