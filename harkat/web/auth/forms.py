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
from harkat.web.forms import (
    CodeField,
    HarkatForm,
    PasswordField,
    PhoneField,
    ShortTextField,
)

_NEW_PASSWORD = {"autocomplete": "new-password"}
GUESSABLE = "Kata sandi ini mudah ditebak orang. Coba tiga kata yang hanya Anda tahu."
_FAULTS: Mapping[PasswordFault, str] = {
    PasswordFault.TOO_SHORT: "Kata sandi paling sedikit {shortest} huruf atau angka.",
    PasswordFault.TOO_LONG: f"Kata sandi paling banyak {LONGEST} huruf atau angka.",
    PasswordFault.GUESSABLE: GUESSABLE,
}


def password_sentence(weak: WeakPassword, *, shortest: int) -> str:
    """Return why a password is not accepted; `shortest` counts characters."""
    return _FAULTS[weak.fault].format(shortest=shortest)


class PhoneForm(HarkatForm):
    """The phone number a way begins with."""

    phone = PhoneField(
        "Nomor HP Anda",
        description="Nomor yang selalu Anda pegang. Kami kirim kode ke sini.",
    )
    leave_empty = ShortTextField(
        "Jangan diisi", required=None, render_kw={"tabindex": "-1", "autocomplete": "off"}
    )

    def validate_leave_empty(self, field: ShortTextField) -> None:
        """Stop programs that fill in whatever they find; people do not see this box (T45)."""
        if field.data:
            raise ValidationError("Kosongkan isian ini, lalu kirim lagi.")


class CodeForm(HarkatForm):
    """The six digits that were sent."""

    code = CodeField("Masukkan 6 angka yang kami kirim")


class NewPasswordForm(HarkatForm):
    """A password that is being made; `own_words` are the first things others would try."""

    password = PasswordField(
        "Buat kata sandi",
        required="Buat kata sandi dulu.",
        description=(
            f"Paling sedikit {SHORTEST} huruf atau angka. Lebih mudah diingat: tiga kata, "
            "dari hal di sekitar Anda."
        ),
        render_kw=_NEW_PASSWORD,
    )
    own_words: tuple[str, ...] = ()

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is short or a first guess."""
        try:
            check_password(field.data or "", own_words=self.own_words)
        except WeakPassword as weak:
            raise ValidationError(password_sentence(weak, shortest=SHORTEST)) from None


class RegistrationPasswordForm(NewPasswordForm):
    """The password of a new account; one that was made before may stay as it is."""

    def ask(self, *, phone: str, is_made: bool) -> None:
        """Say whose password it is, and whether there is one already."""
        self.own_words = (phone, f"0{phone.removeprefix('+62')}")
        if is_made:
            self.password.required, self.password.flags.required = None, False


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


class ChangePasswordForm(HarkatForm):
    """The old password and a new one; what is good enough depends on whose it is."""

    old_password = PasswordField("Kata sandi sekarang", required="Isi kata sandi Anda sekarang.")
    password = PasswordField(
        "Kata sandi baru", required="Buat kata sandi baru.", render_kw=_NEW_PASSWORD
    )


class ChangePhoneForm(HarkatForm):
    """The new number, and the password of whoever asks."""

    phone = PhoneField("Nomor HP baru", description="Kami kirim kode ke nomor baru ini.")
    password = PasswordField(
        "Kata sandi Anda", description="Supaya hanya Anda yang bisa mengganti nomor."
    )
