"""A group through bad times: one defaults and the others cover, one is written off; it ends well.

Told at the level of the use cases, from the first unpaid instalment to the closed agreement.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from harkat.domain.eligibility import ObstacleCode
from harkat.domain.ledger import AccountCode
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah, total
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.statuses import AgreementStatus, LiabilityCallStatus, LoanStatus
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.models.liability import LiabilityCall
from harkat.queries.liability import claims_between_members
from harkat.services import (
    claim_settlement,
    end_of_day,
    liability,
    member_claims,
    origination,
    repayment,
    suspense,
)
from harkat.services.loan_changes import OthersNotAsked
from harkat.services.origination import NotReady
from tests import given
from tests.books import balances, offences
from tests.members import (
    Borrower,
    agreement,
    change,
    consent_to,
    decide,
    noon,
    now,
    proposed,
)


class Town:
    """Four of five members borrow twenty million together; Siti, Rina, Tono and Wati."""

    def __init__(self) -> None:
        self.deal = agreement(6_000_000, 5_000_000, 5_000_000, 4_000_000)
        self.desk = self.deal.desk
        self.siti, self.rina, self.tono, self.wati = self.deal.borrowers

    def night(self, day: date) -> None:
        end_of_day.close_day(on=day, at=noon(day))
        assert offences() == []

    def pay_what_is_due(self, people: Iterable[Borrower], *, on: date) -> None:
        for somebody in people:
            rows = now(somebody.loan, on).instalments
            due = total(row.unpaid for row in rows if row.due_on <= on)
            if due:
                given.repay(self.desk, somebody.loan, int(due), at=noon(on))

    def call_for(self, debtor: Borrower, *, on: date) -> str:
        return liability.open_call(
            actor_id=self.desk.maker.id,
            loan_public_id=debtor.loan,
            key=given.key(),
            at=noon(on),
        )

    def call(self, public_id: str) -> LiabilityCall:
        db.session.rollback()
        return db.session.scalars(db.select(LiabilityCall).filter_by(public_id=public_id)).one()

    def pay_for(self, debtor: Borrower, payer: Borrower, amount: int, *, on: date) -> None:
        liability.pay_for_member(
            actor_id=self.desk.cashier.id,
            loan_public_id=debtor.loan,
            payer_public_id=payer.public_id,
            amount=Rupiah(amount),
            paid_on=on,
            key=given.key(),
            at=noon(on),
        )

    def start_another(self, *, on: date) -> str:
        return origination.start_application(
            actor_id=self.deal.group.leader.id,
            product_code="kelompok",
            bank_code=self.desk.code,
            instalments=12,
            key=given.key(),
            at=noon(on),
        )

    def titipan_of(self, somebody: Borrower) -> SuspenseItem:
        db.session.rollback()
        return db.session.scalars(
            db.select(SuspenseItem)
            .filter_by(person_id=somebody.id)
            .where(SuspenseItem.open_amount > 0)
        ).one()

    def claims(self) -> dict[tuple[str, str], int]:
        """Return what is owed, by the first names of creditor and debtor."""
        db.session.rollback()
        names = {each.id: each.who.name.split()[0] for each in self.deal.borrowers}
        return {
            (names[creditor], names[debtor]): int(amount)
            for (creditor, debtor), amount in claims_between_members(self.deal.id).items()
        }


@pytest.fixture
def town(app: object) -> Town:  # noqa: ARG001 - the town lives in the application's database
    return Town()


class TestGroupInBadTimes:
    def test_ends_with_a_closed_agreement_and_sound_books(self, town: Town):
        self.tono_defaults_and_the_others_cover(town)
        self.tono_gets_a_longer_plan_with_everybodys_yes(town)
        self.wati_is_called_for_and_written_off(town)
        self.tono_pays_the_others_back(town)
        self.wati_pays_a_part_and_a_member_pays_for_her(town)
        self.the_agreement_closes(town)

    def tono_defaults_and_the_others_cover(self, town: Town) -> None:
        everybody = town.deal.borrowers
        for due in (date(2026, 3, 2), date(2026, 4, 2)):
            town.pay_what_is_due(everybody, on=due)
            town.night(due)
        town.pay_what_is_due((town.siti, town.rina, town.wati), on=date(2026, 5, 2))
        called_on = date(2026, 5, 9)
        town.night(called_on)

        call = town.call_for(town.tono, on=called_on)

        shares = {share.person_id: int(share.asked) for share in town.call(call).shares}
        # Rp423,468 by 6, 5 and 4 of 15.
        assert shares == {
            town.siti.id: 169_387,
            town.rina.id: 141_156,
            town.wati.id: 112_925,
        }
        with pytest.raises(NotReady) as barred:
            town.start_another(on=called_on)
        assert [each.code for each in barred.value.obstacles] == [ObstacleCode.GROUP_CALLED]

        for payer in (town.siti, town.rina, town.wati):
            town.pay_for(town.tono, payer, shares[payer.id], on=called_on)
        assert now(town.tono.loan, called_on).days_past_due == 0
        assert town.call(call).status is LiabilityCallStatus.COVERED
        assert town.claims() == {
            ("Siti", "Tono"): 169_387,
            ("Rina", "Tono"): 141_156,
            ("Wati", "Tono"): 112_925,
        }
        assert offences() == []

    def tono_gets_a_longer_plan_with_everybodys_yes(self, town: Town) -> None:
        due, agreed_on = date(2026, 6, 2), date(2026, 6, 9)
        town.pay_what_is_due((town.siti, town.rina, town.wati), on=due)
        town.night(agreed_on)
        others = [now(each.loan, agreed_on) for each in (town.siti, town.rina, town.wati)]

        longer = ScheduleChange(instalments=18, capitalises_interest=True)
        asked = proposed(
            town.desk, town.tono.loan, EventKind.RESTRUCTURED, on=agreed_on, change=longer
        )
        consent_to(asked, on=agreed_on)
        decide(town.desk, asked, on=agreed_on)

        found = now(town.tono.loan, agreed_on)
        assert (found.days_past_due, len(found.plans[-1].rows)) == (0, 18)
        assert balances(town.desk.bank_id)[AccountCode.CAPITALISED] == found.capitalised_outstanding
        assert [now(each.loan, agreed_on) for each in (town.siti, town.rina, town.wati)] == others
        assert offences() == []

    def wati_is_called_for_and_written_off(self, town: Town) -> None:
        for due in (date(2026, 7, 2), date(2026, 8, 2)):
            town.pay_what_is_due((town.siti, town.rina, town.tono), on=due)
            town.night(due)
        called_on = date(2026, 8, 9)
        call = town.call_for(town.wati, on=called_on)
        with pytest.raises(OthersNotAsked):
            proposed(town.desk, town.wati.loan, EventKind.WRITTEN_OFF, on=date(2026, 9, 7))

        gone_on = called_on + timedelta(days=30)
        town.pay_what_is_due((town.siti, town.rina, town.tono), on=date(2026, 9, 2))
        town.night(gone_on)
        change(town.desk, town.wati.loan, EventKind.WRITTEN_OFF, on=gone_on)

        found = balances(town.desk.bank_id)
        assert given.loan(town.wati.loan).status is LoanStatus.WRITTEN_OFF
        assert town.call(call).status is LiabilityCallStatus.CANCELLED
        assert found[AccountCode.CLAIM] == (
            found[AccountCode.LOSS_PRINCIPAL] + found[AccountCode.LOSS_INTEREST]
        )
        assert found[AccountCode.DISBURSED] == 20_000_000
        assert offences() == []

    def tono_pays_the_others_back(self, town: Town) -> None:
        on = date(2026, 10, 2)
        own = next(row for row in now(town.tono.loan, on).instalments if row.due_on == on)
        claim_settlement.pay_with_claims(
            actor_id=town.desk.cashier.id,
            loan_public_id=town.tono.loan,
            amount=own.total + 423_468,
            paid_on=on,
            key=given.key(),
            at=noon(on),
        )
        assert town.claims() == {}

        suspense.refund(
            actor_id=town.desk.checker.id,
            item_public_id=town.titipan_of(town.siti).public_id,
            amount=Rupiah(169_387),
            refunded_on=on,
            bank_reference="TRX-SITI",
            key=given.key(),
            at=noon(on),
        )
        for somebody, amount in ((town.rina, 141_156), (town.wati, 112_925)):
            repayment.apply_suspense(
                actor_id=town.desk.cashier.id,
                loan_public_id=somebody.loan,
                item_public_id=town.titipan_of(somebody).public_id,
                amount=Rupiah(amount),
                key=given.key(),
                at=noon(on),
            )
        assert now(town.wati.loan, on).recovered == 112_925
        assert AccountCode.SUSPENSE not in balances(town.desk.bank_id)
        assert offences() == []

    def wati_pays_a_part_and_a_member_pays_for_her(self, town: Town) -> None:
        on = date(2026, 10, 9)
        given.repay(town.desk, town.wati.loan, 500_000, at=noon(on))
        town.pay_for(town.wati, town.siti, 300_000, on=on)
        assert now(town.wati.loan, on).recovered == 912_925
        assert balances(town.desk.bank_id)[AccountCode.RECOVERED] == 912_925

        settlement = member_claims.propose_settlement(
            actor_id=town.wati.who.id,
            agreement_public_id=town.deal.public_id,
            other_public_id=town.siti.public_id,
            amount=Rupiah(200_000),
            paid_on=on,
            key=given.key(),
            at=noon(on),
        )
        member_claims.confirm_settlement(
            actor_id=town.siti.who.id, settlement_public_id=settlement, at=noon(on)
        )
        assert town.claims() == {("Siti", "Wati"): 100_000}
        assert offences() == []

    def the_agreement_closes(self, town: Town) -> None:
        on = date(2026, 10, 2)
        while given.loan(town.siti.loan).agreement.status is AgreementStatus.IN_FORCE:
            assert on < date(2028, 1, 1)
            town.pay_what_is_due((town.siti, town.rina, town.tono), on=on)
            end_of_day.close_day(on=on, at=noon(on))
            on = (on.replace(day=1) + timedelta(days=31)).replace(day=2)

        statuses = {
            each.who.name.split()[0]: given.loan(each.loan).status for each in town.deal.borrowers
        }
        assert statuses == {
            "Siti": LoanStatus.PAID_OFF,
            "Rina": LoanStatus.PAID_OFF,
            "Tono": LoanStatus.PAID_OFF,
            "Wati": LoanStatus.WRITTEN_OFF,
        }
        found = balances(town.desk.bank_id)
        for code in (AccountCode.PRINCIPAL, AccountCode.CAPITALISED, AccountCode.INTEREST_DUE):
            assert code not in found
        assert found[AccountCode.REPAID] + found[AccountCode.LOSS_PRINCIPAL] == 20_000_000
        assert town.claims() == {("Siti", "Wati"): 100_000}
        assert town.start_another(on=on)
        assert offences() == []
