"""What a browser runs on, in a word its owner knows it again by; nothing finer is kept."""

from collections.abc import Sequence

# The first word that stands in what the browser says of itself decides.
_DEVICES: Sequence[tuple[str, str]] = (
    ("Android", "HP Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Komputer Windows"),
    ("Macintosh", "Komputer Mac"),
    ("Linux", "Komputer Linux"),
)
_OTHER = "HP atau komputer"


def device_of(user_agent: str) -> str:
    """Return the word for a browser's device."""
    return next((name for word, name in _DEVICES if word in user_agent), _OTHER)
