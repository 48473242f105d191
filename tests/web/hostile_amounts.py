"""The amounts of the hostile inputs (numbers 1 to 22), and what a field for rupiah answers."""

from collections.abc import Mapping

DECIMALS = "Tulis rupiah tanpa koma, misalnya 5.000.000."
NEGATIVE = "Tulis jumlah tanpa tanda kurang, misalnya 5.000.000."
NOT_AN_AMOUNT = "Tulis jumlah dengan angka, misalnya 5.000.000."
OTHER_DIGITS = "Tulis dengan angka 0 sampai 9, misalnya 5.000.000."
TOO_MANY_DIGITS = "Jumlah ini terlalu besar. Periksa lagi nolnya."


def answers(*, too_small: str, too_big: str) -> Mapping[tuple[int, str], str | int]:
    """Return what is stored or said of each amount; the bounds say their own sentences."""
    return {
        (1, "-1"): NEGATIVE,
        (2, "0"): too_small,
        (3, "0,5"): DECIMALS,
        (4, "1.5"): DECIMALS,
        (5, "1.000.000"): 1_000_000,
        (6, "1,000,000"): "Pisahkan ribuan dengan titik, misalnya 5.000.000.",
        (7, "Rp 5.000.000,00"): 5_000_000,
        (8, "Rp 5.000.000,50"): DECIMALS,
        (9, "1e9"): NOT_AN_AMOUNT,
        (10, "NaN"): NOT_AN_AMOUNT,
        (11, "Infinity"): NOT_AN_AMOUNT,
        (12, "2147483648"): too_big,
        (13, "110000000001"): too_big,
        (14, "9223372036854775808"): TOO_MANY_DIGITS,
        (15, "9" * 400): TOO_MANY_DIGITS,
        (16, "٥٠٠٠٠٠٠"): OTHER_DIGITS,
        (17, "５００００００"): OTHER_DIGITS,
        (18, "5\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"): 5_000_000,
        (19, "0x1F"): NOT_AN_AMOUNT,
        (20, "5000000;DROP"): NOT_AN_AMOUNT,
        (21, '"5000000"'): NOT_AN_AMOUNT,
        (22, "true"): NOT_AN_AMOUNT,
    }
