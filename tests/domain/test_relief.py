"""What would help a borrower in trouble: each way with its effect, and no rupiah lost by it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, settings
from hypothesis import given as whatever
from hypothesis import strategies as st

from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.money import ZERO, Rupiah, total
from harkat.domain.position import Position, position
from harkat.domain.relief import HOLIDAYS, Relief, ReliefWish, outlook, relief, reliefs
from harkat.domain.schedule_change import ScheduleChange
from tests.domain.histories import History, histories
from tests.domain.loans import TERMS, disbursed, given_terms, level_terms, repaid

BEFORE_DUE = date(2026, 2, 20)
LATE = date(2026, 4, 12)
"""Ten days after the second due date; nothing was paid."""
KNOWN = [disbursed()]


def ways(on: date, *, can_pay: int = 0, pays: int = 0) -> dict[tuple[ReliefWish, int], Relief]:
    found = reliefs(terms=TERMS, known=KNOWN, on=on, can_pay=Rupiah(can_pay), pays=Rupiah(pays))
    return {
        (each.wish, each.count if each.wish is ReliefWish.HOLIDAY else 0): each for each in found
    }


class TestHoliday:
    def test_moves_the_next_instalment_and_the_last_by_a_month(self):
        way = ways(BEFORE_DUE)[ReliefWish.HOLIDAY, 1]

        assert way.kind is EventKind.PAYMENT_HOLIDAY
        assert (way.before.next_due_on, way.before.last_due_on) == (
            date(2026, 3, 2),
            date(2027, 2, 2),
        )
        assert (way.after.next_due_on, way.after.last_due_on) == (
            date(2026, 4, 2),
            date(2027, 3, 2),
        )

    def test_costs_the_interest_of_the_month_it_is_longer(self):
        one, three = (ways(BEFORE_DUE)[ReliefWish.HOLIDAY, count] for count in HOLIDAYS)

        assert one.more_interest == 25_000  # a month of 3 % on all that is owed
        assert three.more_interest == 75_000

    def test_takes_along_what_is_late_already(self):
        way = ways(LATE)[ReliefWish.HOLIDAY, 1]

        assert way.kind is EventKind.RESTRUCTURED
        assert (way.before.due, way.after.due) == (1_693_874, 0)
        assert way.after.next_due_on == date(2026, 6, 2)
        assert way.after.put_aside == 47_945  # interest that fell due, without interest on it


class TestLongerSchedule:
    def test_is_the_shortest_whose_instalments_can_be_paid(self):
        way = ways(BEFORE_DUE, can_pay=600_000)[ReliefWish.LONGER, 0]
        shorter = relief(
            terms=TERMS, known=KNOWN, on=BEFORE_DUE, wish=ReliefWish.LONGER, count=way.count - 1
        )

        assert shorter is not None
        assert way.after.instalment <= 600_000 < shorter.after.instalment

    def test_is_half_a_year_longer_if_nobody_says_what_can_be_paid(self):
        assert ways(BEFORE_DUE)[ReliefWish.LONGER, 0].count == 18

    def test_is_the_longest_that_is_suggested_if_none_is_small_enough(self):
        way = ways(BEFORE_DUE, can_pay=1)[ReliefWish.LONGER, 0]

        assert (way.count, way.after.count) == (36, 36)

    def test_is_not_there_when_the_principal_has_no_more_parts(self):
        terms = given_terms(principal=Rupiah(12))

        found = reliefs(terms=terms, known=[disbursed(terms=terms)], on=BEFORE_DUE)

        assert [each for each in found if each.wish is ReliefWish.LONGER] == []


class TestPartOfWhatIsDue:
    def test_leaves_nothing_late_and_plans_the_rest_over_the_same_months(self):
        way = ways(LATE, pays=500_000)[ReliefWish.PART_NOW, 0]

        assert way.after.due == ZERO
        assert (way.after.count, way.after.last_due_on) == (10, way.before.last_due_on)
        assert way.more_interest == 15_173

    def test_is_no_way_when_it_is_nothing_or_all_of_it(self):
        for pays in (0, 1_693_874, 9_000_000):
            assert (ReliefWish.PART_NOW, 0) not in ways(LATE, pays=pays)
        assert (ReliefWish.PART_NOW, 0) not in ways(BEFORE_DUE, pays=500_000)


class TestLoan:
    def test_that_has_ended_has_no_way(self):
        gone = [*KNOWN, repaid(10_200_000, on=BEFORE_DUE)]

        assert reliefs(terms=TERMS, known=gone, on=BEFORE_DUE) == ()
        assert outlook(position(terms=TERMS, events=gone, on=BEFORE_DUE)).last_due_on is None

    def test_past_its_last_day_is_helped_by_a_new_schedule_only(self):
        after_all = date(2027, 3, 1)

        found = reliefs(terms=TERMS, known=KNOWN, on=after_all, can_pay=Rupiah(1_000_000))

        assert {each.kind for each in found} == {EventKind.RESTRUCTURED}
        assert {each.after.due for each in found} == {ZERO}

    def test_takes_no_way_that_was_never_one(self):
        for count in (0, 10_000):
            assert (
                relief(terms=TERMS, known=KNOWN, on=BEFORE_DUE, wish=ReliefWish.LONGER, count=count)
                is None
            )


loans = histories(
    level_terms.map(lambda terms: replace(terms, instalments=min(terms.instalments, 9))), most=4
)


@st.composite
def moments(draw: st.DrawFn) -> tuple[History, date]:
    history = draw(loans)
    return history, history.last_day + timedelta(days=draw(st.integers(0, 70)))


class TestEveryWay:
    @settings(max_examples=20)
    @whatever(
        moment=moments(),
        can_pay=st.integers(0, 3_000_000).map(Rupiah),
        pays=st.integers(0, 1_000_000).map(Rupiah),
    )
    def test_leaves_the_principal_as_it_is_less_what_is_paid(
        self, moment: tuple[History, date], can_pay: Rupiah, pays: Rupiah
    ):
        history, on = moment
        now = history.position(on)
        for way in reliefs(
            terms=history.terms, known=history.events, on=on, can_pay=can_pay, pays=pays
        ):
            changed = after(history, way, on=on)
            paid = after(history, way, on=on, is_only_paid=True)

            assert asked_principal(changed) == changed.outstanding
            assert lent_and_open(changed) == lent_and_open(paid)
            assert way.after == outlook(changed)
            assert way.before == outlook(now)

    @settings(max_examples=20)
    @whatever(moment=moments(), can_pay=st.integers(10_000, 3_000_000).map(Rupiah))
    def test_that_is_longer_keeps_to_what_was_said_or_is_the_longest(
        self, moment: tuple[History, date], can_pay: Rupiah
    ):
        history, on = moment
        found = reliefs(terms=history.terms, known=history.events, on=on, can_pay=can_pay)
        longer = [each for each in found if each.wish is ReliefWish.LONGER]
        assume(longer)

        left = sum(row.due_on > on and row.number > 0 for row in history.position(on).instalments)
        beyond = [
            relief(
                terms=history.terms,
                known=history.events,
                on=on,
                wish=ReliefWish.LONGER,
                count=count,
            )
            for count in range(longer[0].count + 1, 2 * left + 13)
        ]
        assert longer[0].after.instalment <= can_pay or not any(beyond)


def after(history: History, way: Relief, *, on: date, is_only_paid: bool = False) -> Position:
    """Return where the loan stands once the way was recorded, or only what is paid for it."""
    seq = max(event.seq for event in history.events)
    added = []
    if way.pays:
        added.append(replace(repaid(int(way.pays), on=on), seq=seq + 1))
    if not is_only_paid:
        added.append(event_of(way, seq=seq + 2, on=on))
    return position(terms=history.terms, events=[*history.events, *added], on=on)


def event_of(way: Relief, *, seq: int, on: date) -> LoanEvent:
    change: ScheduleChange = way.change
    return LoanEvent(seq=seq, kind=way.kind, value_on=on, key=f"event-{seq}", change=change)


def lent_and_open(found: Position) -> int:
    """Return the principal that is open, but for what was paid ahead and now pays something else.

    A new schedule lets what was paid ahead pay its own rows, so interest may become principal.
    """
    return found.outstanding - found.interest_paid - found.penalty_paid - found.overpaid


def asked_principal(found: Position) -> Rupiah:
    return total(row.principal_unpaid for row in found.instalments)
