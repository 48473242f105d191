"""The schedule card of a loan: the agreed plan, with room to note each payment by hand."""

from harkat.domain.indonesian import amount_in_words, long_date, percent, short_date
from harkat.domain.money import format_rupiah
from harkat.domain.schedule import Instalment
from harkat.queries.papers import ScheduleCardFacts
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import LEFT, RIGHT, Column, Head, Paper

_COLUMNS = (
    Column(title="Ke-", right=LEFT + 20),
    Column(title="Paling lambat", left=LEFT + 32),
    Column(title="Pokok", right=LEFT + 178),
    Column(title="Bunga", right=LEFT + 248),
    Column(title="Cicilan", right=LEFT + 326),
    Column(title="Sisa pokok", right=LEFT + 410),
    Column(title="Dibayar, paraf", right=RIGHT),
)
_TO_SIGN = "." * 22


def schedule_card_pdf(
    facts: ScheduleCardFacts, *, verify_url: str, size: PaperSize = PaperSize.A4
) -> bytes:
    """Return the card as a PDF; the same facts give the same bytes."""
    terms, plan = facts.plan.terms, facts.plan
    paper = Paper(
        Head(
            title="Kartu jadwal cicilan",
            number=facts.number,
            issuer=facts.loan.bank_name,
            issued_at=facts.issued_at,
            verify_url=verify_url,
        ),
        size=size,
    )
    paper.fact("Peminjam", facts.loan.borrower_name, is_bold=True)
    paper.fact("NIK", facts.loan.nik_masked)
    if facts.loan.group_name:
        paper.fact("Kelompok", f"{facts.loan.group_name} (tanggung bersama)")
    paper.fact("Pinjaman", f"{facts.loan.reference_no} (perjanjian {facts.loan.agreement_no})")
    paper.fact("Jumlah pinjaman", format_rupiah(terms.principal), is_bold=True)
    paper.fact("Terbilang", amount_in_words(terms.principal))
    paper.fact("Dikirim", f"{long_date(terms.disbursed_on)}, utuh tanpa potongan")
    paper.fact(facts.price_label.capitalize(), _price(facts))
    paper.fact("Jumlah bayar", f"{format_rupiah(plan.totals.total)} dalam {terms.instalments} kali")
    paper.heading("Jadwal cicilan")
    paper.note("Bayar di bank penyalur. Minta bukti pembayaran bernomor setiap kali membayar.")
    paper.table(
        _COLUMNS,
        [_cells(row) for row in plan.rows],
        foot=(
            "",
            "Jumlah",
            *map(format_rupiah, (plan.totals.principal, plan.totals.interest, plan.totals.total)),
            "",
            "",
        ),
    )
    return paper.to_bytes()


def _price(facts: ScheduleCardFacts) -> str:
    """Say the agreed rate, and the rate on what is still owed where that is another one."""
    agreed, effective = (
        percent(rate) for rate in (facts.plan.terms.annual_rate, facts.effective_rate)
    )
    if agreed == effective:
        return f"{agreed} setahun dari sisa pinjaman"
    return f"{agreed} setahun, sama dengan {effective} setahun dari sisa pinjaman"


def _cells(row: Instalment) -> tuple[str, ...]:
    amounts = (row.principal, row.interest, row.total, row.balance)
    return (str(row.number), short_date(row.due_on), *map(format_rupiah, amounts), _TO_SIGN)
