"""The schedule a loan is paid by on a day, row by row, as it is shown and given out."""

from harkat.domain.money import ZERO
from harkat.domain.position import Position
from harkat.domain.schedule import Instalment


def rows_in_force(found: Position) -> tuple[Instalment, ...]:
    """Return the rows with what they ask for, and what principal is left after each.

    Of a loan that was never planned anew they are the agreed ones. What a restructuring has moved
    stands in its new row only; what it put aside comes with number 0.
    """
    left = found.principal_asked
    rows = []
    for row in found.instalments:
        principal = row.principal - row.principal_moved
        interest = row.interest - row.interest_moved
        if row.is_moved and not principal + interest:
            continue
        left -= principal
        rows.append(
            Instalment(
                number=row.number,
                due_on=row.due_on,
                principal=principal,
                interest=interest,
                total=principal + interest,
                balance=left + ZERO,
            )
        )
    return tuple(rows)
