"""The programme's dated rules: what may be set, how a value is read, and the defaults.

What the city has not said is a setting with a default, never a guess in code. A product may
override the programme's value; a running loan keeps the terms it was signed with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod
from harkat.domain.schedule import SCHEDULERS


class TrainingRule(StrEnum):
    """What a completed Balikat training means for an application."""

    REQUIRED = "required"
    WAIVES_BUSINESS_AGE = "waives_business_age"
    NONE = "none"


class KelurahanRule(StrEnum):
    """How near to each other the businesses of a group must be."""

    SAME_KECAMATAN = "same_kecamatan"
    SAME_KELURAHAN = "same_kelurahan"
    CITY = "city"


class CeilingBasis(StrEnum):
    """Whose amount the ceiling of a group application limits."""

    BOTH = "both"
    GROUP = "group"
    MEMBER = "member"


class UnreadableSetting(ValueError):
    """The text is no value of this setting."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name} cannot be {text!r}")
        self.name, self.text = name, text


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force for one product on one day."""

    method: InterestMethod
    annual_rate: Decimal
    price_label: str
    instalment_choices: tuple[int, ...]
    training_rule: TrainingRule
    minimum_age_years: int
    business_age_months: int
    smallest_line: Rupiah
    member_ceiling: Rupiah
    group_ceiling: Rupiah
    ceiling_basis: CeilingBasis
    group_size_min: int
    group_size_max: int
    borrowers_min: int
    kelurahan_rule: KelurahanRule
    invitation_days: int
    consent_days: int
    party_changes_max: int
    is_revolving: bool


def _whole(text: str) -> int:
    number = int(text)
    if number < 0 or not text.isascii() or not text.strip().isdigit():
        raise ValueError(text)
    return number


def _rupiah(text: str) -> Rupiah:
    return Rupiah(_whole(text))


def _rate(text: str) -> Decimal:
    rate = Decimal(text)
    if not rate.is_finite() or not 0 <= rate <= 1:
        raise ValueError(text)
    return rate


def _method(text: str) -> InterestMethod:
    method = InterestMethod(text)
    if method not in SCHEDULERS:
        raise ValueError(text)
    return method


def _choices(text: str) -> tuple[int, ...]:
    months = tuple(_whole(part) for part in text.split())
    if not months or 0 in months:
        raise ValueError(text)
    return months


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _label(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One rule that can be set: how its text is read and what holds until somebody sets it."""

    read: Callable[[str], object]
    default: str


SETTINGS: Mapping[str, Setting] = {
    "method": Setting(read=_method, default="declining_annuity"),
    "annual_rate": Setting(read=_rate, default="0.03"),
    "price_label": Setting(read=_label, default="bunga"),
    "instalment_choices": Setting(read=_choices, default="6 12 18 24"),
    "training_rule": Setting(read=TrainingRule, default="required"),
    "minimum_age_years": Setting(read=_whole, default="21"),
    "business_age_months": Setting(read=_whole, default="6"),
    "smallest_line": Setting(read=_rupiah, default="250000"),
    "member_ceiling": Setting(read=_rupiah, default="10000000"),
    "group_ceiling": Setting(read=_rupiah, default="20000000"),
    "ceiling_basis": Setting(read=CeilingBasis, default="both"),
    "group_size_min": Setting(read=_whole, default="5"),
    "group_size_max": Setting(read=_whole, default="50"),
    "borrowers_min": Setting(read=_whole, default="3"),
    "kelurahan_rule": Setting(read=KelurahanRule, default="same_kecamatan"),
    "invitation_days": Setting(read=_whole, default="14"),
    "consent_days": Setting(read=_whole, default="7"),
    "party_changes_max": Setting(read=_whole, default="2"),
    "is_revolving": Setting(read=_yes_or_no, default="no"),
}


def read_setting(name: str, text: str) -> object:
    """Return the value the text stands for.

    :raises UnreadableSetting: if there is no such setting or the text is no value of it
    """
    try:
        return SETTINGS[name].read(text)
    except (KeyError, ValueError, InvalidOperation):
        raise UnreadableSetting(name, text) from None


def rules(values: Mapping[str, str]) -> Rules:
    """Return the rules the stored values amount to; what is not set has its default.

    :raises UnreadableSetting: if a value cannot be read
    """
    read = {
        name: read_setting(name, values.get(name, setting.default))
        for name, setting in SETTINGS.items()
    }
    return Rules(**read)  # type: ignore[arg-type]  # each reader returns its field's type
