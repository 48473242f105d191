"""The forms of registering, signing in and choosing a password."""

from collections.abc import Mapping

from wtforms.validators import ValidationError

from harkat.domain.passwords import (
    LONGEST,
    SHORTEST,
    SHORTEST_FOR_STAFF,
    PasswordFault,
    WeakPassword,
    check_password,
)
from harkat.domain.people import CONSENT_TEXT_VERSION, ConsentPurpose
from harkat.web.agreed_texts import CONSENTS
from harkat.web.forms import (
    HarkatForm,
    NameField,
    NikField,
    PasswordField,
    PhoneField,
    TickField,
)
from harkat.web.labels import label

_NEW_PASSWORD = {"autocomplete": "new-password"}
_FAULTS: Mapping[PasswordFault, str] = {
    PasswordFault.TOO_SHORT: "Kata sandi paling sedikit {shortest} huruf atau angka.",
    PasswordFault.TOO_LONG: f"Kata sandi paling banyak {LONGEST} huruf atau angka.",
    PasswordFault.GUESSABLE: (
        "Kata sandi ini mudah ditebak orang. Coba tiga kata yang hanya Anda tahu."
    ),
}
_TEXTS = CONSENTS[CONSENT_TEXT_VERSION]
_OTHER_CITY = (
    "NIK ini dibuat di luar Kota Jambi. Program ini untuk warga ber-KTP Kota Jambi. "
    "Kalau KTP Anda sudah pindah ke Kota Jambi, hubungi Bantuan di bawah."
)


def password_sentence(weak: WeakPassword, *, shortest: int) -> str:
    """Return why a password is not accepted; `shortest` counts characters."""
    return _FAULTS[weak.fault].format(shortest=shortest)


class RegistrationForm(HarkatForm):
    """Everything an owner's account needs, with each consent on its own and none ticked."""

    phone = PhoneField(description="Nomor yang selalu Anda pegang. Dipakai untuk masuk.")
    password = PasswordField(
        "Buat kata sandi",
        required="Buat kata sandi dulu.",
        description=(
            f"Paling sedikit {SHORTEST} huruf atau angka. Lebih mudah diingat: tiga kata, "
            "dari hal di sekitar Anda."
        ),
        render_kw=_NEW_PASSWORD,
    )
    nik = NikField(description="16 angka di KTP Anda, di bawah tulisan NIK.")
    full_name = NameField(description="Satu kata juga boleh.")
    process_loan = TickField(
        f"{label(ConsentPurpose.PROCESS_LOAN)} (wajib)",
        description=_TEXTS[ConsentPurpose.PROCESS_LOAN],
        required="Beri izin memakai data, atau kami tidak bisa memproses pinjaman.",
    )
    check_record = TickField(
        f"{label(ConsentPurpose.CHECK_RECORD)} (wajib)",
        description=_TEXTS[ConsentPurpose.CHECK_RECORD],
        required="Beri izin melihat catatan kredit, karena bank wajib memeriksanya.",
    )
    messages = TickField(
        f"{label(ConsentPurpose.MESSAGES)} (boleh tidak)",
        description=_TEXTS[ConsentPurpose.MESSAGES],
    )
    success_story = TickField(
        f"{label(ConsentPurpose.SUCCESS_STORY)} (boleh tidak)",
        description=_TEXTS[ConsentPurpose.SUCCESS_STORY],
    )

    @property
    def consents(self) -> frozenset[ConsentPurpose]:
        """The uses of data that were ticked."""
        return frozenset(purpose for purpose in ConsentPurpose if self[purpose.value].data)

    def validate_nik(self, field: NikField) -> None:
        """Refuse a NIK of another city with the reason: the programme is the city's own."""
        if field.nik is not None and not field.nik.is_kota_jambi:
            raise ValidationError(_OTHER_CITY)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is short or a first guess, together with everything else."""
        own_words = (self.full_name.data, self.nik.data, self.phone.data)
        try:
            check_password(field.data or "", own_words=[word for word in own_words if word])
        except WeakPassword as weak:
            raise ValidationError(password_sentence(weak, shortest=SHORTEST)) from None


class SignInForm(HarkatForm):
    """Phone number and password."""

    phone = PhoneField()
    password = PasswordField()


class ActivationForm(HarkatForm):
    """The first password of a member of staff."""

    password = PasswordField(
        "Buat kata sandi",
        required="Buat kata sandi dulu.",
        description=(
            f"Paling sedikit {SHORTEST_FOR_STAFF} huruf atau angka. "
            "Pakai kata sandi yang tidak Anda pakai di tempat lain."
        ),
        render_kw=_NEW_PASSWORD,
    )
