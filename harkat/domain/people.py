"""What owners agree to and what their businesses are: short lists with a fixed meaning."""

from enum import StrEnum


class ConsentPurpose(StrEnum):
    """A use of personal data somebody agrees to, each on its own (UU PDP 20-24)."""

    PROCESS_LOAN = "process_loan"
    CHECK_RECORD = "check_record"
    MESSAGES = "messages"
    SUCCESS_STORY = "success_story"


REQUIRED_CONSENTS = frozenset({ConsentPurpose.PROCESS_LOAN, ConsentPurpose.CHECK_RECORD})
"""Without these two a bank cannot lend; the others are a free choice."""

CONSENT_TEXT_VERSION = "2026-11"


class MaritalStatus(StrEnum):
    """Whether somebody is married, as the KTP has it."""

    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Education(StrEnum):
    """The last school somebody finished; nobody has to say it."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    HIGHER = "higher"


class LoanPurpose(StrEnum):
    """What a loan is for, in the words most people use."""

    STOCK = "stock"
    TOOLS = "tools"
    PLACE = "place"
    VEHICLE = "vehicle"
    NEW_PRODUCT = "new_product"
    OTHER = "other"


class Sector(StrEnum):
    """Kind of business, a short list mapped to KBLI by section."""

    FOOD = "food"
    GROCERY = "grocery"
    FISH_AND_MEAT = "fish_and_meat"
    VEGETABLES = "vegetables"
    CLOTHING = "clothing"
    CRAFT = "craft"
    REPAIR = "repair"
    TRANSPORT = "transport"
    BEAUTY = "beauty"
    FARMING = "farming"
    ONLINE_TRADE = "online_trade"
    OTHER_SERVICE = "other_service"


class BusinessPlace(StrEnum):
    """Where the business is done."""

    HOME = "home"
    MARKET = "market"
    MOBILE = "mobile"
    ONLINE = "online"
