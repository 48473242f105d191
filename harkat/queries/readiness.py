"""What still stands between an application and being sent: one reading for page and decision."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from harkat.domain.eligibility import (
    BorrowerFacts,
    GroupFacts,
    Obstacle,
    obstacles,
    training_obstacles,
)
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.people import REQUIRED_CONSENTS
from harkat.domain.statuses import GroupStatus, LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.loan import Loan
from harkat.models.people import DataConsent, Person
from harkat.models.training import TrainingCompletion
from harkat.queries.rules import rules_on

_COMPLETE = frozenset({GroupStatus.COMPLETE, GroupStatus.VALIDATED})


def live_lines(application: LoanApplication) -> list[ApplicationLine]:
    """Return the lines that still count, in the order they were added."""
    return [line for line in application.lines if line.status not in ENDED_LINES]


def obstacles_of(application: LoanApplication, *, on: date) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of sending the application on a day."""
    group = application.group
    return obstacles(
        rules=rules_on(product_id=application.product_id, on=on),
        borrowers=_borrowers(live_lines(application)),
        group=GroupFacts(is_complete=group.status in _COMPLETE) if group else None,
        on=on,
    )


def training_obstacles_of(
    application: LoanApplication, lines: Sequence[ApplicationLine], *, on: date
) -> tuple[Obstacle, ...]:
    """Return what the Balikat rule refuses for these lines on a day."""
    rules = rules_on(product_id=application.product_id, on=on)
    return training_obstacles(rules=rules, borrowers=_borrowers(lines), on=on)


def _borrowers(lines: Sequence[ApplicationLine]) -> list[BorrowerFacts]:
    person_ids = [line.person_id for line in lines]
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    }
    businesses = {
        business.person_id: business
        for business in db.session.scalars(
            select(Business).where(Business.person_id.in_(person_ids))
        )
    }
    trained_on = _first_training(person_ids)
    running = set(
        db.session.scalars(
            select(Loan.person_id).where(
                Loan.person_id.in_(person_ids), Loan.status == LoanStatus.ACTIVE
            )
        )
    )
    consents = _consents(person_ids)
    return [
        BorrowerFacts(
            person_id=line.person_id,
            birth_on=people[line.person_id].birth_on,
            has_business=business is not None,
            business_started_on=business.started_on if business else None,
            kelurahan_code=business.kelurahan_code if business else None,
            has_account_no=people[line.person_id].bank_account_no_lookup is not None,
            has_consents=consents.get(line.person_id, set()) >= REQUIRED_CONSENTS,
            has_running_loan=line.person_id in running,
            training_completed_on=trained_on.get(line.person_id),
            amount=line.requested,
        )
        for line in lines
        for business in (businesses.get(line.person_id),)
    ]


def _first_training(person_ids: Sequence[int]) -> dict[int, date]:
    rows = db.session.execute(
        select(
            TrainingCompletion.person_id,
            func.min(TrainingCompletion.completed_on).label("first_on"),
        )
        .where(TrainingCompletion.person_id.in_(person_ids))
        .group_by(TrainingCompletion.person_id)
    )
    return {row.person_id: row.first_on for row in rows}


def _consents(person_ids: Sequence[int]) -> dict[int, set[object]]:
    rows = db.session.execute(
        select(DataConsent.person_id, DataConsent.purpose).where(
            DataConsent.person_id.in_(person_ids), DataConsent.withdrawn_at.is_(None)
        )
    )
    found: dict[int, set[object]] = {}
    for person_id, purpose in rows:
        found.setdefault(person_id, set()).add(purpose)
    return found
