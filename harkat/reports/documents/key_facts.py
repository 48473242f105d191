"""The summary of a loan's terms that a borrower reads before agreeing."""

from collections.abc import Sequence
from dataclasses import dataclass

from harkat.domain.indonesian import amount_in_words, long_date, moment, percent, short_date
from harkat.domain.key_facts import FactRow, KeyFacts
from harkat.domain.money import Rupiah, format_rupiah
from harkat.queries.key_facts import Sheet
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import LEFT, RIGHT, Column, Head, Paper

_PARTIES = (Column(title="Yang menanggung bersama", left=LEFT), Column(title="Jumlah", right=RIGHT))
_DIGEST_SHOWN = 16  # of 64: enough to tell two sheets apart, short enough to be read out
_FEES = (("provision", "provisi"), ("admin", "administrasi"), ("insurance", "asuransi"))


@dataclass(frozen=True, kw_only=True)
class SheetWords:
    """What a sheet says in words: alike on the screen, where it is the page that says it."""

    method: str
    length: str
    liability: Sequence[str]
    rights: Sequence[str]
    complaint: str


def key_facts_pdf(
    sheet: Sheet, words: SheetWords, *, verify_url: str, size: PaperSize = PaperSize.A4
) -> bytes:
    """Return the sheet as a PDF; the same facts give the same bytes."""
    facts = sheet.facts
    paper = Paper(
        Head(
            title="Ringkasan pinjaman",
            number=sheet.number,
            issuer=facts.loaned.bank_name,
            issued_at=sheet.issued_at,
            verify_url=verify_url,
        ),
        size=size,
    )
    _write_borrower(paper, sheet)
    _write_cost(paper, facts, words)
    paper.heading("Kalau telat")
    paper.note(facts.fine.sentence)
    if facts.is_shared:
        _write_liability(paper, facts, words)
    paper.heading("Hak Anda")
    for sentence in words.rights:
        paper.note(sentence)
    paper.note(words.complaint)
    _write_instalments(paper, facts)
    return paper.to_bytes()


def fees_in_words(facts: KeyFacts) -> str:
    """Return the fees with what each is for, or that there are none."""
    named = [
        f"{word} {format_rupiah(amount)}"
        for name, word in _FEES
        if (amount := getattr(facts.fees, name))
    ]
    if not named:
        return "Tidak ada"
    return f"{format_rupiah(facts.fee_sum)} ({', '.join(named)}), dibayar sekali"


def _write_borrower(paper: Paper, sheet: Sheet) -> None:
    loaned = sheet.facts.loaned
    paper.fact("Peminjam", loaned.borrower_name, is_bold=True)
    paper.fact("NIK", loaned.nik_masked)
    if loaned.group_name:
        paper.fact("Kelompok", f"{loaned.group_name} (tanggung bersama)")
    paper.fact("Pengajuan", loaned.reference_no)
    if sheet.consented_at:
        paper.fact(
            "Jawaban peminjam",
            f"Setuju, {moment(sheet.consented_at)}, dengan kode dari HP peminjam",
        )
    else:
        paper.fact("Jawaban peminjam", "Belum. Baru berlaku setelah peminjam setuju.")
    paper.fact("Sidik isi", sheet.digest[:_DIGEST_SHOWN])


def _write_cost(paper: Paper, facts: KeyFacts, words: SheetWords) -> None:
    price = facts.price_label
    paper.fact("Jumlah pinjaman", format_rupiah(facts.principal), is_bold=True)
    paper.fact("Terbilang", amount_in_words(facts.principal))
    paper.fact("Lama", f"{words.length}, {facts.instalments} kali cicilan")
    paper.fact("Cara menghitung", words.method)
    paper.fact(f"{price.capitalize()} setahun", percent(facts.annual_rate))
    paper.fact("Bunga efektif", f"{percent(facts.effective_rate)} setahun")
    paper.fact(f"Seluruh {price}", format_rupiah(facts.interest))
    paper.fact("Biaya lain", fees_in_words(facts))
    paper.fact("Seluruh biaya", format_rupiah(facts.cost))
    paper.fact("Seluruh dibayar", format_rupiah(facts.to_pay), is_bold=True)
    if facts.loaned.payout_account_masked:
        to = f"{facts.loaned.payout_bank}, {facts.loaned.payout_account_masked}"
        paper.fact("Dikirim ke", f"{to}, utuh tanpa potongan")


def _write_liability(paper: Paper, facts: KeyFacts, words: SheetWords) -> None:
    paper.heading("Tanggung bersama")
    paper.table(
        _PARTIES,
        [
            (f"{party.name} (Anda)" if party.is_own else party.name, format_rupiah(party.amount))
            for party in facts.parties
        ],
        foot=("Jumlah", format_rupiah(facts.party_sum)),
    )
    for sentence in words.liability:
        paper.note(sentence)


def _write_instalments(paper: Paper, facts: KeyFacts) -> None:
    paper.heading("Setiap cicilan")
    paper.note(
        f"Dihitung seandainya uang dikirim {long_date(facts.as_of)}. "
        "Tanggalnya bergeser mengikuti hari uang dikirim."
    )
    columns = (
        Column(title="Ke-", right=LEFT + 20),
        Column(title="Paling lambat", left=LEFT + 32),
        Column(title="Pokok", right=LEFT + 250),
        Column(title=facts.price_label.capitalize(), right=LEFT + 370),
        Column(title="Cicilan", right=RIGHT),
    )
    sums = (sum_of(facts.rows, "principal"), facts.interest, facts.instalment_sum)
    paper.table(
        columns,
        [_cells(row) for row in facts.rows],
        foot=("", "Jumlah", *map(format_rupiah, sums)),
    )


def sum_of(rows: Sequence[FactRow], part: str) -> Rupiah:
    """Return what one part of all instalments adds up to."""
    return Rupiah(sum(getattr(row, part) for row in rows))


def _cells(row: FactRow) -> tuple[str, ...]:
    amounts = (row.principal, row.interest, row.total)
    return (str(row.number), short_date(row.due_on), *map(format_rupiah, amounts))
