"""The tables of allowed steps: nothing is stuck, nothing is out of reach, nothing else happens."""

from enum import StrEnum

import pytest

from harkat.domain import lifecycle, request_lifecycles
from harkat.domain.lifecycle import IllegalTransition, Lifecycle
from harkat.domain.request_lifecycles import LIFECYCLES
from harkat.domain.statuses import (
    AgreementStatus,
    AppealStatus,
    ApplicationEvent,
    ApplicationStatus,
    DisbursementStatus,
    EnrolmentStatus,
    GroupEvent,
    GroupStatus,
    LiabilityCallStatus,
    LineEvent,
    LineStatus,
    LoanLifeEvent,
    LoanStatus,
    MembershipStatus,
    TrainingClaimStatus,
)

IN_THE_GLOSSARY = {
    "draft",
    "submitted",
    "in_verification",
    "needs_fix",
    "awaiting_group",
    "in_decision",
    "approved",
    "rejected",
    "consented",
    "disbursing",
    "disbursed",
    "withdrawn",
    "expired",
}
RESTING = (
    ApplicationStatus.REJECTED,
    LineStatus.DECLINED,
    ApplicationStatus.DISBURSED,
    LineStatus.DISBURSED,
    LoanStatus.PAID_OFF,
    LoanStatus.WRITTEN_OFF,
    LoanStatus.FORGIVEN,
    AgreementStatus.CLOSED,
)
"""Where something may stay for good, although a reversal, an appeal or the like leads on."""

each_lifecycle = pytest.mark.parametrize("table", LIFECYCLES, ids=lambda table: table.name)


def reached_from(table: Lifecycle, status: StrEnum) -> set[StrEnum]:
    """Return every status that can follow, the one begun with included."""
    found, waiting = {status}, [status]
    while waiting:
        now = waiting.pop()
        following = {after for (before, _), after in table.steps.items() if before is now} - found
        found |= following
        waiting += following
    return found


def ends(table: Lifecycle) -> set[StrEnum]:
    """Return the statuses from which no step leads on."""
    return reached_from(table, table.initial) - {before for before, _ in table.steps}


class TestLifecycle:
    @each_lifecycle
    def test_reaches_every_status(self, table: Lifecycle):
        assert reached_from(table, table.initial) == set(type(table.initial))

    @each_lifecycle
    def test_uses_every_event(self, table: Lifecycle):
        events = {type(event) for _, event in table.steps}

        assert len(events) == 1
        assert {event for _, event in table.steps} == set(events.pop())

    @each_lifecycle
    def test_refuses_every_step_that_is_not_in_its_table(self, table: Lifecycle):
        statuses = type(table.initial)
        events = type(next(iter(table.steps))[1])
        for status in statuses:
            for event in events:
                if table.allows(status, event):
                    assert table.after(status, event) is table.steps[status, event]
                    continue
                with pytest.raises(IllegalTransition) as refused:
                    table.after(status, event)
                assert (refused.value.lifecycle, refused.value.status, refused.value.event) == (
                    table.name,
                    status,
                    event,
                )

    def test_has_a_name_of_its_own(self):
        assert len({table.name for table in LIFECYCLES}) == len(LIFECYCLES)

    @pytest.mark.parametrize(
        ("table", "expected"),
        [
            (
                lifecycle.APPLICATION,
                {ApplicationStatus.WITHDRAWN, ApplicationStatus.EXPIRED},
            ),
            (
                lifecycle.LINE,
                {LineStatus.REFUSED, LineStatus.LAPSED, LineStatus.REMOVED},
            ),
            (lifecycle.GROUP, {GroupStatus.DISSOLVED}),
            (
                lifecycle.MEMBERSHIP,
                set(MembershipStatus) - {MembershipStatus.INVITED, MembershipStatus.ACCEPTED},
            ),
            (
                lifecycle.DISBURSEMENT,
                {DisbursementStatus.CONFIRMED, DisbursementStatus.VOIDED},
            ),
            (lifecycle.LOAN, {LoanStatus.VOIDED}),
            (
                lifecycle.LIABILITY_CALL,
                {LiabilityCallStatus.COVERED, LiabilityCallStatus.CANCELLED},
            ),
            (request_lifecycles.APPEAL, {AppealStatus.UPHELD, AppealStatus.DISMISSED}),
            (request_lifecycles.CLASS_ENROLMENT, {EnrolmentStatus.COMPLETED}),
            (
                request_lifecycles.TRAINING_CLAIM,
                {TrainingClaimStatus.CONFIRMED, TrainingClaimStatus.DECLINED},
            ),
        ],
        ids=lambda case: case.name if isinstance(case, Lifecycle) else "",
    )
    def test_ends_where_nothing_can_follow(self, table: Lifecycle, expected: set[StrEnum]):
        assert ends(table) == expected

    @each_lifecycle
    def test_is_never_stuck_on_the_way_to_an_end(self, table: Lifecycle):
        places_to_stay = [*ends(table), *RESTING]
        for status in reached_from(table, table.initial):
            following = reached_from(table, status)
            assert any(place is after for place in places_to_stay for after in following)


class TestApplication:
    def test_has_the_statuses_of_the_glossary(self):
        assert {str(status) for status in ApplicationStatus} == IN_THE_GLOSSARY

    def test_goes_all_the_way_in_order(self):
        status: StrEnum = lifecycle.APPLICATION.initial
        for event in (
            ApplicationEvent.SUBMITTED,
            ApplicationEvent.TAKEN_UP,
            ApplicationEvent.RETURNED_TO_APPLICANT,
            ApplicationEvent.RESUBMITTED,
            ApplicationEvent.PROPOSED,
            ApplicationEvent.APPROVED,
            ApplicationEvent.CONSENTED,
            ApplicationEvent.PREPARED,
            ApplicationEvent.DISBURSED,
        ):
            status = lifecycle.APPLICATION.after(status, event)

        assert status is ApplicationStatus.DISBURSED

    def test_cannot_be_withdrawn_once_the_money_is_on_its_way(self):
        may_withdraw = {
            status
            for status in ApplicationStatus
            if lifecycle.APPLICATION.allows(status, ApplicationEvent.WITHDRAWN)
        }

        assert may_withdraw == set(ApplicationStatus) - {
            ApplicationStatus.DISBURSING,
            ApplicationStatus.DISBURSED,
            ApplicationStatus.REJECTED,
            ApplicationStatus.WITHDRAWN,
            ApplicationStatus.EXPIRED,
        }


class TestLine:
    def test_cannot_be_removed_once_its_owner_has_consented(self):
        assert not lifecycle.LINE.allows(LineStatus.CONSENTED, LineEvent.REMOVED)

    def test_counts_as_promised_from_approval_to_disbursement(self):
        assert {LineStatus.APPROVED, LineStatus.CONSENTED} == lifecycle.COMMITTED_LINES

    def test_counts_as_ended_only_where_nothing_follows(self):
        after_an_appeal = {LineStatus.DECLINED}

        assert ends(lifecycle.LINE) | after_an_appeal == lifecycle.ENDED_LINES


class TestGroup:
    @pytest.mark.parametrize("status", [GroupStatus.COMPLETE, GroupStatus.VALIDATED])
    def test_that_gets_too_small_is_forming_again(self, status: GroupStatus):
        assert lifecycle.GROUP.after(status, GroupEvent.SHRUNK) is GroupStatus.FORMING


class TestLoan:
    def test_runs_again_when_its_last_payment_is_reversed(self):
        assert (
            lifecycle.LOAN.after(LoanStatus.PAID_OFF, LoanLifeEvent.REOPENED) is LoanStatus.ACTIVE
        )
