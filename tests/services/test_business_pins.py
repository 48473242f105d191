"""A point on the map belongs to a business that was described."""

import pytest

from harkat.domain.map_pin import parse_pin
from harkat.services.business_pins import NoBusiness, remove_pin, save_pin
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")


class TestPin:
    def test_needs_a_business_and_without_one_there_is_none_to_forget(self):
        siti = given.owner(kelurahan_code=None)
        remove_pin(actor_id=siti.id, at=NOON)

        with pytest.raises(NoBusiness):
            save_pin(actor_id=siti.id, pin=parse_pin("-1.61012,103.61234"), at=NOON)
