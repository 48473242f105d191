"""The forms of asking for relief, and of the date one would pay everything."""

from typing import Any

from harkat.domain.money import Rupiah
from harkat.domain.relief import Relief, ReliefReason
from harkat.web.forms import (
    ChoiceField,
    DateFieldId,
    HarkatForm,
    LongTextField,
    QueryForm,
    RupiahField,
)
from harkat.web.labels import WORDS
from harkat.web.relief_words import effect_sentences, wish_label


class AbilityForm(QueryForm):
    """What the borrower can pay; it only asks, so its address can be opened again."""

    can_pay = RupiahField(
        "Berapa yang sanggup Anda bayar setiap kali?", name="sanggup", required=None
    )
    pays = RupiahField("Berapa yang bisa Anda bayar sekarang?", name="sekarang", required=None)

    @property
    def said(self) -> dict[str, Rupiah]:
        """What was said, by the names of the queries; nothing said is nothing."""
        return {"can_pay": self.can_pay.data or Rupiah(0), "pays": self.pays.data or Rupiah(0)}


class ReliefForm(HarkatForm):
    """Why somebody cannot pay, and what would help of what is possible."""

    reason = ChoiceField(
        "Mengapa belum bisa bayar?",
        choices={str(word): text for word, text in WORDS[ReliefReason].items()},
        required="Pilih sebabnya.",
    )
    way = ChoiceField("Apa yang akan menolong?", required="Pilih satu cara.")
    note = LongTextField(
        "Ceritakan bila perlu",
        limit=500,
        required=None,
        description="Hanya petugas bank yang membaca. Anggota kelompok tidak.",
    )

    def offer(self, ways: dict[str, Relief]) -> None:
        """Offer ways by their names in the form, each with what it does."""
        self.way.choices = [
            (name, wish_label(way.wish, count=way.count, pays=way.pays))
            for name, way in ways.items()
        ]
        self.way.hints = {name: effect_sentences(way) for name, way in ways.items()}


class SettlementForm(QueryForm):
    """The day on which one would pay everything."""

    on = DateFieldId("Untuk tanggal lain", name="lunas", required=None)


def names_of(ways: Any) -> dict[str, Relief]:
    """Return ways by their names in the form."""
    return {f"{way.wish}-{way.count}": way for way in ways}
