"""Which holidays a loan takes along, and who may see what is proposed."""

from datetime import date

import pytest

from harkat.domain.product import Every
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.queries import holidays
from tests.moments import TODAY

pytestmark = pytest.mark.usefixtures("app")


class TestHolidaysForLoan:
    def test_reach_a_year_beyond_its_life_without_sundays(self):
        found = holidays.holidays_for_loan(instalments=12, every=Every.MONTH, on=TODAY)

        assert found == tuple(sorted(found))
        assert found[0] == date(2026, 12, 24)
        assert found[-1] == date(2028, 8, 17)  # the next is in December, two years and more later
        assert [day for day in found if day.weekday() == 6] == []
        assert date(2027, 3, 28) not in found  # Easter

    def test_are_fewer_for_a_loan_of_days(self):
        by_day, by_month = (
            holidays.holidays_for_loan(instalments=30, every=every, on=TODAY)
            for every in (Every.DAY, Every.MONTH)
        )

        assert set(by_day) < set(by_month)


class TestChanges:
    @pytest.mark.parametrize("role", [Role.DINAS_VIEWER, Role.SECURITY_ADMIN, Role.AUDITOR])
    def test_are_not_for_others(self, role: Role):
        viewer = Viewer(user_id=1, role=role)
        with pytest.raises(NotPermitted):
            holidays.waiting_changes(viewer=viewer)
        with pytest.raises(NotPermitted):
            holidays.proposed_change(viewer=viewer, change_id=1)
