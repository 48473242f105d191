"""The questions about arrears elsewhere, for people with an account and without one."""

from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from harkat import clock
from harkat.domain.arrears import (
    MOST_DAYS_AHEAD,
    ArrearsBand,
    ArrearsWish,
    LenderType,
    ReminderTooFar,
    check_reminder,
    usual_reminder,
)
from harkat.domain.indonesian import plain_date
from harkat.web.forms import (
    CheckboxesField,
    ChoiceField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    NameField,
    PhoneField,
)
from harkat.web.labels import options


class LiesAhead:
    """A day must lie after today, but not further than anybody plans."""

    def __call__(self, _form: object, field: Any) -> None:
        """Refuse any other day."""
        today = clock.today()
        try:
            check_reminder(field.data, today=today)
        except ReminderTooFar:
            last = plain_date(today + timedelta(days=MOST_DAYS_AHEAD))
            raise ValidationError(f"Pilih tanggal mulai besok sampai {last}.") from None


class GuestForm(HarkatForm):
    """Who asks without an account; before the case, as on the page, for the order of errors."""

    full_name = NameField("Nama Anda", required="Isi nama Anda.")
    phone = PhoneField(description="Pendamping menelepon ke nomor ini.")
    kecamatan = DropdownField("Kecamatan tempat tinggal", required=None)


class ArrearsCaseForm(HarkatForm):
    """What somebody in arrears says: by kind and by band, never a creditor's name."""

    lender_types = CheckboxesField(
        "Tunggakannya di mana?",
        choices=dict(options(LenderType)),
        required="Pilih paling sedikit satu tempat.",
        description="Boleh pilih lebih dari satu. Nama pemberi pinjaman tidak perlu ditulis.",
    )
    band = DropdownField(
        "Kira-kira berapa semuanya?", choices=dict(options(ArrearsBand)), required=None
    )
    wish = ChoiceField(
        "Apa yang Anda inginkan?",
        choices=dict(options(ArrearsWish)),
        required="Pilih salah satu keinginan.",
    )
    remind_on = DateFieldId(
        "Ingatkan saya cek lagi pada tanggal",
        [LiesAhead()],
        required=None,
        description="Kami kirim pesan hari itu. Biasanya sebulan lagi.",
    )

    def suggest_reminder(self) -> None:
        """Write the usual day into a box nobody has filled in."""
        if self.remind_on.raw_data is None:
            self.remind_on.data = usual_reminder(today=clock.today())

    @property
    def told(self) -> dict[str, Any]:
        """Return the answers as the use cases take them."""
        return {
            "lender_types": [LenderType(word) for word in self.lender_types.data or ()],
            "band": ArrearsBand(self.band.data) if self.band.data else None,
            "wish": ArrearsWish(self.wish.data),
            "remind_on": self.remind_on.data,
        }


class ReminderForm(HarkatForm):
    """The day on which to look at the record again."""

    remind_on = DateFieldId(
        "Ingatkan saya pada tanggal", [LiesAhead()], required="Isi tanggal pengingat."
    )
