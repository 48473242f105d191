"""The period that is running when a schedule changes inside it.

Its interest is not lost: where balance or rate change, each part of the period bears its own, and
all of it is rounded once together, however often it changes.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from harkat.domain.loan_state import LoanState, Row, Running
from harkat.domain.money import round_half_up, rounded
from harkat.domain.product import InterestGraceMode, InterestMethod
from harkat.domain.schedule import period_fraction


def running_period(state: LoanState, on: date, *, added: int = 0) -> Running | None:
    """Return what the period running on a day has borne, and what bears interest from then on.

    None when the day is the first of its period: then the whole period is the new schedule's.
    After the last due date nothing was planned, so that only what is added bears interest.
    """
    to_come = state.rows_to_come(on)
    starts_on = to_come[0].starts_on if to_come else state.dates_after(on, 1)[0]
    if on == starts_on:
        return None
    if not to_come:
        return Running(on, added)
    past = to_come[0].running or Running(starts_on, _bears_interest(state, to_come))
    borne = past.balance * (on - past.since).days
    rate = Decimal(0) if _is_waived(state, to_come[0]) else state.annual_rate
    return Running(
        on,
        past.balance + added,
        past.interest + Fraction(rate) * borne,
        past.subsidy + _subsidised(state, state.annual_rate) * borne,
    )


def _is_waived(state: LoanState, row: Row) -> bool:
    """Tell whether the interest of a row is waived by the grace in force."""
    is_in_grace = row.number <= state.interest_grace_to
    return is_in_grace and state.grace_mode is InterestGraceMode.WAIVED


def _bears_interest(state: LoanState, to_come: list[Row]) -> int:
    """Return the principal on which the first of the rows to come bears interest."""
    if state.terms.method is InterestMethod.FLAT:
        return sum(row.principal for row in state.plans[-1].rows)
    return sum(row.principal for row in to_come)


def _subsidised(state: LoanState, annual_rate: Decimal) -> Fraction:
    """Return by how much the bank's own rate is the higher one."""
    bank_rate = state.terms.bank_rate
    return Fraction(0) if bank_rate is None else max(Fraction(bank_rate - annual_rate), Fraction(0))


def running_interest(
    state: LoanState, running: Running, *, annual_rate: Decimal, period: tuple[date, date]
) -> int | None:
    """Return the interest of the running period, each part by its balance and rate, rounded once.

    Of a margin in rupiah it is what the running row had planned of it.
    """
    if state.terms.method is InterestMethod.PROFIT_SHARE:
        return next((row.natural_interest for row in state.rows_to_come(running.since)), None)
    starts_on, due_on = period
    borne = _over_period(running, running.interest, Fraction(annual_rate), due_on)
    fraction = period_fraction(state.terms, starts_on=starts_on, due_on=due_on)
    return rounded(borne * fraction / (due_on - starts_on).days, state.terms.rounding)


def go_on(state: LoanState, row: Row, running: Running, annual_rate: Decimal) -> None:
    """Let the first new row be the period that is running, for the subsidy and the next change."""
    row.running = running
    rate = _subsidised(state, annual_rate)
    if rate or running.subsidy:
        borne = _over_period(running, running.subsidy, rate, row.due_on)
        fraction = period_fraction(state.terms, starts_on=row.starts_on, due_on=row.due_on)
        row.subsidy = int(round_half_up(borne * fraction / (row.due_on - row.starts_on).days))


def _over_period(running: Running, borne: Fraction, rate: Fraction, due_on: date) -> Fraction:
    return borne + rate * running.balance * (due_on - running.since).days


def note_subsidy(state: LoanState, rows: list[Row], *, annual_rate: Decimal) -> None:
    """Note what the city pays for each row where the bank's own rate is the higher one."""
    rate = _subsidised(state, annual_rate)
    if not rate:
        return
    whole = sum(row.principal for row in rows)
    balance = whole
    for row in rows:
        fraction = period_fraction(state.terms, starts_on=row.starts_on, due_on=row.due_on)
        base = whole if state.terms.method is InterestMethod.FLAT else balance
        row.subsidy = int(round_half_up(rate * fraction * base))
        balance -= row.principal
