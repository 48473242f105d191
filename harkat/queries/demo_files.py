"""What the demo's people see on their pages before they act on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harkat.domain.loan_events import EventKind
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.schedule import schedule
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Disbursement, Loan
from harkat.models.people import Person
from harkat.models.record import OutboxMessage
from harkat.queries.key_facts import facts_of
from harkat.queries.loan_history import terms_of


@dataclass(frozen=True, kw_only=True)
class File:
    """An application as an officer's form carries it; amounts and payments by public id."""

    version: int
    requested: Mapping[str, Rupiah]
    disbursements: Sequence[str]


def file(application_public_id: str) -> File:
    """Return an application's version, the amounts asked and the disbursements listed."""
    application = db.session.scalars(
        select(LoanApplication).filter_by(public_id=application_public_id)
    ).one()
    return File(
        version=application.version,
        requested={line.public_id: line.requested or ZERO for line in application.lines},
        disbursements=db.session.scalars(
            select(Disbursement.public_id)
            .join(ApplicationLine)
            .where(ApplicationLine.application_id == application.id)
            .order_by(Disbursement.id)
        ).all(),
    )


def instalments(loan_public_id: str) -> Sequence[tuple[date, Rupiah]]:
    """Return the due dates of a loan with what is due on each."""
    return [(row.due_on, row.total) for row in schedule(terms_of(_loan(loan_public_id))).rows]


def last_repayment(loan_public_id: str) -> int:
    """Return the sequence number of the repayment recorded last."""
    return max(row.seq for row in _loan(loan_public_id).events if row.kind is EventKind.REPAID)


def borrower_account_id(loan_public_id: str) -> int:
    """Return the account of whoever got a loan."""
    return _loan(loan_public_id).person.account_id


def active_loan(account_id: int) -> str | None:
    """Return the public id of an account's running loan, or None."""
    found: str | None = db.session.scalar(
        select(Loan.public_id)
        .join(Person, Person.id == Loan.person_id)
        .where(Person.account_id == account_id, Loan.status == LoanStatus.ACTIVE)
        .order_by(Loan.id)
        .limit(1)
    )
    return found


def _loan(public_id: str) -> Loan:
    return db.session.scalars(select(Loan).filter_by(public_id=public_id)).one()


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """What a borrower's page carries of the terms it shows."""

    version: int
    digest: str


def offer(application_public_id: str, *, account_id: int, on: date) -> ShownOffer:
    """Return the terms a borrower sees on a day."""
    application = db.session.scalars(
        select(LoanApplication).filter_by(public_id=application_public_id)
    ).one()
    (line,) = [line for line in application.lines if line.person.account_id == account_id]
    return ShownOffer(version=application.version, digest=facts_of(application, line, on=on).digest)


def code_sent() -> str:
    """Return the code of the consent asked for last, as the phone shows it."""
    secret = db.session.scalars(
        select(OutboxMessage.secret)
        .filter_by(template="code_consent")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).one()
    assert secret is not None, "a code lives longer than it takes to type it"
    return secret
