"""The receipt of one repayment."""

from collections.abc import Sequence

from harkat.domain.indonesian import amount_in_words, long_date, plain_date
from harkat.domain.money import format_rupiah
from harkat.queries.papers import ReceiptFacts
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import LEFT, RIGHT, Column, Head, Paper
from harkat.reports.roll import Roll

_NO_PLAN = "Tidak lewat jadwal lagi. Tanyakan cara bayar ke bank."


def receipt_pdf(facts: ReceiptFacts, *, verify_url: str, size: PaperSize = PaperSize.A4) -> bytes:
    """Return the receipt as a PDF; the same facts give the same bytes."""
    head = _head(facts, verify_url)
    paper = Roll(head) if size is PaperSize.ROLL else Paper(head, size=size)
    paper.fact("Diterima dari", facts.paid_by, is_bold=True)
    if facts.payer_name:
        paper.fact("Untuk pinjaman", facts.loan.borrower_name)
    else:
        paper.fact("NIK", facts.loan.nik_masked)
    if facts.loan.group_name:
        paper.fact("Kelompok", facts.loan.group_name)
    paper.fact("Pinjaman", f"{facts.loan.reference_no} (perjanjian {facts.loan.agreement_no})")
    paper.fact("Tanggal bayar", long_date(facts.paid_on))
    paper.fact("Jumlah", format_rupiah(facts.amount), is_bold=True)
    paper.fact("Terbilang", amount_in_words(facts.amount))
    _write_split(paper, facts)
    paper.heading("Setelah pembayaran ini")
    for name, value in what_is_left(facts):
        paper.fact(name, value, is_bold=name.startswith("Sisa"))
    paper.signatures((("Penyetor", facts.paid_by), ("Petugas", facts.recorded_by or "")))
    return paper.to_bytes()


def what_is_left(facts: ReceiptFacts) -> Sequence[tuple[str, str]]:
    """Return what is still owed after the payment and what comes next, by name."""
    if facts.has_ended_unpaid:
        return (("Sisa utang", format_rupiah(facts.claim)), ("Cicilan berikut", _NO_PLAN))
    left = ("Sisa pokok", format_rupiah(facts.outstanding))
    row = facts.next_instalment
    if row is not None:
        return (
            left,
            ("Cicilan berikut", f"ke-{row.number}, {format_rupiah(row.unpaid)}"),
            ("Paling lambat", long_date(row.due_on)),
        )
    end = "Pinjaman ini lunas." if facts.is_paid_off else "Denda belum dibayar."
    return (left, ("Cicilan berikut", f"Tidak ada. {end}"))


def _head(facts: ReceiptFacts, verify_url: str) -> Head:
    warning = None
    if facts.reversed_on is not None:
        warning = (
            f"SUDAH DIKOREKSI pada {plain_date(facts.reversed_on)}. Bukti ini tidak berlaku lagi."
        )
    return Head(
        title="Bukti pembayaran",
        number=facts.number,
        issuer=facts.loan.bank_name,
        issued_at=facts.issued_at,
        verify_url=verify_url,
        warning=warning,
    )


def _columns(price: str) -> Sequence[Column]:
    """Return the columns of the split; the price is called as the contract calls it."""
    return (
        Column(title="Cicilan ke-", left=LEFT),
        Column(title="Pokok", right=LEFT + 200),
        Column(title=price, right=LEFT + 290),
        Column(title="Denda", right=LEFT + 380),
        Column(title="Jumlah", right=RIGHT),
    )


def _write_split(paper: Paper | Roll, facts: ReceiptFacts) -> None:
    """Say what the money paid, and what became of the rest."""
    paper.heading("Dipakai untuk")
    if facts.parts:
        paper.table(
            _columns(facts.price_label.capitalize()),
            [
                (
                    str(part.number),
                    format_rupiah(part.principal),
                    format_rupiah(part.interest),
                    format_rupiah(part.penalty),
                    format_rupiah(part.principal + part.interest + part.penalty),
                )
                for part in facts.parts
            ],
            foot=(
                "Jumlah",
                format_rupiah(facts.principal_in_rows),
                format_rupiah(facts.interest),
                format_rupiah(facts.penalty),
                format_rupiah(facts.principal_in_rows + facts.interest + facts.penalty),
            ),
        )
    if facts.prepaid:
        paper.fact("Mengurangi pokok", f"{format_rupiah(facts.prepaid)}, jadwal dihitung ulang")
    if facts.recovered:
        paper.fact("Utang hapus buku", format_rupiah(facts.recovered))
    if facts.overpaid:
        paper.fact("Kelebihan bayar", f"{format_rupiah(facts.overpaid)}, disimpan sebagai titipan")
