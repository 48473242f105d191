"""A point on the map: read from numbers and from links as people copy them, in Jambi only."""

import pytest

from harkat.domain.map_pin import PinOutside, UnclearPin, parse_pin


class TestMapPin:
    @pytest.mark.parametrize(
        "text",
        [
            "-1.61, 103.61",
            "  -1.61 103.61 ",
            "-1,61; 103,61",
            "-1,61 103,61",
            "geo:-1.61,103.61?z=17",
            "https://www.google.com/maps/@-1.61,103.61,17z",
            "https://maps.google.com/?q=-1.61%2C103.61",
            "https://www.google.com/maps/place/X/@-1.60,103.60,17z/data=!3d-1.61!4d103.61",
            "https://www.openstreetmap.org/?mlat=-1.61&mlon=103.61#map=17/-1.60/103.60",
            "https://www.openstreetmap.org/#map=17/-1.61/103.61",
        ],
    )
    def test_is_read_from_what_people_copy(self, text: str):
        assert str(parse_pin(text)) == "-1.61000,103.61000"

    def test_is_kept_to_a_metre(self):
        assert str(parse_pin("-1.6123456789, 103.6187654321")) == "-1.61235,103.61877"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Pasar Angso Duo",
            "-1, 103",
            "https://maps.app.goo.gl/Ab12Cd",
            "103.61",
            "<b>",
            "٣",
        ],
    )
    def test_is_not_guessed(self, text: str):
        with pytest.raises(UnclearPin):
            parse_pin(text)

    @pytest.mark.parametrize(
        "text", ["-6.2, 106.8", "103.61, -1.61", "1.61, 103.61", "-1.61, 102.0", "-1.40, 103.6"]
    )
    def test_is_refused_outside_the_city(self, text: str):
        with pytest.raises(PinOutside):
            parse_pin(text)
