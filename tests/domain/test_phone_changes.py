"""After a change of number, steps about money wait three days."""

from datetime import timedelta

from harkat.domain.phone_changes import REST, money_waits_until
from tests.moments import NOON


class TestMoney:
    def test_never_waits_while_the_number_is_the_first_one(self):
        assert money_waits_until(None, at=NOON) is None

    def test_waits_for_72_hours_to_the_second(self):
        last = NOON + timedelta(hours=72) - timedelta(seconds=1)

        assert money_waits_until(NOON, at=NOON) == NOON + REST
        assert money_waits_until(NOON, at=last) == NOON + timedelta(hours=72)
        assert money_waits_until(NOON, at=NOON + timedelta(hours=72)) is None
