"""The forms of people without an account."""

from datetime import date

from harkat.domain.arrears import ArrearsWish
from harkat.domain.arrears_letters import LetterFacts
from harkat.domain.identity import phone_national
from harkat.domain.money import Rupiah
from harkat.queries.areas import kecamatan_list
from harkat.web.arrears_forms import ArrearsCaseForm, GuestForm
from harkat.web.forms import (
    AtLeast,
    AtMost,
    DateFieldId,
    HarkatForm,
    LongTextField,
    NameField,
    NotInFuture,
    PhoneField,
    RupiahField,
    ShortTextField,
    TickField,
)

_LEAST_INSTALMENT, _MOST_INSTALMENT = Rupiah(10_000), Rupiah(100_000_000)


class GuestCaseForm(GuestForm, ArrearsCaseForm):
    """Whoever asks for a companion without an account leaves a name and a phone number."""

    agrees = TickField(
        "Dinas Koperasi boleh menyimpan jawaban ini dan menghubungi saya.",
        required="Ketuk kotak ini, atau pendamping tidak boleh menghubungi Anda.",
        description="Dipakai hanya untuk membantu Anda keluar dari tunggakan.",
    )

    def offer_kecamatan(self) -> None:
        """Offer the city's kecamatan."""
        self.kecamatan.choices = [(row.code, row.name) for row in kecamatan_list()]


class LetterForm(HarkatForm):
    """What stands in a letter to a lender; nothing of it is kept."""

    sender = NameField("Nama Anda", required="Isi nama Anda.")
    address = ShortTextField(
        "Alamat Anda", required=None, render_kw={"autocomplete": "street-address"}
    )
    phone = PhoneField(required=None)
    lender = ShortTextField(
        "Kepada siapa",
        limit=120,
        required="Isi nama bank, koperasi, atau perusahaan.",
        description="Nama bank, koperasi, atau perusahaan yang memberi pinjaman.",
    )
    loan_number = ShortTextField(
        "Nomor pinjaman", limit=60, required=None, description="Ada di perjanjian atau aplikasi."
    )
    reason = LongTextField(
        "Kenapa Anda sulit membayar", limit=500, required=None, description="Tulis yang sebenarnya."
    )
    affordable = RupiahField(
        "Sanggup bayar berapa sebulan",
        [AtLeast(limit=_LEAST_INSTALMENT), AtMost(limit=_MOST_INSTALMENT)],
        required=None,
    )
    paid_on = DateFieldId(
        "Tanggal lunas",
        [NotInFuture(sentence="Tanggal lunas harus hari ini atau sebelumnya.")],
        required=None,
    )

    def ask_for(self, wish: ArrearsWish) -> None:
        """Leave out what the letter does not say."""
        if wish is not ArrearsWish.RELIEF:
            del self.reason, self.affordable
        if wish is not ArrearsWish.PROOF:
            del self.paid_on

    def facts(self, *, written_on: date) -> LetterFacts:
        """Return what was typed, for a letter of a day."""
        typed = self.data
        return LetterFacts(
            sender=typed["sender"],
            lender=typed["lender"],
            written_on=written_on,
            address=typed["address"],
            phone=phone_national(typed["phone"]) if typed["phone"] else None,
            loan_number=typed["loan_number"],
            reason=typed.get("reason"),
            affordable=typed.get("affordable"),
            paid_on=typed.get("paid_on"),
        )
