"""What a way to help is called, what it does, and a loan without it and with it, in words."""

from collections.abc import Sequence

from harkat.domain.indonesian import plain_date
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.relief import Outlook, Relief, ReliefWish

NOTHING = "–"


def wish_label(wish: ReliefWish, *, count: int, pays: Rupiah) -> str:
    """Return what a way is called."""
    match wish:
        case ReliefWish.HOLIDAY:
            return f"Libur {count} kali cicilan"
        case ReliefWish.LONGER:
            return f"Cicilan lebih kecil, dibayar {count} kali"
    return f"Bayar {format_rupiah(pays)} sekarang, sisanya dibagi ke cicilan berikut"


def effect_sentences(way: Relief) -> str:
    """Return what a way makes of the loan, in short sentences."""
    after = way.after
    sentences = [f"Cicilan paling besar {format_rupiah(after.instalment)}"]
    if after.next_due_on:
        sentences[0] += f", mulai {plain_date(after.next_due_on)}"
    if after.last_due_on:
        sentences.append(f"Selesai {plain_date(after.last_due_on)}")
    sentences.append(
        f"Jumlah bunga sampai selesai {format_rupiah(after.interest)}, {_more(way.more_interest)}"
    )
    if after.put_aside:
        sentences.append(
            f"Bunga yang sudah lewat, {format_rupiah(after.put_aside)}, dibayar paling akhir"
        )
    if after.due:
        sentences.append(f"Yang sudah lewat tetap dibayar: {format_rupiah(after.due)}")
    return ". ".join(sentences) + "."


_ROWS = {
    "outstanding": "Sisa pinjaman",
    "due": "Sudah lewat, belum dibayar",
    "instalment": "Cicilan paling besar",
    "count": "Berapa kali lagi",
    "next_due_on": "Cicilan berikut",
    "last_due_on": "Cicilan terakhir",
    "interest": "Bunga sampai selesai",
    "put_aside": "Dibayar paling akhir",
    "to_pay": "Semua yang masih dibayar",
}
_RISK = ("outstanding", "instalment", "last_due_on", "to_pay")
"""What changes for those who answer for a loan with its borrower."""


def compared(
    before: Outlook, after: Outlook | None, *, is_own: bool = True
) -> Sequence[tuple[str, str, str]]:
    """Return the rows of a comparison: what, now, and with the change."""
    return [
        (what, _written(before, name), _written(after, name) if after else NOTHING)
        for name, what in _ROWS.items()
        if is_own or name in _RISK
    ]


def _written(found: Outlook, name: str) -> str:
    value = getattr(found, name)
    if value is None:
        return NOTHING
    if isinstance(value, Rupiah):
        return format_rupiah(value)
    return f"{value} kali" if isinstance(value, int) else plain_date(value)


def _more(amount: Rupiah) -> str:
    if amount > 0:
        return f"bertambah {format_rupiah(amount)}"
    return "tidak bertambah" if not amount else f"berkurang {format_rupiah(-amount)}"
