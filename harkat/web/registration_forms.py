"""What everybody is asked who registers, alone or with help: who they are, and what they allow."""

from wtforms.validators import ValidationError

from harkat.domain.people import CONSENT_TEXT_VERSION, ConsentPurpose
from harkat.web.agreed_texts import CONSENTS
from harkat.web.forms import HarkatForm, NameField, NikField, TickField
from harkat.web.labels import label

_TEXTS = CONSENTS[CONSENT_TEXT_VERSION]
_OTHER_CITY = (
    "NIK ini dibuat di luar Kota Jambi. Program ini untuk warga ber-KTP Kota Jambi. "
    "KTP Anda sudah pindah ke sini? Ketuk kotak di bawah NIK."
)


class IdentityForm(HarkatForm):
    """NIK and name as they stand on the KTP."""

    nik = NikField(description="16 angka di KTP Anda, di kanan tulisan NIK.")
    has_moved = TickField(
        "KTP saya sekarang beralamat di Kota Jambi.",
        description="NIK tidak berubah saat pindah. Bank memeriksa alamat di foto KTP.",
    )
    full_name = NameField(description="Satu kata juga boleh.")

    @property
    def asks_for_move(self) -> bool:
        """Tell whether the NIK was given out elsewhere; it stays the same when people move here."""
        return self.nik.nik is not None and not self.nik.nik.is_kota_jambi

    def validate_nik(self, _field: NikField) -> None:
        """Refuse a NIK of another city, with the reason, unless the KTP has moved to this one."""
        if self.asks_for_move and not self.has_moved.data:
            raise ValidationError(_OTHER_CITY)


class ConsentsForm(HarkatForm):
    """Each use of data on its own, and none ticked."""

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
