"""Events that an adapter of the live door has made already, one JSON object a line.

In: objects with the columns of STAGED_EVENTS, `at` as the tool wrote it.  Out: the events. Never
claims a file: only the live door writes such.
"""

from __future__ import annotations

from desireline.sources.model import Sample, Sink, Unit
from desireline.sources.readers import values
from desireline.sources.readers.records import Event, Record, hand_over, objects


class LiveReader:
    """Reads what the live door wrote."""

    name = "live"

    def match(self, sample: Sample) -> None:
        """Claim nothing."""
        del sample

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, row in objects(sample, sink):
                hand_over(sink, line, row, lambda row=row: [_event(row)])


READER = LiveReader()


def _event(row: Record) -> Event:
    when = values.moment(row.get("at"), field="the time")
    if when is None:
        raise values.UnreadableError("no-time", "nothing says when it was")
    if values.text(row.get("subject")) is None:
        raise values.UnreadableError("no-subject", "nothing says who it was")
    return {
        **row,
        "at": when[0],
        "zone": when[1],
        "value": values.number(row.get("value")),
        "rating": values.number(row.get("rating")),
        "attributes": values.leftovers(row.get("attributes") or {}),
    }
