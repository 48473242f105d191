"""Deliberate breaks of the formulas and guards of money; each must make the named tests fail."""

from dataclasses import dataclass

DOMAIN, SERVICES = "tests/domain/", "tests/services/"
SCHEDULE = f"{DOMAIN}test_schedule.py"
GOLDEN = f"{DOMAIN}test_golden_schedules.py::TestSignedTable"
DUE_DATES = f"{DOMAIN}test_due_dates.py"
ALLOCATION = f"{DOMAIN}test_allocation.py"
FOLD = f"{DOMAIN}test_fold_cases.py"
REPLANNING = f"{DOMAIN}test_replanning_cases.py"
EVENTS = f"{DOMAIN}test_loan_events.py"
LIFE = f"{DOMAIN}test_loan_life.py"
GRADES = f"{DOMAIN}test_kolektibilitas.py"
QUALITY = f"{DOMAIN}test_portfolio_quality.py"
JOINT = f"{DOMAIN}test_joint_liability.py"
CHANGES = f"{SERVICES}test_loan_changes.py"
NIGHT = f"{SERVICES}test_end_of_day.py"
BOOKED = f"{SERVICES}test_loan_events.py"
IDENTITIES = "tests/queries/test_book_invariants.py::TestIdentities"
SELF_CHECK = "tests/queries/test_invariants.py::TestSelfCheck"


@dataclass(frozen=True)
class Mutation:
    """One break: in `file`, `old` becomes `new`; of `tests`, those that `only` picks must fail.

    Tests with a database run on SQLite only.
    """

    name: str
    file: str
    old: str
    new: str
    tests: str
    only: str = ""


_MONEY = "harkat/domain/money.py"
_METHODS = "harkat/domain/schedule_methods.py"
_LEVEL = "harkat/domain/level_instalment.py"
_DAYS = "harkat/domain/day_count.py"
_DUE = "harkat/domain/due_dates.py"
_CALENDAR = "harkat/domain/calendar.py"
_PLAN = "harkat/domain/schedule.py"
_MARGIN = "harkat/domain/margin.py"

SCHEDULES = (
    Mutation(
        "half_up_rounds_down",
        _MONEY,
        "    return whole + (2 * rest >= denominator)",
        "    return whole",
        GOLDEN,
    ),
    Mutation(
        "half_even_rounds_up",
        _MONEY,
        "return whole + (2 * rest + (whole & 1) > denominator)",
        "return whole + (2 * rest >= denominator)",
        SCHEDULE,
        "rounding_of_a_level",
    ),
    Mutation(
        "up_rounds_half_up",
        _MONEY,
        "return whole + (rest > 0)",
        "return whole + (2 * rest >= denominator)",
        GOLDEN,
    ),
    Mutation(
        "half_even_of_an_interest_rounds_up",
        _METHODS,
        "if are_equal and rounding is not Rounding.HALF_EVEN:",
        "if are_equal:",
        SCHEDULE,
        "rounding_of_an_interest",
    ),
    Mutation(
        "interest_on_the_balance_is_cut_off",
        _METHODS,
        "addend = double - 1 if rounding is Rounding.UP else denominator",
        "addend = double - 1 if rounding is Rounding.UP else 0",
        GOLDEN,
    ),
    Mutation(
        "interest_is_rounded_twice_in_a_period",
        _METHODS,
        "rounded_quotient(balance * numerator, denominator, task.rounding)",
        "rounded_quotient(10 * rounded_quotient(balance * numerator, denominator * 10,"
        " task.rounding), 1, task.rounding)",
        GOLDEN,
    ),
    Mutation(
        "last_row_is_like_the_others",
        _METHODS,
        "    principals.append(left)\n",
        "    principals.append((principals or [left])[-1])\n",
        GOLDEN,
    ),
    Mutation(
        "level_factor_has_a_period_less",
        _LEVEL,
        "growth, one = (denominator + numerator) ** periods, denominator**periods",
        "growth, one = (denominator + numerator) ** (periods + 1), denominator ** (periods + 1)",
        GOLDEN,
    ),
    Mutation(
        "progressive_factor_does_not_grow",
        _LEVEL,
        "future = one + future * grown",
        "future = one + future * denominator",
        GOLDEN,
    ),
    Mutation(
        "multiple_is_not_rounded_to",
        _METHODS,
        "rounded_quotient(numerator, denominator * task.multiple, task.rounding) * task.multiple",
        "rounded_quotient(numerator, denominator, task.rounding)",
        SCHEDULE,
        "test_multiple",
    ),
    Mutation(
        "row_without_principal_is_let_pass",
        _METHODS,
        "if principals and min(principals) < 1:",
        "if principals and min(principals) < 0:",
        SCHEDULE,
        "TestRefusal",
    ),
    Mutation(
        "actual_365_counts_360", _DAYS, "return days, _USUAL_YEAR", "return days, 360", GOLDEN
    ),
    Mutation(
        "actual_360_counts_365", _DAYS, "return days, _BANKERS_YEAR", "return days, 365", GOLDEN
    ),
    Mutation(
        "actual_actual_forgets_leap_years",
        _DAYS,
        "        if isleap(year)\n",
        "        if not isleap(year)\n",
        SCHEDULE,
        "leap_year",
    ),
    Mutation(
        "two_weeks_are_24_a_year",
        "harkat/domain/term_choices.py",
        "Every.TWO_WEEKS: 26",
        "Every.TWO_WEEKS: 24",
        SCHEDULE,
        "test_every",
    ),
    Mutation(
        "month_end_does_not_come_back",
        _DUE,
        "return (months_after(start, months) for months in count(first))",
        "return (months_after(months_after(start, months - 1), 1) for months in count(first))",
        DUE_DATES,
        "clamp",
    ),
    Mutation(
        "month_end_is_the_28th",
        _CALENDAR,
        "min(day.day, monthrange(year, month)[1])",
        "min(day.day, 28)",
        DUE_DATES,
        "clamp",
    ),
    Mutation(
        "sundays_are_days_like_others",
        _DUE,
        "if not is_sunday(day) and day not in holidays)",
        "if day not in holidays)",
        DUE_DATES,
        "moves_off",
    ),
    Mutation(
        "holidays_are_days_like_others",
        _DUE,
        "if not is_sunday(day) and day not in holidays)",
        "if not is_sunday(day))",
        DUE_DATES,
        "moves_off",
    ),
    Mutation(
        "two_dates_are_pushed_together",
        _DUE,
        "_open_days(max(day, last + _DAY), holidays)",
        "_open_days(day, holidays)",
        DUE_DATES,
        "never_puts_two",
    ),
    Mutation(
        "first_due_date_is_ignored",
        _DUE,
        "terms.first_due_on or terms.disbursed_on,\n        0 if terms.first_due_on else 1,",
        "terms.disbursed_on,\n        1,",
        DUE_DATES,
        "first",
    ),
    Mutation(
        "grace_interest_is_collected_at_the_end",
        _PLAN,
        "interests[grace] += deferred",
        "interests[-1] += deferred",
        SCHEDULE,
        "test_interest_grace",
    ),
    Mutation(
        "grace_interest_is_never_spread",
        _PLAN,
        "elif mode is InterestGraceMode.SPREAD:",
        "elif False:",
        SCHEDULE,
        "test_interest_grace",
    ),
    Mutation(
        "grace_interest_is_never_waived",
        _PLAN,
        "if mode is InterestGraceMode.COLLECTED:",
        "if mode is not InterestGraceMode.SPREAD:",
        SCHEDULE,
        "test_interest_grace",
    ),
    Mutation(
        "grace_of_nothing_pays_principal",
        _PLAN,
        "grace=left.interest_grace + left.principal_grace,",
        "grace=left.principal_grace,",
        SCHEDULE,
        "grace",
    ),
    Mutation(
        "margin_is_of_one_period",
        "harkat/domain/product.py",
        "whole = self.period_rate * self.instalments * int(self.principal)",
        "whole = self.period_rate * int(self.principal)",
        SCHEDULE,
        "test_method",
    ),
    Mutation(
        "margin_is_overdrawn",
        _MARGIN,
        "shares.append(min(share, amount))",
        "shares.append(share)",
        SCHEDULE,
        "margin",
    ),
    Mutation(
        "annuity_margin_is_spread_evenly",
        _METHODS,
        "if task.year_parts is None:",
        "if True:",
        SCHEDULE,
        "test_margin_spread",
    ),
    Mutation(
        "fee_is_no_cost",
        "harkat/domain/cost.py",
        "_internal_rate(int(terms.principal - terms.fee), payments)",
        "_internal_rate(int(terms.principal), payments)",
        f"{DOMAIN}test_cost.py",
        "counts_the_fee",
    ),
)

_ALLOCATING = "harkat/domain/allocation.py"
_PAYING = "harkat/domain/paying.py"
_STATE = "harkat/domain/loan_state.py"
_SETTLING = "harkat/domain/settlement.py"
_RUNNING = "harkat/domain/running_period.py"
_EVENTS = "harkat/domain/loan_events.py"

EVENTS_AND_POSITION = (
    Mutation(
        "principal_is_paid_before_interest",
        _ALLOCATING,
        "AllocationOrder.INTEREST_PRINCIPAL_PENALTY: (_INTEREST, _PRINCIPAL, _PENALTY),",
        "AllocationOrder.INTEREST_PRINCIPAL_PENALTY: (_PRINCIPAL, _INTEREST, _PENALTY),",
        ALLOCATION,
        "by_default",
    ),
    Mutation(
        "principal_first_is_interest_first",
        _ALLOCATING,
        "AllocationOrder.PRINCIPAL_INTEREST_PENALTY: (_PRINCIPAL, _INTEREST, _PENALTY),",
        "AllocationOrder.PRINCIPAL_INTEREST_PENALTY: (_INTEREST, _PRINCIPAL, _PENALTY),",
        ALLOCATION,
        "decides",
    ),
    Mutation(
        "penalty_first_is_interest_first",
        _ALLOCATING,
        "AllocationOrder.PENALTY_INTEREST_PRINCIPAL: (_PENALTY, _INTEREST, _PRINCIPAL),",
        "AllocationOrder.PENALTY_INTEREST_PRINCIPAL: (_INTEREST, _PRINCIPAL, _PENALTY),",
        ALLOCATION,
        "decides",
    ),
    Mutation(
        "all_interest_first_goes_row_by_row",
        _ALLOCATING,
        "if order is AllocationOrder.ALL_INTEREST_FIRST:",
        "if False:",
        ALLOCATION,
        "decides",
    ),
    Mutation(
        "keep_pays_the_next_rows",
        _ALLOCATING,
        "rows = reversed(state.rows_to_come(on))",
        "rows = state.rows_to_come(on)",
        ALLOCATION,
        "last_rows",
    ),
    Mutation(
        "recast_lower_pays_ahead",
        _PAYING,
        "Surplus.RECAST_LOWER: _recast,",
        "Surplus.RECAST_LOWER: _next_instalments,",
        ALLOCATION,
        "lowers",
    ),
    Mutation(
        "credit_pays_ahead",
        _PAYING,
        "Surplus.CREDIT: _credit,",
        "Surplus.CREDIT: _next_instalments,",
        ALLOCATION,
        "stays_as_a_credit",
    ),
    Mutation(
        "rows_due_forget_the_due_date",
        _STATE,
        "            if row.due_on > on:\n                break\n            due.append(row)",
        "            if row.due_on >= on:\n                break\n            due.append(row)",
        ALLOCATION,
        "on_a_due_date",
    ),
    Mutation(
        "days_past_due_begin_at_two",
        _STATE,
        "return (on - late.due_on).days if late else 0",
        "return (on - late.due_on).days + 1 if late else 0",
        f"{DOMAIN}test_position.py",
        "oldest_unpaid",
    ),
    Mutation(
        "penalty_has_no_grace",
        _STATE,
        "late = (on - row.due_on).days - grace",
        "late = (on - row.due_on).days",
        ALLOCATION,
        "beyond_the_grace",
    ),
    Mutation(
        "penalty_has_no_cap",
        _STATE,
        "accrued = min(accrued, rounded(most, Rounding.HALF_UP))",
        "accrued = accrued or rounded(most, Rounding.HALF_UP)",
        ALLOCATION,
        "capped",
    ),
    Mutation(
        "penalty_on_a_penalty",
        _STATE,
        "row.overdue_days += row.unpaid * days",
        "row.overdue_days += (row.unpaid + int(self.penalty_due(row))) * days",
        FOLD,
        "TestPenalty",
    ),
    Mutation(
        "penalty_a_month_is_a_penalty_a_day",
        _STATE,
        "_DAYS_A_MONTH = 30",
        "_DAYS_A_MONTH = 1",
        ALLOCATION,
        "thirty_days",
    ),
    Mutation(
        "waived_penalty_is_asked_for",
        _STATE,
        "return max(penalty - row.penalty_paid - row.penalty_waived, 0)",
        "return max(penalty - row.penalty_paid, 0)",
        FOLD,
        "penalty_waived",
    ),
    Mutation(
        "settlement_owes_all_interest_to_come",
        _SETTLING,
        "return sum(row.interest for row in running) + max(deferred, 0)",
        "return sum(row.interest for row in to_come) + max(deferred, 0)",
        FOLD,
        "settled",
    ),
    Mutation(
        "settlement_forgets_deferred_interest",
        _SETTLING,
        "return sum(row.interest for row in running) + max(deferred, 0)",
        "return sum(row.interest for row in running)",
        REPLANNING,
        "settled",
    ),
    Mutation(
        "settlement_gives_no_rebate",
        _SETTLING,
        "return whole - int(rebate)",
        "return whole",
        FOLD,
        "TestMargin",
    ),
    Mutation(
        "settlement_on_the_first_day_owes_the_period",
        _SETTLING,
        "running = [row for row in to_come if row.starts_on < on]",
        "running = [row for row in to_come if row.starts_on <= on]",
        f"{DOMAIN}test_any_history.py",
        "first_day_of_a_period",
    ),
    Mutation(
        "settlement_forgets_what_was_paid_ahead",
        _SETTLING,
        "principal + interest_due + interest - ahead, 0)",
        "principal + interest_due + interest, 0)",
        BOOKED,
        "sqlite and counts_interest_that_was_paid_ahead",
    ),
    Mutation(
        "running_period_forgets_the_old_rate",
        _RUNNING,
        "return borne + rate * running.balance * (due_on - running.since).days",
        "return rate * running.balance * (due_on - running.since).days",
        REPLANNING,
        "TestRateChanged",
    ),
    Mutation(
        "old_rate_holds_for_the_whole_period",
        _RUNNING,
        "_over_period(running, running.interest, Fraction(annual_rate), due_on)",
        "_over_period(running, running.interest, Fraction(state.annual_rate), due_on)",
        REPLANNING,
        "TestRestructured",
    ),
    Mutation(
        "tranche_bears_the_whole_period",
        _RUNNING,
        "borne = past.balance * (on - past.since).days",
        "borne = (past.balance + added) * (on - past.since).days",
        REPLANNING,
        "TestTranche",
    ),
    Mutation(
        "subsidy_is_of_the_banks_whole_rate",
        _RUNNING,
        "max(Fraction(bank_rate - annual_rate), Fraction(0))",
        "Fraction(bank_rate)",
        BOOKED,
        "sqlite and TestSubsidy",
    ),
    Mutation(
        "capitalised_is_paid_after_principal",
        _STATE,
        "of_capitalised = min(amount, self.capitalised)",
        "of_capitalised = max(amount - self.principal, 0)",
        REPLANNING,
        "capitalised",
    ),
    Mutation(
        "capitalised_comes_back_as_room_to_lend",
        _STATE,
        "self.principal_repaid += amount - of_capitalised",
        "self.principal_repaid += amount",
        REPLANNING,
        "capitalised",
    ),
    Mutation(
        "reversal_takes_effect_before_its_day",
        _EVENTS,
        "if reversal.value_on <= on:",
        "if True:",
        EVENTS,
        "reversed_later",
    ),
    Mutation(
        "day_does_not_begin_with_the_disbursement",
        _EVENTS,
        "return event.value_on, event.kind is not EventKind.DISBURSED, event.seq",
        "return event.value_on, False, event.seq",
        f"{DOMAIN}test_position.py",
        "recorded_first",
    ),
    Mutation(
        "credit_is_spent_twice",
        _STATE,
        "if amount > sum(self.credits.values()):",
        "if False:",
        FOLD,
        "credit_is_spent",
    ),
    Mutation(
        "written_off_keeps_no_claim",
        "harkat/domain/leaving.py",
        "state.claim += principal + capitalised + interest",
        "state.claim += principal",
        FOLD,
        "written_off",
    ),
    Mutation(
        "restructuring_never_capitalises",
        "harkat/domain/restructuring.py",
        "capitalised = interest if change.capitalises_interest else 0",
        "capitalised = 0",
        REPLANNING,
        "TestRestructured",
    ),
)

_LIFE = "harkat/domain/loan_life.py"

OUT_OF_LIFE = (
    Mutation(
        "tomorrow_is_recorded",
        _LIFE,
        "if event.value_on > today:",
        "if False:",
        LIFE,
        "event_of_tomorrow",
    ),
    Mutation(
        "payment_before_the_loan_is_recorded",
        _LIFE,
        "if not now.disbursed or event.value_on < terms.disbursed_on:",
        "if not now.disbursed:",
        LIFE,
        "dated_before_the_loan",
    ),
    Mutation(
        "payment_on_a_closed_loan_is_recorded",
        _LIFE,
        "if (now.ended or now.is_paid_off) and event.kind not in _AFTER_PAYOFF:",
        "if now.ended and event.kind not in _AFTER_PAYOFF:",
        LIFE,
        "payment_of_a_loan_paid_off",
    ),
    Mutation(
        "settlement_of_any_sum_is_recorded",
        _LIFE,
        "if event.amount != quote:",
        "if event.amount < quote:",
        LIFE,
        "more_than_the_quote",
    ),
    Mutation(
        "waiver_beyond_what_is_due_is_recorded",
        _LIFE,
        "_up_to(then.interest_due, OutOfLife.MORE_THAN_DUE, event)",
        "_up_to(then.outstanding, OutOfLife.MORE_THAN_DUE, event)",
        LIFE,
        "beyond_the_interest",
    ),
    Mutation(
        "reversal_of_a_reversal_is_recorded",
        _LIFE,
        "if target.kind is EventKind.REVERSED:",
        "if False:",
        LIFE,
        "reversal_of_a_reversal",
    ),
    Mutation(
        "reversal_twice_is_recorded",
        _LIFE,
        "if target.seq in undone:",
        "if False:",
        LIFE,
        "reversal_twice",
    ),
    Mutation(
        "disbursement_is_taken_from_under_payments",
        _LIFE,
        "if target.kind is EventKind.DISBURSED:",
        "if False:",
        LIFE,
        "others_build_on",
    ),
    Mutation(
        "more_instalments_than_rupiah_are_recorded",
        _LIFE,
        "if asked is not None and made != asked:",
        "if False:",
        LIFE,
        "more_instalments_than_rupiah",
    ),
)

_GRADES = "harkat/domain/kolektibilitas.py"
_QUALITY = "harkat/domain/portfolio_quality.py"
_JOINT = "harkat/domain/joint_liability.py"
_FACILITY = "harkat/domain/facility.py"

GRADES_AND_GROUPS = (
    Mutation(
        "commercial_grade_2_ends_a_day_later",
        _GRADES,
        "past_due=(0, 90, 120, 180)",
        "past_due=(0, 91, 120, 180)",
        GRADES,
        "commercial",
    ),
    Mutation(
        "bpr_grade_1_ends_at_29_days",
        _GRADES,
        "past_due=(30, 90, 180, 360)",
        "past_due=(29, 90, 180, 360)",
        GRADES,
        "bpr",
    ),
    Mutation(
        "bpr_after_maturity_has_ninety_days",
        _GRADES,
        "past_maturity=(0, 15, 30, 60)",
        "past_maturity=(0, 15, 30, 90)",
        GRADES,
        "maturity",
    ),
    Mutation(
        "bpr_maturity_is_not_looked_at",
        _GRADES,
        "return max(grade, _grade(table.past_maturity, days_past_maturity))",
        "return grade",
        GRADES,
        "maturity",
    ),
    Mutation(
        "limit_of_a_grade_is_the_next_grade",
        _GRADES,
        "return Kolektibilitas(bisect_left(limits, days) + 1)",
        "return Kolektibilitas(bisect_left(limits, days + 1) + 1)",
        GRADES,
        "commercial or bpr",
    ),
    Mutation(
        "restructuring_leaves_no_floor",
        _GRADES,
        "return max(best, by_days)",
        "return by_days",
        GRADES,
        "TestAfterARestructuring",
    ),
    Mutation(
        "floor_after_restructuring_is_as_bad_as_before",
        _GRADES,
        "return min(max(best, before), Kolektibilitas.SUBSTANDARD)",
        "return max(best, before)",
        GRADES,
        "TestAfterARestructuring",
    ),
    Mutation(
        "two_clean_instalments_are_enough",
        _GRADES,
        "CLEAN_INSTALMENTS = 3",
        "CLEAN_INSTALMENTS = 2",
        GRADES,
        "three_clean",
    ),
    Mutation(
        "provision_is_of_the_grade_before",
        _QUALITY,
        "Fraction(rates[grade - 1])",
        "Fraction(rates[grade - 2])",
        QUALITY,
        "TestProvision",
    ),
    Mutation(
        "provision_rate_of_a_bpr_is_commercial",
        _QUALITY,
        "return rules.provision_bpr if bank_type.is_graded_as_bpr else rules.provision_commercial",
        "return rules.provision_commercial",
        QUALITY,
        "TestProvision",
    ),
    Mutation(
        "ageing_band_ends_a_day_early",
        _QUALITY,
        "bisect_left(_LAST_DAYS, days_past_due)",
        "bisect_left(_LAST_DAYS, days_past_due + 1)",
        QUALITY,
        "finds_the_band",
    ),
    Mutation(
        "par30_counts_thirty_days",
        _QUALITY,
        "if loan.days_past_due > PAR_DAYS",
        "if loan.days_past_due >= PAR_DAYS",
        QUALITY,
        "TestPar30Ratio",
    ),
    Mutation(
        "npl_begins_at_grade_2",
        _QUALITY,
        "if loan.grade >= Kolektibilitas.SUBSTANDARD",
        "if loan.grade >= Kolektibilitas.SPECIAL_MENTION",
        QUALITY,
        "TestNplRatio",
    ),
    Mutation(
        "call_shares_go_by_smallest_remainder",
        _JOINT,
        "key=lambda person: -parts[person][1])[:left])",
        "key=lambda person: parts[person][1])[:left])",
        JOINT,
        "TestWorkedExample",
    ),
    Mutation(
        "call_shares_lose_the_remainder",
        _JOINT,
        "Rupiah(part + (1 if person in first else 0))",
        "Rupiah(part + 0 * (person in first))",
        JOINT,
        "TestWorkedExample",
    ),
    Mutation(
        "debtor_owes_no_claim",
        _JOINT,
        "balances[debtor] = balances.get(debtor, ZERO) - amount",
        "balances[debtor] = balances.get(debtor, ZERO)",
        JOINT,
        "TestWorkedExample",
    ),
    Mutation(
        "creditor_gets_more_than_is_owed",
        _JOINT,
        "if shares[person] > most[person]}",
        "if False}",
        JOINT,
        "gives_nobody_more",
    ),
    Mutation(
        "returned_principal_leaves_the_shortfall",
        _FACILITY,
        "made_good = min(headroom.shortfall, amount)",
        "made_good = 0",
        f"{DOMAIN}test_facility.py",
        "shortfall",
    ),
    Mutation(
        "undone_repayment_leaves_no_shortfall",
        _FACILITY,
        "taken = min(headroom.available, -amount)",
        "taken = -amount",
        f"{DOMAIN}test_facility.py",
        "is_a_shortfall",
    ),
    Mutation(
        "released_promise_leaves_the_shortfall",
        _FACILITY,
        "to_shortfall = min(left, amount)",
        "to_shortfall = 0",
        f"{DOMAIN}test_facility.py",
        "makes_a_shortfall_good",
    ),
)

_LEDGER = "harkat/queries/invariants/ledger.py"
_LOANS = "harkat/queries/invariants/loans.py"
_BOOKS = "harkat/services/loan_books.py"
_CHANGES = "harkat/services/loan_changes.py"

BOOKS_AND_NIGHTS = (
    Mutation(
        "slice_is_not_bounded",
        "harkat/domain/ledger.py",
        "AccountCode.AVAILABLE: _rule(Block.FACILITY, Owner.BANK, Side.DEBIT),",
        "AccountCode.AVAILABLE: _rule(Block.FACILITY, Owner.BANK, Side.DEBIT, bounded=False),",
        f"{SERVICES}test_over_commitment.py",
        "sqlite and slice_cannot_hold",
    ),
    Mutation(
        "unbalanced_entry_is_booked",
        "harkat/domain/ledger.py",
        "        if total:\n            of = f",
        "        if False:\n            of = f",
        f"{DOMAIN}test_ledger.py",
        "does_not_balance",
    ),
    Mutation(
        "closed_month_takes_events",
        "harkat/services/months.py",
        "if _closing_of(day) is not None:",
        "if False:",
        f"{SERVICES}test_months.py",
        "sqlite and TestRequireOpen",
    ),
    Mutation(
        "closed_month_takes_entries",
        "harkat/domain/months.py",
        "if month not in closed:",
        "if True:",
        f"{DOMAIN}test_months.py",
    ),
    Mutation(
        "month_is_reopened_by_one",
        "harkat/services/months.py",
        "if closing.reopening_proposed_by_id == actor_id:",
        "if False:",
        f"{SERVICES}test_months.py",
        "sqlite and needs_two_people",
    ),
    Mutation(
        "e1_misses_a_crooked_entry",
        _LEDGER,
        ".having(func.sum(Posting.amount) != 0)",
        ".having(func.sum(Posting.amount) > 10**12)",
        SELF_CHECK,
        "sqlite and names_the_identity",
    ),
    Mutation(
        "e4_misses_a_crooked_slice",
        _LEDGER,
        "if have != used:",
        "if have < used:",
        SELF_CHECK,
        "sqlite and names_the_identity",
    ),
    Mutation(
        "e5_misses_crooked_principal",
        _LEDGER,
        ".having(func.sum(sign) != 0)",
        ".having(func.sum(sign) > 10**12)",
        IDENTITIES,
        "sqlite and E5",
    ),
    Mutation(
        "e6_misses_a_crooked_fold",
        _LOANS,
        "if booked.get(code, 0) != amount",
        "if booked.get(code, 0) > amount + 10**12",
        SELF_CHECK,
        "sqlite and names_the_identity",
    ),
    Mutation(
        "e8_misses_a_crooked_item",
        _LEDGER,
        ".where(SuspenseItem.open_amount != total)",
        ".where(SuspenseItem.open_amount > total + 10**12)",
        IDENTITIES,
        "sqlite and E8",
    ),
    Mutation(
        "e9_misses_a_nameless_claim",
        _LEDGER,
        "AccountCode.MEMBER_CLAIM, Posting.person_id.is_(None))",
        "AccountCode.MEMBER_CLAIM, Posting.person_id == -1)",
        IDENTITIES,
        "sqlite and E9",
    ),
    Mutation(
        "e10_misses_a_crooked_balance",
        _LEDGER,
        ".where(LedgerAccount.balance != total)",
        ".where(LedgerAccount.balance > total + 10**12)",
        SELF_CHECK,
        "sqlite and names_the_identity",
    ),
    Mutation(
        "e12_misses_a_claim_without_counter",
        _LEDGER,
        "if balance != counters.get(bank, 0)",
        "if balance > counters.get(bank, 0)",
        IDENTITIES,
        "sqlite and E12",
    ),
    Mutation(
        "cash_in_hand_has_no_limit",
        "harkat/services/posting.py",
        "if account.code is AccountCode.CASH_IN_HAND and change > 0:",
        "if False:",
        f"{SERVICES}test_posting.py",
        "sqlite and TestCashInHand",
    ),
    Mutation(
        "key_is_not_remembered",
        "harkat/services/transaction.py",
        "select(IdempotencyRecord).filter_by(actor_id=actor_id, action=action, key=key)",
        "select(IdempotencyRecord).filter_by(actor_id=actor_id, action=action, key=None)",
        f"{SERVICES}test_transaction.py",
        "sqlite and TestKeyedUseCase and sent_twice",
    ),
    Mutation(
        "key_may_come_with_other_contents",
        "harkat/services/transaction.py",
        "if earlier.body_hash != body_hash:",
        "if False:",
        f"{SERVICES}test_transaction.py",
        "sqlite and other_contents",
    ),
    Mutation(
        "maker_confirms_the_own_change",
        _CHANGES,
        "if proposal.proposed_by_id == actor_id:",
        "if False:",
        CHANGES,
        "sqlite and never_for_who_proposed",
    ),
    Mutation(
        "maker_approves_the_own_proposal",
        "harkat/services/underwriting.py",
        "if transitions.actor_of_last(application, ApplicationEvent.PROPOSED) == actor_id:",
        "if False:",
        f"{SERVICES}test_money_invariants.py",
        "sqlite and never_by_who_proposed",
    ),
    Mutation(
        "one_consent_is_enough",
        _CHANGES,
        "if any(asked.consented_at is None for asked in proposal.consents):",
        "if proposal.consents and all(asked.consented_at is None for asked in proposal.consents):",
        CHANGES,
        "sqlite and one_alone",
    ),
    Mutation(
        "restructurings_have_one_more_a_year",
        _CHANGES,
        "if len(had) >= most:",
        "if len(had) > most:",
        CHANGES,
        "sqlite and of_a_year_is_kept",
    ),
    Mutation(
        "write_off_needs_no_call",
        _CHANGES,
        "if call is None:",
        "if call is None and False:",
        CHANGES,
        "sqlite and without_a_call",
    ),
    Mutation(
        "late_event_leaves_later_ones_as_booked",
        _BOOKS,
        "rest = change.whole() - own",
        "rest = own - own",
        BOOKED,
        "sqlite and recorded_late",
    ),
    Mutation(
        "reversal_leaves_later_ones_as_booked",
        _BOOKS,
        "_draft(loan, event, EntryKind.REALLOCATED, without(now_held, mirrored)),",
        "_draft(loan, event, EntryKind.REALLOCATED, without(now_held, now_held)),",
        BOOKED,
        "sqlite and reversed_lets_later",
    ),
    Mutation(
        "interest_is_booked_before_its_date",
        _BOOKS,
        "if loan.interest_booked_on < row.due_on <= on]",
        "if loan.interest_booked_on < row.due_on]",
        f"{SERVICES}test_repayment.py",
        "sqlite and payment_of_the_first_instalment",
    ),
    Mutation(
        "tranches_need_not_be_the_approved_sum",
        "harkat/services/disbursement.py",
        "if sum(amounts) != line.approved or",
        "if",
        BOOKED,
        "sqlite and approved_sum",
    ),
    Mutation(
        "closed_day_is_closed_again",
        "harkat/services/end_of_day.py",
        "if not days.is_closed(on):",
        "if True:",
        NIGHT,
        "sqlite and TestTwice and in_a_row",
    ),
    Mutation(
        "booked_interest_is_booked_again",
        "harkat/services/day_interest.py",
        ".values(interest_booked_on=night.day, unbooked_due_on=to_come)",
        ".values(unbooked_due_on=to_come)",
        NIGHT,
        "sqlite and not_booked_by_a_late_payment",
    ),
    Mutation(
        "late_snapshot_knows_what_came_later",
        "harkat/services/day_snapshot.py",
        "if row.recorded_at < ends_at]",
        "if row.recorded_at]",
        f"{SERVICES}test_money_invariants.py",
        "sqlite and TestSnapshotOfALateNight",
    ),
    Mutation(
        "published_snapshot_may_be_changed",
        "migrations/versions/0005_keep_days.py",
        '"ON portfolio_snapshot "',
        '"ON portfolio_snapshot WHEN 0 "',
        NIGHT,
        "sqlite and TestSnapshot",
    ),
    Mutation(
        "expired_promise_is_kept",
        "harkat/services/end_of_day.py",
        ".where(LoanApplication.consent_by_on < night.day)",
        ".where(LoanApplication.consent_by_on > night.day)",
        NIGHT,
        "sqlite and TestExpiry",
    ),
)

MUTATIONS = (
    *SCHEDULES,
    *EVENTS_AND_POSITION,
    *OUT_OF_LIFE,
    *GRADES_AND_GROUPS,
    *BOOKS_AND_NIGHTS,
)
