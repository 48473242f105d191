"""The programme's dated rules: what may be set, how a value is read, and the defaults.

What the city has not said is a setting with a default, never a guess in code. A product may
override the programme's value; a running loan keeps the terms it was signed with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from harkat.domain import setting_values as values
from harkat.domain.documents import DocumentKind
from harkat.domain.money import Rupiah
from harkat.domain.product import (
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    InterestGraceMode,
    InterestMethod,
    MarginSpread,
    PenaltyPer,
    Rounding,
    SettlementRule,
    Surplus,
)


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


class BankRouting(StrEnum):
    """How the banks stand before a group that chooses one."""

    FREE_CHOICE = "free_choice"
    MOST_AVAILABLE = "most_available"


class CeilingBasis(StrEnum):
    """Whose amount the ceiling of a group application limits."""

    BOTH = "both"
    GROUP = "group"
    MEMBER = "member"


class FirstPeriod(StrEnum):
    """Whether a fixed due day makes the first period shorter or longer than the others."""

    LONG = "long"
    SHORT = "short"


class UnreadableSetting(ValueError):
    """The text is no value of this setting."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name} cannot be {text!r}")
        self.name, self.text = name, text


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force for one product on one day.

    What a contract carries comes first, in the order of `SETTINGS`. A fee is an amount in rupiah;
    `due_day` None means the day of the disbursement, `bank_rate` None that nobody pays a
    difference, `penalty_cap` None that the penalty has no cap. `provision_...` are the shares of
    the grades 1 to 5.
    """

    method: InterestMethod
    annual_rate: Decimal
    price_label: str
    instalment_choices: tuple[int, ...]
    every: Every
    day_count: DayCount
    rounding: Rounding
    multiple: int
    principal_grace: int
    interest_grace: int
    interest_grace_mode: InterestGraceMode
    margin_spread: MarginSpread
    fee_provision: Rupiah
    fee_admin: Rupiah
    fee_insurance: Rupiah
    due_day: int | None
    first_period: FirstPeriod
    due_day_shift: DueDayShift
    bank_rate: Decimal | None
    allocation_order: AllocationOrder
    surplus: Surplus
    settlement: SettlementRule
    settlement_rebate: Decimal
    penalty_rate: Decimal
    penalty_per: PenaltyPer
    penalty_grace_days: int
    penalty_cap: Decimal | None
    restructurings_per_year: int
    call_after_days: int
    write_off_call_days: int
    training_rule: TrainingRule
    minimum_age_years: int
    business_age_months: int
    documents_required: tuple[DocumentKind, ...]
    smallest_line: Rupiah
    member_ceiling: Rupiah
    group_ceiling: Rupiah
    ceiling_basis: CeilingBasis
    group_size_min: int
    group_size_max: int
    borrowers_min: int
    group_arrears_days: int
    kelurahan_rule: KelurahanRule
    per_family_card_max: int
    bank_routing: BankRouting
    invitation_days: int
    consent_days: int
    party_changes_max: int
    verify_days: int
    visit_days: int
    decide_days: int
    disburse_days: int
    blocked_choice_days: int
    blocked_wait_days: int
    appeal_days: int
    appeal_answer_days: int
    reminder_days: tuple[int, ...]
    provision_commercial: tuple[Decimal, ...]
    provision_bpr: tuple[Decimal, ...]
    cash_in_hand_max: Rupiah
    is_revolving: bool
    complaint_workdays: int
    complaint_urgent_workdays: int
    capacity_share: Decimal
    debt_service_limit: Decimal
    draft_days: int
    draft_reminder_days: tuple[int, ...]
    guest_case_days: int
    helped_owners_max: int
    helped_days: int
    shared_use_max: int
    witnessed_together_max: int

    @property
    def process_days(self) -> int:
        """The working days the bank has in all, from an application sent to the money sent."""
        return self.verify_days + self.visit_days + self.decide_days + self.disburse_days

    @property
    def line_ceiling(self) -> Rupiah:
        """The most one borrower can have."""
        is_by_group = self.ceiling_basis is CeilingBasis.GROUP
        return self.group_ceiling if is_by_group else self.member_ceiling


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One rule that can be set: how its text is read and what holds until somebody sets it."""

    read: Callable[[str], object]
    default: str


SETTINGS: Mapping[str, Setting] = {
    "method": Setting(read=InterestMethod, default="declining_annuity"),
    "annual_rate": Setting(read=values.rate, default="0.03"),
    "price_label": Setting(read=values.label, default="bunga"),
    "instalment_choices": Setting(read=values.choices, default="6 12 18 24"),
    "every": Setting(read=Every, default="month"),
    "day_count": Setting(read=DayCount, default="30/360"),
    "rounding": Setting(read=Rounding, default="half_up"),
    "multiple": Setting(read=values.multiple, default="1"),
    "principal_grace": Setting(read=values.whole, default="0"),
    "interest_grace": Setting(read=values.whole, default="0"),
    "interest_grace_mode": Setting(read=InterestGraceMode, default="collected"),
    "margin_spread": Setting(read=MarginSpread, default="flat"),
    "fee_provision": Setting(read=values.rupiah, default="0"),
    "fee_admin": Setting(read=values.rupiah, default="0"),
    "fee_insurance": Setting(read=values.rupiah, default="0"),
    "due_day": Setting(read=values.optional(values.due_day), default=values.NONE),
    "first_period": Setting(read=FirstPeriod, default="long"),
    "due_day_shift": Setting(read=DueDayShift, default="none"),
    "bank_rate": Setting(read=values.optional(values.rate), default=values.NONE),
    "allocation_order": Setting(read=AllocationOrder, default="interest_principal_penalty"),
    "surplus": Setting(read=Surplus, default="next_instalments"),
    "settlement": Setting(read=SettlementRule, default="current_period"),
    "settlement_rebate": Setting(read=values.rate, default="0"),
    "penalty_rate": Setting(read=values.rate, default="0"),
    "penalty_per": Setting(read=PenaltyPer, default="day"),
    "penalty_grace_days": Setting(read=values.whole, default="0"),
    "penalty_cap": Setting(read=values.optional(values.rate), default=values.NONE),
    "restructurings_per_year": Setting(read=values.whole, default="2"),
    "call_after_days": Setting(read=values.whole, default="7"),
    "write_off_call_days": Setting(read=values.whole, default="30"),
    "training_rule": Setting(read=TrainingRule, default="required"),
    "minimum_age_years": Setting(read=values.whole, default="21"),
    "business_age_months": Setting(read=values.whole, default="6"),
    "documents_required": Setting(
        read=values.document_kinds, default="id_card family_card business_place"
    ),
    "smallest_line": Setting(read=values.rupiah, default="250000"),
    "member_ceiling": Setting(read=values.rupiah, default="10000000"),
    "group_ceiling": Setting(read=values.rupiah, default="20000000"),
    "ceiling_basis": Setting(read=CeilingBasis, default="both"),
    "group_size_min": Setting(read=values.whole, default="5"),
    "group_size_max": Setting(read=values.whole, default="50"),
    "borrowers_min": Setting(read=values.whole, default="3"),
    "group_arrears_days": Setting(read=values.whole, default="30"),
    "kelurahan_rule": Setting(read=KelurahanRule, default="same_kecamatan"),
    "per_family_card_max": Setting(read=values.whole, default="1"),
    "bank_routing": Setting(read=BankRouting, default="free_choice"),
    "invitation_days": Setting(read=values.whole, default="14"),
    "consent_days": Setting(read=values.whole, default="7"),
    "party_changes_max": Setting(read=values.whole, default="2"),
    "verify_days": Setting(read=values.days, default="3"),
    "visit_days": Setting(read=values.days, default="3"),
    "decide_days": Setting(read=values.days, default="3"),
    "disburse_days": Setting(read=values.days, default="2"),
    "blocked_choice_days": Setting(read=values.days, default="5"),
    "blocked_wait_days": Setting(read=values.days, default="30"),
    "appeal_days": Setting(read=values.days, default="14"),
    "appeal_answer_days": Setting(read=values.days, default="10"),
    "reminder_days": Setting(read=values.day_offsets, default="-3 0 1 7 30"),
    "provision_commercial": Setting(read=values.shares_by_grade, default="1 5 15 50 100"),
    "provision_bpr": Setting(read=values.shares_by_grade, default="0.5 3 10 50 100"),
    "cash_in_hand_max": Setting(read=values.rupiah, default="5000000"),
    "is_revolving": Setting(read=values.yes_or_no, default="no"),
    "complaint_workdays": Setting(read=values.whole, default="5"),
    "complaint_urgent_workdays": Setting(read=values.whole, default="2"),
    "capacity_share": Setting(read=values.rate, default="0.7"),
    "debt_service_limit": Setting(read=values.rate, default="0.35"),
    "draft_days": Setting(read=values.whole, default="90"),
    "draft_reminder_days": Setting(read=values.choices, default="30 7"),
    "guest_case_days": Setting(read=values.whole, default="90"),
    "helped_owners_max": Setting(read=values.whole, default="20"),
    "helped_days": Setting(read=values.whole, default="30"),
    "shared_use_max": Setting(read=values.whole, default="1"),
    "witnessed_together_max": Setting(read=values.whole, default="5"),
}


def read_setting(name: str, text: str) -> object:
    """Return the value the text stands for.

    :raises UnreadableSetting: if there is no such setting or the text is no value of it
    """
    try:
        return SETTINGS[name].read(text)
    except (KeyError, ValueError, InvalidOperation):
        raise UnreadableSetting(name, text) from None


def rules(stored: Mapping[str, str]) -> Rules:
    """Return the rules the stored values amount to; what is not set has its default.

    :raises UnreadableSetting: if a value cannot be read
    """
    read = {
        name: read_setting(name, stored.get(name, setting.default))
        for name, setting in SETTINGS.items()
    }
    return Rules(**read)  # type: ignore[arg-type]  # each reader returns its field's type
