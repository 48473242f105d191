"""What happens to whoever pays late, in the words of the product's own rule."""

from collections.abc import Sequence

from harkat.domain.indonesian import percent
from harkat.domain.product import PenaltyPer
from harkat.domain.programme_rules import Rules

_PER = {PenaltyPer.DAY: "sehari", PenaltyPer.MONTH: "sebulan"}


def late_sentences(rules: Rules) -> Sequence[str]:
    """Return the sentences under "Kalau telat?"."""
    return (
        *_penalty(rules),
        f"Setelah telat {rules.call_after_days} hari, anggota kelompok diminta ikut menanggung.",
        "Sedang sulit? Bicara dengan bank sebelum tanggal bayar. Minta keringanan.",
    )


def _penalty(rules: Rules) -> Sequence[str]:
    if not rules.penalty_rate:
        return ("Tidak ada denda telat. Anda tetap harus membayar cicilannya.",)
    sentences = [f"Denda telat {percent(rules.penalty_rate)} {_PER[rules.penalty_per]}."]
    sentences.append("Dihitung dari bagian cicilan yang belum dibayar.")
    if rules.penalty_grace_days:
        sentences.append(f"Telat sampai {rules.penalty_grace_days} hari belum kena denda.")
    if rules.penalty_cap is not None:
        sentences.append(f"Denda paling banyak {percent(rules.penalty_cap)} dari cicilan itu.")
    return sentences
