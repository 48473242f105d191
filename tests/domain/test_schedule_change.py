"""How an event changes a schedule: written down and read back, and refused where it cannot be."""

from datetime import date
from decimal import Decimal

import pytest

from harkat.domain.product import Impossible, ImpossibleTerms, InterestGraceMode
from harkat.domain.schedule_change import ScheduleChange

RELIEF = ScheduleChange(
    annual_rate=Decimal("0.020"),
    instalments=18,
    first_due_on=date(2026, 7, 20),
    principal_grace=1,
    interest_grace=2,
    interest_grace_mode=InterestGraceMode.SPREAD,
    capitalises_interest=True,
    waives_penalties=True,
)


class TestScheduleChange:
    def test_is_written_without_what_has_its_default(self):
        assert ScheduleChange(periods=3).to_json() == {"periods": 3}
        assert RELIEF.to_json() == {
            "annual_rate": "0.02",
            "instalments": 18,
            "first_due_on": "2026-07-20",
            "principal_grace": 1,
            "interest_grace": 2,
            "interest_grace_mode": "spread",
            "capitalises_interest": True,
            "waives_penalties": True,
        }

    def test_reads_back_as_it_was_written(self):
        assert ScheduleChange.from_json(RELIEF.to_json()) == RELIEF

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            ({"colour": "red"}, Impossible.UNKNOWN),
            ({"annual_rate": 0.03}, Impossible.UNREADABLE),
            ({"annual_rate": "Infinity"}, Impossible.UNREADABLE),
            ({"annual_rate": "three"}, Impossible.UNREADABLE),
            ({"annual_rate": "1.5"}, Impossible.OUT_OF_RANGE),
            ({"annual_rate": "0.01234567891"}, Impossible.TOO_MANY_DECIMALS),
            ({"instalments": "12"}, Impossible.UNREADABLE),
            ({"instalments": True}, Impossible.UNREADABLE),
            ({"instalments": 0}, Impossible.OUT_OF_RANGE),
            ({"instalments": 3, "interest_grace": 3}, Impossible.OUT_OF_RANGE),
            ({"first_due_on": 20260720}, Impossible.UNREADABLE),
            ({"first_due_on": "20260720"}, Impossible.UNREADABLE),
            ({"first_due_on": "2026-07-32"}, Impossible.UNREADABLE),
            ({"interest_grace_mode": "someday"}, Impossible.UNREADABLE),
            ({"capitalises_interest": "yes"}, Impossible.UNREADABLE),
        ],
    )
    def test_names_what_it_cannot_read(self, data: dict[str, object], reason: Impossible):
        with pytest.raises(ImpossibleTerms) as refused:
            ScheduleChange.from_json(data)

        assert refused.value.reason is reason
        assert refused.value.field in data
