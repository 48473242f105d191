"""The forms at the desk."""

from harkat.domain.witnessing import DeclineReason
from harkat.web.forms import (
    ChoiceField,
    CodeField,
    HarkatForm,
    LongTextField,
    NameField,
    NikField,
    PhoneField,
    TickField,
)
from harkat.web.labels import options
from harkat.web.registration_forms import ConsentsForm, IdentityForm


class OwnerPhoneForm(HarkatForm):
    """The phone of whoever sits at the desk."""

    phone = PhoneField(
        "Nomor HP pemilik usaha",
        description="HP yang dibawa pemilik sekarang. Kode dikirim ke sana.",
    )


class OwnerCodeForm(HarkatForm):
    """The six digits the owner's phone shows."""

    code = CodeField("Kode 6 angka di HP pemilik")


class NewOwnerForm(IdentityForm, ConsentsForm):
    """Who the new owner is, and each use of data on its own."""


class StepForm(HarkatForm):
    """A step that is confirmed by pressing, once."""


class OwnerCardForm(IdentityForm):
    """NIK and name off the KTP of whoever has no phone."""


class ConsentsAtDeskForm(ConsentsForm):
    """The name as it stands on the KTP a witness has seen, and each use of data on its own."""

    full_name = NameField(description="Satu kata juga boleh.")


class WitnessForm(HarkatForm):
    """The card in the person's hand, and what the witness saw; nothing is ticked."""

    nik = NikField(description="Ketik dari KTP asli yang dipegang orangnya.")
    saw_person = TickField(
        "Orangnya ada di depan saya.", required="Ketuk bila orangnya ada di depan Anda."
    )
    card_matches = TickField(
        "KTP-nya asli dan cocok dengan wajahnya.",
        required="Ketuk bila KTP-nya cocok. Kalau tidak, jawab tidak.",
    )
    own_will = TickField(
        "Saya membacakan semuanya, dan ia setuju sendiri tanpa dipaksa.",
        required="Bacakan dulu, lalu ketuk bila ia setuju.",
    )


class DeclineForm(HarkatForm):
    """Why the witness says no."""

    reason = ChoiceField("Alasan", choices=dict(options(DeclineReason)), required="Pilih alasan.")
    note = LongTextField("Catatan", required=None)
