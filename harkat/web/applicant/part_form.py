"""The form of the own part: how much, for how long, what for."""

from typing import Any

from harkat.domain.money import Rupiah, format_short
from harkat.domain.people import LoanPurpose
from harkat.queries.own_applications import PartToFill
from harkat.web.form_figures import TAPPED_AMOUNTS
from harkat.web.forms import (
    AtLeast,
    AtMost,
    ChoiceField,
    HiddenField,
    LongTextField,
    RupiahField,
)
from harkat.web.kept_answers import KeptForm
from harkat.web.labels import options
from harkat.web.term_words import length_in_words


class PartForm(KeptForm):
    """How much the owner wants to borrow, for how long, and what for.

    An amount is tapped or written. The page always writes the amount that counts into its box and
    sends back as `shown` what stood there, so that a tap is told from writing without scripts.
    """

    may_stay_on_phone = ("requested", "instalments", "purpose_kind")

    tapped = ChoiceField("Ketuk jumlahnya", required=None)
    requested = RupiahField(
        "Jumlah yang ingin dipinjam", required="Isi jumlah yang ingin dipinjam."
    )
    shown = HiddenField()
    instalments = ChoiceField("Lama pinjaman", coerce=int, required=None)
    purpose_kind = ChoiceField("Untuk apa", choices=dict(options(LoanPurpose)), required=None)
    purpose = LongTextField(
        "Tulis dengan kata Anda sendiri",
        limit=500,
        required=None,
        description="Misalnya: beli etalase dan tambah stok beras.",
    )

    def offer(self, part: PartToFill) -> None:
        """Offer the amounts and lengths of today's rules, and take the amount that was tapped."""
        smallest, highest = part.rules.smallest_line, part.rules.line_ceiling
        self.tapped.choices = {
            str(int(amount)): format_short(amount).removeprefix("Rp")
            for amount in TAPPED_AMOUNTS
            if smallest <= amount <= highest
        }
        lengths: dict[Any, str] = {
            number: length_in_words(instalments=number, every=part.progress.every)
            for number in part.lengths
        }
        self.instalments.choices = lengths
        self.requested.validators = [
            AtLeast(limit=smallest),
            AtMost(limit=highest, sentence="Paling banyak {limit} untuk satu orang."),
        ]
        self._take_tapped()

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse two different amounts, and a loan for nothing."""
        is_valid = super().validate(extra_validators)
        self._refuse_two_amounts()
        is_named = self.purpose_kind.data not in {None, LoanPurpose.OTHER}
        if not is_named and not self.purpose.data and not self.purpose.errors:
            self.refuse("Tulis untuk apa uangnya.", field=self.purpose)
        return is_valid and not self.errors

    def may_compute(self) -> bool:
        """Tell whether there is one amount within the limits, whatever else is missing."""
        is_usable = self.requested.validate(self)
        self._refuse_two_amounts()
        return is_usable and not self.requested.errors

    def _refuse_two_amounts(self) -> None:
        if self.has_two_amounts:
            self.refuse("Pilih satu: ketuk jumlah, atau tulis sendiri.", field=self.requested)

    @property
    def has_two_amounts(self) -> bool:
        """Tell whether one amount was tapped and another one written."""
        if self._tapped is None:
            return False
        written = self.requested.raw_data[0].strip() if self.requested.raw_data else ""
        return written not in {"", self.shown.data or ""} and self.requested.data != self._tapped

    @property
    def _tapped(self) -> Rupiah | None:
        offered = self.tapped.choices or {}
        return Rupiah(int(self.tapped.data)) if self.tapped.data in offered else None

    def _take_tapped(self) -> None:
        if self._tapped is None or self.has_two_amounts:
            return
        self.requested.raw_data, self.requested.process_errors = None, []
        self.requested.data = self._tapped

    def settle(self) -> None:
        """Write the amount that counts into its box, for a page that is shown now."""
        if self.has_two_amounts:
            return
        self.tapped.data = None
        self.shown.data = self.requested.text_shown
