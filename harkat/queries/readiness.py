"""What still stands between an application and being sent: one reading for page and decision."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from harkat.domain.eligibility import (
    BorrowerFacts,
    GroupFacts,
    Obstacle,
    arrears_obstacles,
    obstacles,
    training_obstacles,
)
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.people import REQUIRED_CONSENTS
from harkat.domain.statuses import GroupStatus, LiabilityCallStatus, LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.group import LoanGroup
from harkat.models.liability import LiabilityCall
from harkat.models.loan import Loan, LoanAgreement
from harkat.models.people import DataConsent, Person
from harkat.models.training import TrainingCompletion
from harkat.queries.own_documents import kinds_of
from harkat.queries.rules import rules_on
from harkat.queries.told import people_with_details, people_with_money

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
        group=_group_facts(group, on=on) if group else None,
        on=on,
    )


def arrears_obstacles_of(group: LoanGroup, *, product_id: int, on: date) -> tuple[Obstacle, ...]:
    """Return what the group's running loans refuse on a day."""
    rules = rules_on(product_id=product_id, on=on)
    return arrears_obstacles(rules=rules, group=_group_facts(group, on=on))


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
    with_details, with_money = people_with_details(person_ids), people_with_money(person_ids)
    documents = kinds_of(person_ids)
    return [
        BorrowerFacts(
            person_id=line.person_id,
            birth_on=people[line.person_id].birth_on,
            has_person_data=line.person_id in with_details,
            has_business=business is not None,
            has_money=line.person_id in with_money,
            business_started_on=business.started_on if business else None,
            kelurahan_code=business.kelurahan_code if business else None,
            has_account_no=people[line.person_id].bank_account_no_lookup is not None,
            has_consents=consents.get(line.person_id, set()) >= REQUIRED_CONSENTS,
            has_running_loan=line.person_id in running,
            training_completed_on=trained_on.get(line.person_id),
            documents=documents.get(line.person_id, frozenset()),
            amount=line.requested,
        )
        for line in lines
        for business in (businesses.get(line.person_id),)
    ]


def _group_facts(group: LoanGroup, *, on: date) -> GroupFacts:
    of_group = (
        select(Loan.id)
        .join(Loan.agreement)
        .join(LoanAgreement.application)
        .where(LoanApplication.group_id == group.id, Loan.status == LoanStatus.ACTIVE)
    )
    # The oldest unpaid due date is kept with each loan; only an event changes it.
    oldest = db.session.scalar(of_group.with_only_columns(func.min(Loan.next_due_on)))
    call = of_group.join(LiabilityCall, LiabilityCall.loan_id == Loan.id).where(
        LiabilityCall.status == LiabilityCallStatus.OPEN
    )
    return GroupFacts(
        is_complete=group.status in _COMPLETE,
        has_open_call=db.session.scalar(call.limit(1)) is not None,
        days_past_due=max((on - oldest).days, 0) if oldest else 0,
    )


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
