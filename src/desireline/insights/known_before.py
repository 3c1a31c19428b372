"""What was known of each journey before a condition was decided: what an effect is adjusted for.

In: units (customer, journey, a time).  Out: covariates, in blocks.
Strictly before that time, and never after: later contacts, feelings and answers are consequences.
A note that nearly tells the condition itself (`late_by_s` of `late`) is the same fact and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.effects import Covariate
from desireline.insights.noted import NUMBER, keys, notes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.noted import Key

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

EARLIER, PROFILE, CALENDAR, ENTRY = "earlier steps", "what was noted", "calendar", "entry"
_MOST_TOUCHPOINTS = 25
_SAME_FACT = 0.9
_FEWEST_KNOWN = 0.05
_YEAR_US = 31_556_952_000_000


def known_before(
    facts: Facts, who: Ints, journey: Ints, known_us: Ints, d: Floats
) -> list[Covariate]:
    """Covariates of each unit, in the order given."""
    units = facts.offer(
        "units",
        pa.table(
            {
                "unit": np.arange(len(who)),
                "customer": who,
                "journey": journey,
                "known_us": known_us,
            }
        ),
    )
    found = _earlier(facts, units) + _calendar(known_us)
    return found + [one for one in _noted(facts, units, len(who)) if not _same_fact(one, d)]


def _earlier(facts: Facts, units: str) -> list[Covariate]:
    """Steps before: how many, where, in which channel, at which hour, how it felt."""
    touchpoints = [
        code
        for (code,) in facts.engine.rows(
            f"SELECT touchpoint FROM {facts.sample} WHERE {facts.drawn} GROUP BY touchpoint"
            f" ORDER BY count(DISTINCT customer) DESC, touchpoint LIMIT {_MOST_TOUCHPOINTS}"
        )
    ]
    channels = list(facts.channels)[:8]
    hour = "2 * pi() * (s.at_us % 86400000000) / 86400000000"
    parts = {
        "steps": "ln(1 + count(s.at_us))",
        "days from first to last": "ln(1 + coalesce(max(s.at_us) - min(s.at_us), 0) / 864e8)",
        "pace": "avg(ln(1 + s.wait_us / 6e7)) FILTER (s.wait_us IS NOT NULL AND s.at_us + s.wait_us < u.known_us)",
        "hour, sine": f"avg(sin({hour})) FILTER (s.actor = 0)",
        "hour, cosine": f"avg(cos({hour})) FILTER (s.actor = 0)",
        "feeling": "avg(s.feeling_milli)",
        "contacts": "count(s.at_us) FILTER (s.actor = 2)",
        "queue": "ln(1 + max(s.queue_s))",
        "value": "ln(1 + coalesce(sum(s.value_e4), 0))",
    }
    parts |= {
        f"visits of {facts.places[code].name}": f"ln(1 + count(s.at_us) FILTER (s.touchpoint = {code}))"
        for code in touchpoints
    }
    parts |= {
        f"share of {facts.channels[code]}": f"avg((s.channel = {code})::INTEGER)"
        for code in channels
    }
    chosen = ", ".join(f"({sql})::DOUBLE AS c{i}" for i, sql in enumerate(parts.values()))
    found = facts.engine.query(
        f"""
        SELECT {chosen}, arg_min(s.touchpoint, s.at_us) AS first, arg_min(s.channel, s.at_us) AS door
        FROM {units} AS u LEFT JOIN {facts.sample} AS s
            ON s.customer = u.customer AND s.at_us < u.known_us
        GROUP BY u.unit, u.known_us ORDER BY u.unit
        """
    )
    out = [
        Covariate(name=name, block=EARLIER, values=_floats(found[f"c{i}"]))
        for i, name in enumerate(parts)
    ]
    doors = (("first", {c: p.name for c, p in facts.places.items()}), ("door", facts.channels))
    for column, names in doors:
        values = _floats(found[column])
        levels, counts = np.unique(values[~np.isnan(values)], return_counts=True)
        for level in levels[np.argsort(-counts, kind="stable")][:8]:
            name = f"came by {names.get(int(level), '')}"
            out.append(Covariate(name=name, block=ENTRY, values=(values == level).astype(float)))
    return out


def _calendar(known_us: Ints) -> list[Covariate]:
    at = known_us.astype(np.float64)
    out = [Covariate(name="time", block=CALENDAR, values=at - at.min())]
    if at.max() - at.min() > 0.8 * _YEAR_US:
        turn = 2 * np.pi * at / _YEAR_US
        out.append(Covariate(name="season, sine", block=CALENDAR, values=np.sin(turn)))
        out.append(Covariate(name="season, cosine", block=CALENDAR, values=np.cos(turn)))
    return out


def _noted(facts: Facts, units: str, rows: int) -> list[Covariate]:
    """The newest note of each kind."""
    known = keys(facts)
    if not known:
        return []
    found = facts.engine.query(
        f"""
        SELECT key, unit, arg_max(value, n.at_us) AS value FROM {units} AS u
        JOIN {notes(facts)} AS n ON n.customer = u.customer AND n.at_us < u.known_us
        GROUP BY key, unit ORDER BY key, unit
        """
    )
    key, unit, value = (np.asarray(found[name]) for name in ("key", "unit", "value"))
    out: list[Covariate] = []
    for one in known:
        mine = key == one.name
        if mine.sum() < _FEWEST_KNOWN * rows:
            continue
        out += _columns(one, unit[mine].astype(np.int64), value[mine], rows)
    return out


def _columns(key: Key, unit: Ints, value: NDArray[np.object_], rows: int) -> list[Covariate]:
    if key.kind == NUMBER:
        column = np.full(rows, np.nan)
        column[unit] = [_number(one) for one in value]
        return [Covariate(name=key.title, block=PROFILE, values=column)]
    out: list[Covariate] = []
    told = np.zeros(rows)
    told[unit] = 1
    for level in ("true", "yes", "y") if key.levels == ("yes", "no") else key.levels:
        column = np.zeros(rows)
        column[unit] = value == level
        out.append(Covariate(name=f"{key.title}: {level}", block=PROFILE, values=column))
    out.append(Covariate(name=f"{key.title} is known", block=PROFILE, values=told))
    return out


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan


def _same_fact(one: Covariate, d: Floats) -> bool:
    """Whether a note sorts the met from the others nearly by itself."""
    known = ~np.isnan(one.values)
    met, other = one.values[known & (d == 1)], one.values[known & (d == 0)]
    if not len(met) or not len(other):
        return False
    both = np.sort(other)
    below = np.searchsorted(both, met, "left") + np.searchsorted(both, met, "right")
    area = float(below.mean()) / 2 / len(both)
    return max(area, 1 - area) > _SAME_FACT


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.array([np.nan if v is None else v for v in column.to_pylist()], dtype=np.float64)
