"""A point on the map where a business is found, read from what people copy out of their maps."""

import re
from dataclasses import dataclass
from decimal import Decimal

SOUTH, NORTH = Decimal("-1.75"), Decimal("-1.45")
WEST, EAST = Decimal("103.45"), Decimal("103.78")
"""Kota Jambi with a little land around it, in degrees."""

_METRE = Decimal("0.00001")
_NUMBER = r"(-?[0-9]{1,3}[.][0-9]{1,20})"
_COMMA_NUMBER = r"(-?[0-9]{1,3},[0-9]{1,20})"
_READINGS = tuple(
    re.compile(pattern)
    for pattern in (
        # The place itself stands before the middle of the picture in a link.
        rf"!3d{_NUMBER}!4d{_NUMBER}",
        rf"mlat={_NUMBER}&mlon={_NUMBER}",
        rf"{_NUMBER}(?:\s*[,;/]\s*|%2C|\s+){_NUMBER}",
        rf"{_COMMA_NUMBER}(?:\s*;\s*|\s+){_COMMA_NUMBER}",
    )
)


class UnclearPin(ValueError):
    """The text holds no latitude and longitude."""


class PinOutside(ValueError):
    """The point lies outside the city."""


@dataclass(frozen=True, kw_only=True)
class MapPin:
    """Latitude and longitude in degrees, exact to about a metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        """Return the point as maps take it, such as ``-1.61012,103.61234``."""
        return f"{self.latitude},{self.longitude}"


def parse_pin(text: str) -> MapPin:
    """Return the point of a copied link or of two numbers such as ``-1.61, 103.61``.

    :raises UnclearPin: if there are no two numbers with decimals
    :raises PinOutside: if the point is not in or near the city
    """
    found = next((match for reading in _READINGS if (match := reading.search(text))), None)
    if found is None:
        raise UnclearPin
    latitude, longitude = (
        Decimal(number.replace(",", ".")).quantize(_METRE) for number in found.groups()
    )
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise PinOutside
    return MapPin(latitude=latitude, longitude=longitude)
