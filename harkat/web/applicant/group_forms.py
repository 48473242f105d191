"""The forms of a group's own pages: its code, its votes, its search, its bank."""

from typing import Any

from harkat.domain import join_codes
from harkat.web.forms import ChoiceField, HarkatForm, ShortTextField, WholeNumberField


class JoinCodeField(ShortTextField):
    """A group's code, however it is written; `data` is the code as it is stored."""

    usual_limit = 40

    def __init__(self, *positional: Any, **options: Any) -> None:
        """Make the box; a phone offers capital letters and no corrections."""
        super().__init__(
            *positional,
            render_kw={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            },
            **options,
        )

    def tidied(self, typed: str) -> str:
        """Return the code.

        :raises ValueError: with the sentence to show
        """
        try:
            return join_codes.parse_code(super().tidied(typed))
        except join_codes.UnclearCode:
            raise ValueError(UNCLEAR_CODE) from None

    def written(self, value: str) -> str:
        """Return the code in two parts."""
        return join_codes.written(value)


UNCLEAR_CODE = "Kode ini salah tulis. Ada 8 huruf atau angka, misalnya K7M4-3RP7. Cek lagi."


class CodeSearchForm(HarkatForm):
    """The code somebody was told."""

    code = JoinCodeField(
        "Kode kelompok",
        required="Isi kode kelompok.",
        description="8 huruf atau angka. Besar atau kecil sama saja.",
    )


class LeaderForm(HarkatForm):
    """Whom the voter wants as leader."""

    member = ChoiceField("Siapa pilihan Anda?", required="Pilih satu anggota.")


class SearchForm(HarkatForm):
    """How many members the group looks for."""

    wanted = WholeNumberField(
        "Berapa anggota yang dicari?",
        minimum=1,
        maximum=50,
        required="Isi berapa anggota yang dicari.",
    )


class BlockedPartForm(HarkatForm):
    """What the group should do about a part that is blocked."""

    choice = ChoiceField("Apa pilihan Anda?", required="Pilih satu langkah.")


class BankMoveForm(HarkatForm):
    """To which bank the application is to go."""

    bank_code = ChoiceField("Pindah ke bank mana?", required="Pilih bank.")
