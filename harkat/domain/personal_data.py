"""What people may ask about their own data, by when they get an answer, and what is logged."""

from datetime import timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(hours=3 * 24)
"""UU PDP 30 and 40: three times 24 hours."""
MOST_OPEN_REQUESTS = 5


class DataRequestKind(StrEnum):
    """What somebody asks about the own data."""

    CORRECT = "correct"
    WITHDRAW = "withdraw"
    DELETE = "delete"


class OpenedData(StrEnum):
    """What of a person somebody of the staff opened."""

    APPLICATION = "application"
    LOAN = "loan"
    IDENTITY = "identity"
    DATA_REQUEST = "data_request"
    PHONE_CHANGE = "phone_change"
    ASSISTANCE = "assistance"
    TESTIMONY = "testimony"
    TESTIMONY_CHECK = "testimony_check"
