"""Why the amounts of a proposal or decision were refused, beside the borrower they are about."""

from typing import TypeAlias

from harkat.domain.money import Rupiah, format_rupiah
from harkat.queries.decision_file import DecisionFile
from harkat.services.origination import NotReady
from harkat.services.posting import BoundReached
from harkat.services.underwriting import AmountOutOfRange, ReasonMissing
from harkat.web.officer.forms import NOTHING_GIVEN, AmountsForm
from harkat.web.sentences import obstacle_sentence

RefusedAmounts: TypeAlias = AmountOutOfRange | ReasonMissing | NotReady
_INCOMPLETE = "Isian ini tidak memuat semua peminjam. Buka berkas ini lagi."
REFUSED_AMOUNTS = (AmountOutOfRange, ReasonMissing, NotReady)


def refuse_amounts(form: AmountsForm, refusal: RefusedAmounts, file: DecisionFile) -> None:
    """Say on the form why its amounts cannot stand."""
    match refusal:
        case NotReady():
            names = {line.person_id: line.name for line in file.lines}
            for obstacle in refusal.obstacles:
                name = names.get(obstacle.person_id or 0, file.name)
                form.refuse(f"{name}: {obstacle_sentence(obstacle)}")
        case ReasonMissing(line_public_id=line) if line in form.parts:
            form.ask_reason(line)
        case AmountOutOfRange(line_public_id=str(line)) if line in form.parts:
            form.refuse_amount(line, limit=Rupiah(refusal.limit))
        case AmountOutOfRange(line_public_id=None):
            form.refuse(NOTHING_GIVEN)
        case _:
            form.refuse(_INCOMPLETE)


def slice_sentence(refusal: BoundReached, *, available: Rupiah) -> str:
    """Return that the bank's slice does not hold the sum, and by how much."""
    short = Rupiah(-refusal.change) - available
    if short <= 0:
        return "Sisa pagu baru saja berubah. Periksa lagi, lalu setujui."
    return (
        f"Sisa pagu {format_rupiah(available)}, kurang {format_rupiah(short)}. "
        "Turunkan jumlah atau tunggu."
    )
