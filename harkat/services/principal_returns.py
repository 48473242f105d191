"""Principal that comes back: R(p), entry by entry, against what the bank still has."""

from collections.abc import Sequence
from datetime import date

from harkat.domain.facility import Headroom, principal_returned
from harkat.domain.ledger import AccountCode, Line
from harkat.models.loan import Loan
from harkat.queries.rules import rules_on
from harkat.services.facility import locked_headroom


class Returns:
    """Returns the lines of one deed's returning principal, each entry after the one before."""

    def __init__(self, loan: Loan, *, on: date) -> None:
        self._loan = loan
        self._is_revolving = rules_on(product_id=None, on=on).is_revolving
        self._headroom: Headroom | None = None

    def lines(self, amount: int) -> tuple[Line, ...]:
        """Return the lines of so much principal; less than zero when a repayment is undone."""
        if not amount:
            return ()
        lines = principal_returned(
            bank_id=self._loan.bank_id,
            kecamatan_code=self._loan.kecamatan_code,
            loan_id=self._loan.id,
            amount=int(amount),
            is_revolving=self._is_revolving,
            headroom=self._room() if self._is_revolving else Headroom(available=0, shortfall=0),
        )
        self._headroom = self._after(lines)
        return lines

    def _room(self) -> Headroom:
        if self._headroom is None:
            self._headroom = locked_headroom(self._loan.bank_id)
        return self._headroom

    def _after(self, lines: Sequence[Line]) -> Headroom | None:
        if self._headroom is None:
            return None
        moved = {line.account.code: line.amount for line in lines}
        return Headroom(
            available=self._headroom.available + moved.get(AccountCode.AVAILABLE, 0),
            shortfall=self._headroom.shortfall - moved.get(AccountCode.SHORTFALL, 0),
        )
