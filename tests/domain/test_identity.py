"""What a NIK, a phone number and a NIB may look like, and what they say."""

from datetime import date

import pytest
from stdnum.id import nik as second_opinion

from harkat.domain.identity import (
    InvalidKk,
    InvalidNib,
    InvalidNik,
    InvalidPhone,
    Nik,
    NumberProblem,
    Sex,
    nik_masked,
    parse_kk,
    parse_nib,
    parse_nik,
    parse_phone,
    phone_masked,
    phone_national,
)

TODAY = date(2026, 11, 23)
WIDE_DIGITS = "".join(chr(0xFF10 + int(digit)) for digit in "1571051205880004")


def nik(birth: str = "120588", *, region: str = "157105", serial: str = "0004") -> str:
    """Return sixteen digits with this birth part, which need not be a date."""
    return region + birth + serial


class TestParseNik:
    def test_reads_birth_date_sex_and_region(self):
        assert parse_nik("1571055205880004", today=TODAY) == Nik(
            digits="1571055205880004",
            birth_on=date(1988, 5, 12),
            sex=Sex.FEMALE,
            region_code="15.71.05",
        )

    def test_reads_a_man(self):
        assert parse_nik(nik("120588"), today=TODAY).sex is Sex.MALE

    def test_agrees_with_another_reader_on_people_born_before_2000(self):
        assert second_opinion.get_birth_date(nik("311299")) == date(1999, 12, 31)
        assert parse_nik(nik("311299"), today=TODAY).birth_on == date(1999, 12, 31)

    @pytest.mark.parametrize(
        "written",
        [
            "1571 0512 0588 0004",
            "15.71.05.120588.0004",
            "1571-0512-0588-0004 ",
            WIDE_DIGITS,
        ],
    )
    def test_accepts_separators_and_wide_digits(self, written):
        assert parse_nik(written, today=TODAY).digits == nik()

    @pytest.mark.parametrize(
        ("birth", "born"),
        [
            ("231109", date(2009, 11, 23)),  # seventeen today
            ("231126", date(1926, 11, 23)),  # a hundred today
            ("010136", date(1936, 1, 1)),  # ninety
            ("290200", date(2000, 2, 29)),  # a day that 1900 did not have
            ("711260", date(1960, 12, 31)),  # a woman born on the thirty-first
        ],
    )
    def test_finds_the_century_by_age(self, birth, born):
        assert parse_nik(nik(birth), today=TODAY).birth_on == born

    @pytest.mark.parametrize("birth", ["241109", "010110", "010120", "231125", "221125"])
    def test_refuses_an_age_outside_17_to_100(self, birth):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(nik(birth), today=TODAY)

        assert refusal.value.reason is NumberProblem.AGE

    @pytest.mark.parametrize(
        "birth", ["720588", "000588", "400588", "320588", "121388", "120088", "310288", "290201"]
    )
    def test_refuses_a_birth_part_that_is_no_date(self, birth):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(nik(birth), today=TODAY)

        assert refusal.value.reason is NumberProblem.BIRTH_DATE

    @pytest.mark.parametrize(
        ("text", "length"), [("157105120588000", 15), ("15710512058800041", 17)]
    )
    def test_refuses_another_length_and_says_which(self, text, length):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(text, today=TODAY)

        assert (refusal.value.reason, refusal.value.length) == (NumberProblem.LENGTH, length)

    def test_names_the_first_letter_and_its_place(self):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik("1571 05O2 0588 0004", today=TODAY)

        assert refusal.value.reason is NumberProblem.NOT_A_DIGIT
        assert (refusal.value.character, refusal.value.position) == ("O", 7)

    @pytest.mark.parametrize("text", ["", "  ", ".-"])
    def test_refuses_nothing(self, text):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(text, today=TODAY)

        assert refusal.value.reason is NumberProblem.EMPTY

    @pytest.mark.parametrize(
        "text", ["0000000000000000", "9" * 16, "1234567890123456", "9876543210987654"]
    )
    def test_refuses_what_people_type_to_get_past(self, text):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(text, today=TODAY)

        assert refusal.value.reason is NumberProblem.PATTERN

    @pytest.mark.parametrize("region", ["997105", "150005", "157100"])
    def test_refuses_a_region_that_no_card_has(self, region):
        with pytest.raises(InvalidNik) as refusal:
            parse_nik(nik(region=region), today=TODAY)

        assert refusal.value.reason is NumberProblem.REGION

    @pytest.mark.parametrize("region", ["650101", "960101"])
    def test_accepts_the_youngest_provinces(self, region):
        assert parse_nik(nik(region=region), today=TODAY).digits.startswith(region)


class TestNik:
    def test_knows_kota_jambi(self):
        assert parse_nik(nik(region="157111"), today=TODAY).is_kota_jambi

    def test_knows_the_regency_around_it(self):
        assert not parse_nik(nik(region="150501"), today=TODAY).is_kota_jambi


class TestNikMasked:
    def test_hides_the_birth_date(self):
        assert nik_masked("1571055205880004") == "1571••••••••0004"


class TestParsePhone:
    @pytest.mark.parametrize(
        "written",
        [
            "081200000123",
            "0812 0000 0123",
            "0812-0000-0123",
            "+62 812-0000-0123",
            "62812 0000 0123",
            "812 0000 0123",
            "+62 0812 0000 0123",
            "0062 812 0000 0123",
            "\u0660\u0668\u0661\u0662\u0660\u0660\u0660\u0660\u0660\u0661\u0662\u0663",
        ],
    )
    def test_reads_every_way_of_writing_as_one_number(self, written):
        assert parse_phone(written) == "+6281200000123"

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("", NumberProblem.EMPTY),
            ("0812 3456", NumberProblem.TOO_SHORT),
            ("+62", NumberProblem.UNKNOWN),
            ("0812 0000 0123 456", NumberProblem.TOO_LONG),
            ("0800 0000 0123", NumberProblem.UNKNOWN),
            ("+60 12-345 6789", NumberProblem.FOREIGN),
            ("0060 12-345 6789", NumberProblem.FOREIGN),
            ("(0741) 123456", NumberProblem.NOT_MOBILE),
        ],
    )
    def test_says_what_is_wrong(self, written, reason):
        with pytest.raises(InvalidPhone) as refusal:
            parse_phone(written)

        assert refusal.value.reason is reason

    def test_names_a_letter(self):
        with pytest.raises(InvalidPhone) as refusal:
            parse_phone("0812 FLOWERS")

        assert (refusal.value.character, refusal.value.position) == ("F", 5)

    def test_accepts_a_desk_phone_where_it_may(self):
        assert parse_phone("(0741) 123456", mobile_only=False) == "+62741123456"


class TestPhoneNational:
    def test_writes_a_number_as_it_is_dialled(self):
        assert phone_national("+6281200000123") == "0812-0000-0123"


class TestPhoneMasked:
    def test_leaves_the_ends(self):
        assert phone_masked("+6281200000789") == "0812••••789"


class TestParseKk:
    def test_returns_sixteen_digits_however_they_are_written(self):
        assert parse_kk("1571 0601-0120.7100") == "1571060101207100"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", NumberProblem.EMPTY),
            ("157106010120710O", NumberProblem.NOT_A_DIGIT),
            ("157106010120710", NumberProblem.LENGTH),
            ("15710601012071000", NumberProblem.LENGTH),
            ("1" * 16, NumberProblem.PATTERN),
            ("1234567890123456", NumberProblem.PATTERN),
            ("9971060101207100", NumberProblem.PATTERN),
        ],
    )
    def test_says_why_it_cannot_be_read(self, text: str, reason: NumberProblem):
        with pytest.raises(InvalidKk) as refused:
            parse_kk(text)

        assert refused.value.reason is reason


class TestParseNib:
    def test_reads_thirteen_digits_and_keeps_a_leading_zero(self):
        assert parse_nib("0220 1234 56789") == "0220123456789"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", NumberProblem.EMPTY),
            ("912345678901", NumberProblem.LENGTH),
            ("91234567890123", NumberProblem.LENGTH),
            ("91234567890A3", NumberProblem.NOT_A_DIGIT),
            ("0000000000000", NumberProblem.PATTERN),
        ],
    )
    def test_says_what_is_wrong(self, text, reason):
        with pytest.raises(InvalidNib) as refusal:
            parse_nib(text)

        assert refusal.value.reason is reason
