"""Drafts of the three letters that lead out of arrears, written from what somebody types.

Screen and paper show the same letter. What is not typed is left as dots to be filled in by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from harkat.domain.arrears import ArrearsWish
from harkat.domain.indonesian import amount_in_words, plain_date
from harkat.domain.money import Rupiah, format_rupiah

DOTS = "." * 30


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What the sender typed; everything but the name and the lender may be missing."""

    sender: str
    lender: str
    written_on: date
    address: str | None = None
    phone: str | None = None
    loan_number: str | None = None
    reason: str | None = None
    affordable: Rupiah | None = None
    paid_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter from top to bottom; `sender` is signed under the closing."""

    title: str
    place_and_day: str
    recipient: str
    subject: str
    about_sender: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    closing: str
    sender: str


TITLES: Mapping[ArrearsWish, str] = {
    ArrearsWish.SETTLE: "Surat minta rincian dan pelunasan",
    ArrearsWish.RELIEF: "Surat minta keringanan",
    ArrearsWish.PROOF: "Surat minta surat lunas",
}


def letter(wish: ArrearsWish, facts: LetterFacts) -> Letter:
    """Return the draft for one way out."""
    subject, write = _LETTERS[wish]
    return Letter(
        title=TITLES[wish],
        place_and_day=f"Jambi, {plain_date(facts.written_on)}",
        recipient=facts.lender,
        subject=subject,
        about_sender=(
            ("Nama", facts.sender),
            ("Alamat", facts.address or DOTS),
            ("Nomor HP", facts.phone or DOTS),
            ("Nomor pinjaman", facts.loan_number or DOTS),
        ),
        paragraphs=(*write(facts), "Terima kasih atas bantuannya."),
        closing="Hormat saya,",
        sender=facts.sender,
    )


def _to_settle(_facts: LetterFacts) -> tuple[str, ...]:
    return (
        "Saya ingin melunasi pinjaman saya.",
        "Saya minta rincian tertulis: sisa pokok, bunga, denda, dan jumlah seluruhnya.",
        "Bila ada keringanan denda atau bunga untuk pelunasan, saya mohon diberi tahu.",
        "Setelah lunas, saya minta surat lunas dan catatan kredit saya di SLIK diperbarui.",
    )


def _for_relief(facts: LetterFacts) -> tuple[str, ...]:
    reason = facts.reason or f"usaha saya sedang sulit karena {DOTS}"
    lines = [
        "Saya belum bisa membayar cicilan sesuai jadwal. Saya tetap ingin melunasinya.",
        f"Sebabnya: {reason}",
        "Saya mohon keringanan: cicilan lebih kecil, waktu lebih panjang, atau denda dihapus.",
    ]
    if facts.affordable is None:
        lines.append(f"Saya sanggup membayar Rp{DOTS} setiap bulan.")
    else:
        lines.append(
            f"Saya sanggup membayar {format_rupiah(facts.affordable)} "
            f"({amount_in_words(facts.affordable)}) setiap bulan."
        )
    return (*lines, "Saya mohon jawaban tertulis.")


def _for_proof(facts: LetterFacts) -> tuple[str, ...]:
    day = plain_date(facts.paid_on) if facts.paid_on else DOTS
    return (
        f"Pinjaman saya sudah lunas pada tanggal {day}.",
        "Saya minta surat lunas.",
        "Saya juga minta catatan kredit saya di SLIK diperbarui pada laporan bulan berikutnya.",
    )


_LETTERS: Mapping[ArrearsWish, tuple[str, Callable[[LetterFacts], tuple[str, ...]]]] = {
    ArrearsWish.SETTLE: ("Permintaan rincian dan pelunasan pinjaman", _to_settle),
    ArrearsWish.RELIEF: ("Permohonan keringanan cicilan", _for_relief),
    ArrearsWish.PROOF: ("Permintaan surat lunas", _for_proof),
}
