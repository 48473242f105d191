"""A second calculator of schedules: small, slow and obvious, to check the programme against.

It shares nothing with harkat: it was written from the rules in words, computes with fractions
everywhere, and finds a level instalment by present values. `cases.csv` holds the terms; run as a
script it writes one table a case beside it: rows a banker can work out again and sign.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
PERIODS_A_YEAR = {"day": 360, "week": 52, "two_weeks": 26, "month": 12}
DAYS = {"day": 1, "week": 7, "two_weeks": 14}
COLUMNS = ("number", "due_on", "principal", "interest", "total", "balance")
RATE_STEP = Fraction(1, 10**12)


@dataclass(frozen=True)
class Case:
    """The terms of one loan, as the index states them."""

    principal: int
    annual_rate: Fraction
    instalments: int
    every: str
    method: str
    day_count: str
    rounding: str
    multiple: int
    disbursed_on: date
    first_due: date | None
    principal_grace: int
    interest_grace: int
    interest_grace_mode: str
    margin: int | None
    margin_spread: str
    fee: int
    shift: str
    holidays: tuple[date, ...]

    @property
    def grace(self) -> int:
        """All rows without principal."""
        return self.principal_grace + self.interest_grace

    @property
    def paying(self) -> int:
        """All rows with principal."""
        return self.instalments - self.grace


def read(row: dict[str, str]) -> Case:
    """Return the terms of one line of the index."""
    return Case(
        principal=int(row["principal"]),
        annual_rate=Fraction(row["annual_rate"]),
        instalments=int(row["instalments"]),
        every=row["every"],
        method=row["method"],
        day_count=row["day_count"],
        rounding=row["rounding"],
        multiple=int(row["multiple"]),
        disbursed_on=date.fromisoformat(row["disbursed_on"]),
        first_due=date.fromisoformat(row["first_due"]) if row["first_due"] else None,
        principal_grace=int(row["principal_grace"]),
        interest_grace=int(row["interest_grace"]),
        interest_grace_mode=row["interest_grace_mode"],
        margin=int(row["margin"]) if row["margin"] else None,
        margin_spread=row["margin_spread"],
        fee=int(row["fee"]),
        shift=row["shift"],
        holidays=tuple(date.fromisoformat(day) for day in row["holidays"].split()),
    )


def index() -> list[dict[str, str]]:
    """Return the lines of the index."""
    with (HERE / "cases.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table(case: Case) -> list[dict[str, str]]:
    """Return the rows of a case and what they add up to, as they are written."""
    principals, interests = plan(case)
    balance, rows = case.principal, []
    for number, due_on in enumerate(due_dates(case)):
        balance -= principals[number]
        amounts = (
            principals[number],
            interests[number],
            principals[number] + interests[number],
            balance,
        )
        rows.append((str(number + 1), due_on.isoformat(), *map(str, amounts)))
    paid = sum(principals) + sum(interests)
    rows.append(("total", "", str(sum(principals)), str(sum(interests)), str(paid), ""))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def whole(amount: Fraction, rounding: str, multiple: int = 1) -> int:
    """Round an amount once, to the multiple."""
    units = amount / multiple
    below = int(units)
    rest = units - below
    if rounding == "up":
        goes_up = rest > 0
    elif rounding == "half_even":
        goes_up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    else:
        goes_up = rest >= Fraction(1, 2)
    return (below + goes_up) * multiple


def month_later(start: date, months: int) -> date:
    """Return the same day so many months on, or that month's last day."""
    years, month = divmod(start.month - 1 + months, 12)
    day = start.day
    while True:
        try:
            return date(start.year + years, month + 1, day)
        except ValueError:
            day -= 1


def due_dates(case: Case) -> list[date]:
    """Return the due dates, moved to open days if that is agreed."""
    days: list[date] = []
    for number in range(case.instalments):
        if case.first_due is not None:
            start, periods = case.first_due, number
        else:
            start, periods = case.disbursed_on, number + 1
        if case.every == "month":
            day = month_later(start, periods)
        else:
            day = start + timedelta(days=DAYS[case.every] * periods)
        if case.shift == "forward":
            while is_closed(case, day) or (days and day <= days[-1]):
                day += timedelta(days=1)
        days.append(day)
    return days


def is_closed(case: Case, day: date) -> bool:
    """Tell a Sunday or a holiday."""
    return day.isoweekday() == 7 or day in case.holidays


def year_parts(case: Case) -> list[Fraction]:
    """Return the part of a year that each period is."""
    days = [case.disbursed_on, *due_dates(case)]
    return [part_of_a_year(case, start, end) for start, end in pairwise(days)]


def part_of_a_year(case: Case, start: date, end: date) -> Fraction:
    """Return the part of a year between two days, by the day count."""
    if case.day_count == "30/360":
        return Fraction(1, PERIODS_A_YEAR[case.every])
    if case.day_count == "actual/365":
        return Fraction((end - start).days, 365)
    if case.day_count == "actual/360":
        return Fraction((end - start).days, 360)
    return sum((Fraction(1, days_in_year(day)) for day in each_day(start, end)), Fraction(0))


def each_day(start: date, end: date) -> Iterator[date]:
    """Yield each day of a period, the first one in and the last one out."""
    while start < end:
        yield start
        start += timedelta(days=1)


def days_in_year(day: date) -> int:
    """Return 365 or 366."""
    return (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days


def plan(case: Case) -> tuple[list[int], list[int]]:
    """Return the principal and the interest of each row."""
    parts = year_parts(case)
    rates = [case.annual_rate * part for part in parts]
    if case.method == "declining_annuity":
        level = whole(
            Fraction(case.principal) / annuity_factor(rates[case.grace :]),
            case.rounding,
            case.multiple,
        )
        principals, interests = on_the_balance(case, rates, level=level)
    elif case.method == "declining_equal_principal":
        share = whole(Fraction(case.principal, case.paying), case.rounding, case.multiple)
        principals, interests = on_the_balance(case, rates, share=share)
    elif case.method == "bullet":
        interests = [whole(case.principal * rate, case.rounding) for rate in rates]
        principals = [0] * (case.instalments - 1) + [case.principal]
    elif case.method == "flat":
        interests = [whole(case.principal * rate, case.rounding) for rate in rates]
        everything = case.principal * (1 + sum(rates[case.grace :]))
        level = whole(everything / case.paying, case.rounding, case.multiple)
        principals = beside(case, interests, level)
    else:
        interests = margin_rows(case, parts)
        everything = Fraction(case.principal + sum(interests[case.grace :]))
        level = whole(everything / case.paying, case.rounding, case.multiple)
        principals = beside(case, interests, level)
    return principals, after_grace(case, interests)


def annuity_factor(rates: list[Fraction]) -> Fraction:
    """Return what Rp1 in every period is worth before the first of them."""
    discount, factor = Fraction(1), Fraction(0)
    for rate in rates:
        discount /= 1 + rate
        factor += discount
    return factor


def on_the_balance(
    case: Case, rates: list[Fraction], *, level: int | None = None, share: int | None = None
) -> tuple[list[int], list[int]]:
    """Return rows with interest on what is owed, beside a level payment or a share of principal."""
    balance, principals, interests = case.principal, [], []
    for number, rate in enumerate(rates):
        interest = whole(balance * rate, case.rounding)
        if number < case.grace:
            principal = 0
        elif number == case.instalments - 1:
            principal = balance
        elif level is not None:
            principal = level - interest
        else:
            assert share is not None
            principal = share
        principals.append(principal)
        interests.append(interest)
        balance -= principal
    return principals, interests


def beside(case: Case, interests: list[int], level: int) -> list[int]:
    """Return the principal beside given interest in a level payment; the last takes the rest."""
    principals = [0] * case.grace
    principals += [level - interest for interest in interests[case.grace : -1]]
    return [*principals, case.principal - sum(principals)]


def margin_rows(case: Case, parts: list[Fraction]) -> list[int]:
    """Return each row's share of the margin."""
    margin = case.margin
    if margin is None:
        years = Fraction(case.instalments, PERIODS_A_YEAR[case.every])
        margin = whole(case.principal * case.annual_rate * years, case.rounding)
    if case.margin_spread == "flat":
        return evenly(margin, case.instalments, case.rounding)
    return margin_as_annuity(case, parts, margin)


def evenly(amount: int, count: int, rounding: str) -> list[int]:
    """Share an amount out, never more than is left; the last takes the rest."""
    shares: list[int] = []
    for _ in range(count - 1):
        shares.append(min(whole(Fraction(amount, count), rounding), amount - sum(shares)))
    return [*shares, amount - sum(shares)]


def margin_as_annuity(case: Case, parts: list[Fraction], margin: int) -> list[int]:
    """Return the margin as the interest of the annuity that bears so much in all.

    The yearly rate is found to twelve decimals, from below; the sums borne so far are rounded.
    """
    steps = 0
    for power in reversed(range(80)):
        if interest_at(case, parts, (steps + 2**power) * RATE_STEP) <= margin:
            steps += 2**power
    rate = steps * RATE_STEP
    borne, sums, balance = Fraction(0), [], Fraction(case.principal)
    of_grace = case.principal * rate * sum(parts[: case.grace])
    level = (case.principal + margin - of_grace) / case.paying
    for number, part in enumerate(parts[:-1]):
        interest = balance * rate * part
        borne += interest
        sums.append(whole(borne, case.rounding))
        if number >= case.grace:
            balance -= level - interest
    sums.append(margin)
    return [after - before for before, after in zip([0, *sums[:-1]], sums, strict=True)]


def interest_at(case: Case, parts: list[Fraction], rate: Fraction) -> Fraction:
    """Return all interest of the exact annuity at a yearly rate."""
    rates = [rate * part for part in parts]
    level = case.principal / annuity_factor(rates[case.grace :])
    of_grace = case.principal * sum(rates[: case.grace], Fraction(0))
    return level * case.paying - case.principal + of_grace


def after_grace(case: Case, interests: list[int]) -> list[int]:
    """Take the interest out of the rows of nothing and put it where it is agreed."""
    free = case.interest_grace
    deferred, kept = sum(interests[:free]), interests[free:]
    if free and case.interest_grace_mode == "collected":
        kept[0] += deferred
    elif free and case.interest_grace_mode == "spread":
        shares = evenly(deferred, len(kept), case.rounding)
        kept = [interest + share for interest, share in zip(kept, shares, strict=True)]
    return [0] * free + kept


def effective_rate(case: Case) -> str:
    """Return the yearly rate of the cash flows, fee included, to six places."""
    principals, interests = plan(case)
    flows = [
        principal + interest for principal, interest in zip(principals, interests, strict=True)
    ]
    with localcontext(prec=50):
        received = Decimal(case.principal - case.fee)
        low, high = Decimal(0), Decimal(4)
        for _ in range(150):
            middle = (low + high) / 2
            worth = sum(flow / (1 + middle) ** (number + 1) for number, flow in enumerate(flows))
            low, high = (middle, high) if worth > received else (low, middle)
        yearly = high * PERIODS_A_YEAR[case.every]
        return str(yearly.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP))


def main() -> None:
    """Write the table of every case of the index."""
    for row in index():
        with (HERE / f"{row['case']}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table(read(row)))


if __name__ == "__main__":
    main()
