"""Times of a believable year: seasons, weekdays, opening hours.

In: a moment (milliseconds since 1970, UTC) and a random source.  Out: a later moment at which
somebody would really do such a thing. Britain's summer time is ignored for behaviour (an hour does
not matter here); exports that write local time use the real zone.
"""

from __future__ import annotations

from random import Random

from desireline.sample.company import DAY, HOUR, MINUTE, PERIOD_START

_SEASON = (2.1, 1.9, 1.3, 0.8, 0.85, 0.9, 1.05, 0.9, 0.85, 0.8, 0.95, 1.1)
"""Weight of each month from November on: Black Friday, Christmas, January sale, autumn."""
_MONTH_STARTS = (0, 30, 61, 92, 120, 151, 181, 212, 242, 273, 304, 334)
_LENGTHS = (30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31)

_HOURS = {
    "home": (1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 6, 6, 8, 7, 6, 6, 7, 8, 10, 13, 15, 14, 9, 4),
    "phone": (0, 0, 0, 0, 0, 0, 0, 0, 8, 14, 15, 12, 9, 8, 10, 11, 9, 7, 5, 0, 0, 0, 0, 0),
    "store": (0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 9, 13, 15, 13, 11, 11, 12, 10, 6, 0, 0, 0, 0, 0),
    "work": (0, 0, 0, 0, 0, 0, 0, 3, 8, 10, 10, 9, 7, 8, 9, 9, 8, 4, 0, 0, 0, 0, 0, 0),
    "van": (0, 0, 0, 0, 0, 0, 0, 4, 8, 10, 12, 13, 12, 11, 10, 9, 7, 5, 3, 1, 0, 0, 0, 0),
}
_RANGE = tuple(range(24))


def season_moment(rng: Random) -> int:
    """A moment of the year, more often before Christmas and in the sale, in waking hours."""
    month = rng.choices(_RANGE[:12], _SEASON)[0]
    day = _MONTH_STARTS[month] + rng.randrange(_LENGTHS[month])
    return at_hour(rng, PERIOD_START + day * DAY, "home")


def at_hour(rng: Random, day: int, kind: str) -> int:
    """A moment on the day of `day`, at an hour that fits: home, phone, store, work or van."""
    hour = rng.choices(_RANGE, _HOURS[kind])[0]
    return day - day % DAY + hour * HOUR + rng.randrange(HOUR)


def later(rng: Random, after: int, *, days: float, kind: str) -> int:
    """About `days` later (exponential), at a fitting hour, and in any case after `after`."""
    moment = at_hour(rng, after + int(rng.expovariate(1 / days) * DAY), kind)
    if moment > after:
        return moment
    return next_open(rng, after, kind)


def next_open(rng: Random, after: int, kind: str) -> int:
    """Soon after `after`: within three hours when it is open, else the next day."""
    soon = after + rng.randrange(5 * MINUTE, 3 * HOUR)
    if _HOURS[kind][soon % DAY // HOUR]:
        return soon
    tomorrow = at_hour(rng, after + DAY, kind)
    return tomorrow if tomorrow > after else soon


def weekend(moment: int) -> bool:
    """Whether the moment falls on a Saturday or Sunday (1970 began on a Thursday)."""
    return (moment // DAY + 4) % 7 in {0, 6}
