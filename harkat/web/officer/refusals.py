"""Why the amounts of a proposal or decision were refused, beside the borrower they are about."""

from collections.abc import Mapping
from typing import TypeAlias

from harkat.domain.money import Rupiah, format_rupiah
from harkat.queries.decision_file import DecisionFile
from harkat.services.origination import NotReady
from harkat.services.posting import BoundReached
from harkat.services.underwriting import AmountOutOfRange, ReasonMissing
from harkat.web.officer.forms import AmountsForm
from harkat.web.sentences import obstacle_sentence

RefusedAmounts: TypeAlias = AmountOutOfRange | ReasonMissing | NotReady
REFUSED_AMOUNTS = (AmountOutOfRange, ReasonMissing, NotReady)
NOTHING_GIVEN = "Semua jumlah 0. Isi paling sedikit satu, atau tolak pengajuannya."


def refuse_amounts(form: AmountsForm, refusal: RefusedAmounts, file: DecisionFile) -> None:
    """Say on the form why its amounts cannot stand."""
    match refusal:
        case NotReady():
            names = {line.person_id: line.name for line in file.lines}
            for obstacle in refusal.obstacles:
                name = names.get(obstacle.person_id or 0, file.name)
                form.refuse(f"{name}: {obstacle_sentence(obstacle)}")
        case ReasonMissing():
            part = form.parts[refusal.line_public_id]
            form.refuse("Pilih alasan, karena jumlahnya 0.", field=part.reason_code)
        case AmountOutOfRange(line_public_id=None):
            form.refuse(NOTHING_GIVEN)
        case AmountOutOfRange(line_public_id=str(line)):
            limit = format_rupiah(Rupiah(refusal.limit))
            _refuse_amount(form.parts, line, f"Paling banyak {limit}.", form)


def _refuse_amount(
    parts: Mapping[str, object], line: str, sentence: str, form: AmountsForm
) -> None:
    if line in parts:
        form.refuse(sentence, field=form.parts[line].amount)
    else:
        form.refuse(sentence)


def slice_sentence(refusal: BoundReached, *, available: Rupiah) -> str:
    """Return that the bank's slice does not hold the sum, and by how much (ux.md section 8)."""
    short = Rupiah(-refusal.change) - available
    if short <= 0:
        return "Sisa pagu baru saja berubah. Periksa lagi, lalu setujui."
    return (
        f"Sisa pagu {format_rupiah(available)}, kurang {format_rupiah(short)}. "
        "Turunkan jumlah atau tunggu."
    )
