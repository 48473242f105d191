"""The letter that says a loan is paid off and nothing is owed any more."""

from harkat.domain.indonesian import amount_in_words, long_date
from harkat.domain.money import format_rupiah
from harkat.queries.settlement_letters import SettlementLetterFacts
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import Head, Paper

_WITHDRAWN = "TIDAK BERLAKU LAGI. Pinjaman ini berjalan kembali karena pembayaran dikoreksi."


def settlement_letter_pdf(
    facts: SettlementLetterFacts, *, verify_url: str, size: PaperSize = PaperSize.A4
) -> bytes:
    """Return the letter as a PDF; the same facts give the same bytes."""
    paper = Paper(
        Head(
            title="Surat lunas",
            number=facts.number,
            issuer=facts.loan.bank_name,
            issued_at=facts.issued_at,
            verify_url=verify_url,
            warning=_WITHDRAWN if facts.is_withdrawn else None,
        ),
        size=size,
    )
    paper.fact("Peminjam", facts.loan.borrower_name, is_bold=True)
    paper.fact("NIK", facts.loan.nik_masked)
    if facts.loan.group_name:
        paper.fact("Kelompok", facts.loan.group_name)
    paper.fact("Pinjaman", f"{facts.loan.reference_no} (perjanjian {facts.loan.agreement_no})")
    paper.fact("Jumlah pinjaman", format_rupiah(facts.principal), is_bold=True)
    paper.fact("Terbilang", amount_in_words(facts.principal))
    paper.fact("Dikirim", long_date(facts.disbursed_on))
    paper.fact("Lunas sejak", long_date(facts.paid_off_on), is_bold=True)
    paper.heading("Yang sudah dibayar")
    paper.fact("Pokok", format_rupiah(facts.principal_paid))
    paper.fact(facts.price_label.capitalize(), format_rupiah(facts.interest_paid))
    if facts.penalty_paid:
        paper.fact("Denda", format_rupiah(facts.penalty_paid))
    if facts.overpaid:
        paper.fact("Kelebihan bayar", f"{format_rupiah(facts.overpaid)}, hak peminjam")
    paper.fact("Sisa pinjaman", "Rp0", is_bold=True)
    if not facts.is_withdrawn:
        paper.note(
            f"{facts.loan.bank_name} menyatakan pinjaman di atas sudah lunas. "
            "Tidak ada lagi yang harus dibayar untuk pinjaman ini."
        )
    if facts.loan.group_name:
        paper.note(
            "Tanggung bersama kelompok tetap berlaku sampai semua pinjaman perjanjian ini selesai."
        )
    paper.signatures((("Peminjam", facts.loan.borrower_name), ("Bank", "")))
    return paper.to_bytes()
