"""How long a helping session lasts."""

from datetime import timedelta

from harkat.domain.assisting import LONGEST, is_open
from tests.moments import NOON

ENDS = NOON + LONGEST


class TestHelpingSession:
    def test_is_open_until_it_ends_by_itself(self):
        assert is_open(ended_at=None, ends_at=ENDS, at=ENDS - timedelta(seconds=1))
        assert not is_open(ended_at=None, ends_at=ENDS, at=ENDS)

    def test_is_closed_once_somebody_ended_it(self):
        assert not is_open(ended_at=NOON, ends_at=ENDS, at=NOON)

    def test_lasts_two_hours_at_most(self):
        assert timedelta(hours=2) == LONGEST
