"""The forms at the desk."""

from harkat.web.forms import CodeField, HarkatForm, PhoneField
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
