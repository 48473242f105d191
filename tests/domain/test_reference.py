"""Reference numbers: said by phone, and a slip of the tongue is noticed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harkat.domain.reference import ReferenceKind, is_reference_no, read_reference_no, reference_no

numbers = st.integers(1, 999_999)
references = st.builds(
    reference_no,
    kind=st.sampled_from(ReferenceKind),
    year=st.integers(2026, 2099),
    number=numbers,
)


def digit_places(reference: str) -> list[int]:
    return [place for place, character in enumerate(reference) if character.isdigit()]


class TestReferenceNo:
    def test_has_prefix_year_number_and_check_digit(self):
        assert reference_no(kind=ReferenceKind.APPLICATION, year=2026, number=4821) == "BH26-4821-2"

    @pytest.mark.parametrize(("number", "middle"), [(1, "0001"), (9999, "9999"), (10_000, "10000")])
    def test_grows_when_four_digits_are_used_up(self, number: int, middle: str):
        reference = reference_no(kind=ReferenceKind.GROUP, year=2026, number=number)

        assert reference.split("-")[:2] == ["KL26", middle]

    @given(references)
    def test_is_recognised(self, reference: str):
        assert is_reference_no(reference)

    @given(references, st.sampled_from(["", " ", "  ", "-", "\N{EN DASH}", ". "]))
    def test_is_read_however_it_was_written_down(self, reference: str, between: str):
        assert read_reference_no(f" {reference.lower().replace('-', between)}") == reference

    @pytest.mark.parametrize("text", ["", "-", "AD", "AD26", "AD26-0001-8", "AD26-001-7", "²³"])
    def test_is_not_made_of_something_else(self, text: str):
        assert read_reference_no(text) is None

    @given(references, st.data())
    def test_with_one_wrong_digit_is_noticed(self, reference: str, data: st.DataObject):
        place = data.draw(st.sampled_from(digit_places(reference)))
        digit = data.draw(st.sampled_from("0123456789"))
        assume(digit != reference[place])

        assert not is_reference_no(reference[:place] + digit + reference[place + 1 :])

    @given(references, st.data())
    def test_with_two_neighbouring_digits_swapped_is_noticed(
        self, reference: str, data: st.DataObject
    ):
        places = digit_places(reference)
        number = data.draw(st.integers(0, len(places) - 2))
        first, second = places[number], places[number + 1]
        assume(reference[first] != reference[second])
        swapped = list(reference)
        swapped[first], swapped[second] = swapped[second], swapped[first]

        assert not is_reference_no("".join(swapped))

    @given(numbers, numbers)
    def test_is_different_for_different_numbers(self, one: int, other: int):
        assume(one != other)

        assert reference_no(kind=ReferenceKind.LOAN, year=2026, number=one) != reference_no(
            kind=ReferenceKind.LOAN, year=2026, number=other
        )


class TestIsReferenceNo:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "BH26",
            "BH26-4821",
            "bh26-4821-2",
            "XX26-4821-2",
            "BH26 4821 2",
            "BH264821-2",
            "BH2-64821-2",
            "BH26-482-12",
            "BH26-4821-20",
            "BH26-٤٨٢١-2",
            "BH26-4821-2'; DROP TABLE loan",
        ],
    )
    def test_refuses_what_is_not_written_like_one(self, text: str):
        assert not is_reference_no(text)
