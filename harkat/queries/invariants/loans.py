"""Loans: their schedules close, and the books hold what their events fold to."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from harkat.domain.ledger import AccountCode, Side
from harkat.domain.loan_components import components
from harkat.domain.schedule import schedule
from harkat.extensions import db
from harkat.models.ledger import LedgerAccount, Posting
from harkat.models.loan import Loan
from harkat.queries.loan_history import events_of, position_of, terms_of

_LOANS_AT_ONCE = 200


def loans_are_as_folded() -> Sequence[str]:
    """Compare what the books hold for each loan with what its events fold to (E6)."""
    found: list[str] = []
    for loan in _each_loan():
        booked = _booked_components(loan.id)
        folded = components(position_of(loan, on=loan.interest_booked_on))
        wanted = {
            AccountCode.PRINCIPAL: int(folded.principal),
            AccountCode.REPAID: int(folded.repaid),
            AccountCode.CAPITALISED: int(folded.capitalised),
            AccountCode.INTEREST_DUE: int(folded.interest_due),
            AccountCode.INTEREST_AHEAD: int(folded.interest_ahead),
            AccountCode.INTEREST_INCOME: int(folded.interest_income),
            AccountCode.PENALTY_INCOME: int(folded.penalty_income),
            AccountCode.SUBSIDY_INCOME: int(folded.subsidy_income),
            AccountCode.SUSPENSE: int(folded.suspense) - _from_titipan(loan),
            AccountCode.LOSS_PRINCIPAL: int(folded.loss_principal),
            AccountCode.LOSS_INTEREST: int(folded.loss_interest),
            AccountCode.FORGIVEN_PRINCIPAL: int(folded.forgiven_principal),
            AccountCode.FORGIVEN_INTEREST: int(folded.forgiven_interest),
            AccountCode.CLAIM: int(folded.claim),
            AccountCode.RECOVERED: int(folded.recovered),
        }
        found += [
            f"{loan.reference_no}: {code} is {booked.get(code, 0)}, folded {amount}"
            for code, amount in wanted.items()
            if booked.get(code, 0) != amount
        ]
    return found


def schedules_close() -> Sequence[str]:
    """Each schedule sums to its principal, ends at zero and has the agreed rows (I7)."""
    found: list[str] = []
    for loan in _each_loan():
        plan = schedule(terms_of(loan))
        is_right = (
            sum(plan.principals) == loan.principal
            and min(*plan.principals, *plan.interests) >= 0
            and len(plan.principals) == terms_of(loan).instalments
        )
        if not is_right:
            found.append(f"{loan.reference_no} does not close")
    return found


def payments_are_allocated() -> Sequence[str]:
    """Each repayment is its shares and its rest, nothing more (money invariant 8)."""
    found: list[str] = []
    for loan in _each_loan():
        now = position_of(loan, on=max(event.value_on for event in events_of(loan)))
        found += [
            f"{loan.reference_no} payment {allocation.seq} is not its parts"
            for allocation in now.allocations
            if allocation.amount
            != allocation.interest
            + allocation.principal
            + allocation.penalty
            + allocation.overpaid
            + allocation.recovered
        ]
    return found


def _from_titipan(loan: Loan) -> int:
    """Return what was paid on the loan from titipan that was nobody's loan's before."""
    undone = {row.reverses_seq for row in loan.events}
    return sum(
        int(row.amount)
        for row in loan.events
        if row.source_item_id is not None
        and row.seq not in undone
        and row.value_on <= loan.interest_booked_on
    )


def _booked_components(loan_id: int) -> dict[AccountCode, int]:
    rows = db.session.execute(
        select(LedgerAccount.code, LedgerAccount.normal_side, func.sum(Posting.amount))
        .join(Posting.account)
        .where(Posting.loan_id == loan_id)
        .group_by(LedgerAccount.code, LedgerAccount.normal_side)
    )
    return {code: int(total) if side is Side.DEBIT else -int(total) for code, side, total in rows}


def _each_loan() -> Iterator[Loan]:
    last_id = 0
    while True:
        loans = db.session.scalars(
            select(Loan).where(Loan.id > last_id).order_by(Loan.id).limit(_LOANS_AT_ONCE)
        ).all()
        if not loans:
            return
        yield from filter(_is_readable, loans)
        last_id = loans[-1].id
        db.session.expunge_all()


def _is_readable(loan: Loan) -> bool:
    """Tell whether the contract can be read; the cache's check (C1) lists those that cannot."""
    try:
        terms_of(loan)
    except Exception:  # noqa: BLE001 - one spoilt loan must not hide what is wrong with the others
        return False
    return True
