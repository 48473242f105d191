"""How an owner's loan stands, in a sentence or two: what comes next, or how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from harkat.domain.indonesian import long_date, month_and_year
from harkat.domain.money import format_rupiah
from harkat.domain.statuses import LoanStatus
from harkat.queries.own_loans import LoanInBrief
from harkat.web.labels import label

_OWNERS_WORDS: Mapping[LoanStatus, str] = {LoanStatus.WRITTEN_OFF: "Belum lunas"}
"""Where the bank's word for a loan is not the borrower's: written off is still owed."""


@dataclass(frozen=True, kw_only=True)
class LoanNews:
    """How a loan stands: the kind of notice, its title and its sentences."""

    kind: str
    title: str
    sentences: tuple[str, ...]


def status_word(status: LoanStatus) -> str:
    """Return what the borrower reads for the status of the own loan."""
    return _OWNERS_WORDS.get(status, label(status))


def loan_news(loan: LoanInBrief) -> LoanNews:
    """Return what is to be said about a loan: what is late, what comes next, or how it ended."""
    following = loan.position.next_instalment
    if following is None:
        return ending(loan)
    if loan.position.days_past_due:
        return LoanNews(
            kind="warn",
            title=f"Cicilan bulan {month_and_year(following.due_on)} belum tercatat",
            sentences=(
                "Sudah bayar? Tunjukkan bukti bayar ke bank.",
                "Sedang sulit? Bicara dengan kami lewat Bantuan di bawah.",
            ),
        )
    amount, day = format_rupiah(following.unpaid), long_date(following.due_on)
    return LoanNews(
        kind="info",
        title="Cicilan berikut",
        sentences=(f"Cicilan berikut {amount} paling lambat {day}.",),
    )


def ending(loan: LoanInBrief) -> LoanNews:
    """Return how a loan ended whose schedule asks for nothing more: paid is not forgiven."""
    match loan.status:
        case LoanStatus.WRITTEN_OFF:
            return _written_off(loan)
        case LoanStatus.FORGIVEN:
            return LoanNews(
                kind="info",
                title="Utang dihapus",
                sentences=("Bank menghapus sisa utang ini. Tidak ada lagi yang harus dibayar.",),
            )
        case LoanStatus.VOIDED:
            return LoanNews(
                kind="info",
                title="Pencairan batal",
                sentences=("Uangnya kembali ke bank. Tidak ada yang harus dibayar.",),
            )
        case LoanStatus.ACTIVE if loan.position.penalty_due:
            owed = format_rupiah(loan.position.penalty_due)
            return LoanNews(
                kind="warn",
                title="Tinggal denda",
                sentences=(f"Semua cicilan sudah dibayar. Denda {owed} belum.",),
            )
    return LoanNews(
        kind="success", title="Lunas", sentences=("Semua cicilan sudah dibayar. Terima kasih.",)
    )


def _written_off(loan: LoanInBrief) -> LoanNews:
    claim = loan.position.claim
    if not claim:
        return LoanNews(
            kind="success",
            title="Tidak ada sisa utang",
            sentences=("Semua yang ditagih sudah dibayar. Terima kasih.",),
        )
    return LoanNews(
        kind="warn",
        title=f"Masih harus dibayar {format_rupiah(claim)}",
        sentences=(
            "Cicilan tidak lewat jadwal lagi, tetapi utangnya tetap ada.",
            f"Bicara dengan {loan.bank_name} tentang cara membayarnya.",
        ),
    )
