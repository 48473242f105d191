"""How long something has been waiting, in two words."""

from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def age(since: datetime, *, at: datetime) -> str:
    """Return the time passed, as ``3 hari 2 jam``, ``5 jam`` or ``12 menit``."""
    passed = max(at - since, timedelta(0))
    days, hours = passed // _DAY, passed % _DAY // _HOUR
    if days:
        return f"{days} hari {hours} jam" if hours else f"{days} hari"
    return f"{hours} jam" if hours else f"{passed // timedelta(minutes=1)} menit"
