"""What a position holds on each account of the ledger; postings are the difference of two."""

from dataclasses import dataclass, fields

from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import Position


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerComponents:
    """What a loan holds on each account, in the sign of the account's normal side.

    `repaid` is principal that came back: it belongs to the facility, where it may be lent again.
    Postings are `components(after) - components(before)`; clearing with the bank takes the rest.
    """

    principal: Rupiah = ZERO
    repaid: Rupiah = ZERO
    capitalised: Rupiah = ZERO
    interest_due: Rupiah = ZERO
    interest_ahead: Rupiah = ZERO
    interest_income: Rupiah = ZERO
    penalty_income: Rupiah = ZERO
    suspense: Rupiah = ZERO
    subsidy_income: Rupiah = ZERO
    loss_principal: Rupiah = ZERO
    loss_interest: Rupiah = ZERO
    forgiven_principal: Rupiah = ZERO
    forgiven_interest: Rupiah = ZERO
    claim: Rupiah = ZERO
    recovered: Rupiah = ZERO

    def __sub__(self, before: "LedgerComponents") -> "LedgerComponents":
        return LedgerComponents(
            **{
                field.name: getattr(self, field.name) - getattr(before, field.name)
                for field in fields(self)
            }
        )

    @property
    def money(self) -> Rupiah:
        """What passed the bank's clearing: what came in less what went out."""
        liabilities = (
            self.interest_ahead
            + self.interest_income
            + self.penalty_income
            + self.suspense
            + self.recovered
        )
        assets = self.principal + self.capitalised + self.interest_due
        lost = (
            self.loss_principal
            + self.loss_interest
            + self.forgiven_principal
            + self.forgiven_interest
        )
        return liabilities - assets - lost


def components(position: Position) -> LedgerComponents:
    """Return the part of a position that the ledger keeps."""
    return LedgerComponents(
        principal=position.principal_outstanding,
        repaid=position.principal_paid,
        capitalised=position.capitalised_outstanding,
        interest_due=position.interest_due,
        interest_ahead=position.interest_ahead,
        interest_income=position.interest_fallen_due,
        penalty_income=position.penalty_paid,
        suspense=position.overpaid,
        subsidy_income=position.subsidy_fallen_due,
        loss_principal=position.loss_principal,
        loss_interest=position.loss_interest,
        forgiven_principal=position.forgiven_principal,
        forgiven_interest=position.forgiven_interest,
        claim=position.claim,
        recovered=position.recovered,
    )
