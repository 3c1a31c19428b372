"""Mixpanel: the raw export (`/api/2.0/export`), one event a line with everything in `properties`.

In: `{"event": ..., "properties": {"time", "distinct_id", "$insert_id", ...}}`.  Out: one event each.
`time` is seconds UTC in exports; older projects stored the project's local time under the same name, which
nothing in the file tells: the docs page says so. `$device_id` and `$user_id` are both kept, and
Mixpanel's own `distinct_id` too, so that its merges can be seen.
"""

from __future__ import annotations

from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.ga4 import page_path, page_words
from desireline.sources.readers.records import Event, Record, hand_over, inner, objects

_SYSTEM = frozenset({"$identify", "$create_alias", "$merge", "$experiment_started", "$session_start", "$session_end", "$ae_session", "$ae_first_open"})  # fmt: skip
_PAGES = frozenset({"$mp_web_page_view", "page view", "viewed page", "page viewed"})
_DEVICE = "$device:"
_APP = frozenset({"swift", "iphone", "android", "react-native", "flutter", "unity"})
_SERVER = frozenset({"python", "node", "ruby", "php", "java", "go", "segment"})


class MixpanelReader:
    """Reads Mixpanel's raw event export."""

    name = "mixpanel"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON whose objects are an event's name and its properties with time and who."""
        for value in content.first_values(sample):
            if not content.is_object(value) or set(value) != {"event", "properties"}:
                continue
            if inner(value, "properties").keys() >= {"time", "distinct_id"}:
                why = "event and properties with time and distinct_id: a Mixpanel export"
                return Match(confidence=0.99, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, row in objects(sample, sink):
                hand_over(sink, line, row, lambda row=row: [_event(row)])


READER = MixpanelReader()


def _event(row: Record) -> Event:
    said = inner(row, "properties")
    name = values.text(row.get("event"))
    if name is None:
        raise values.UnreadableError("no-activity", "event is empty")
    when = values.moment(said.get("time"), field="time")
    if when is None:
        raise values.UnreadableError("no-time", "time is empty")
    who = (values.text(said.get("distinct_id")) or "").removeprefix(_DEVICE)
    user, device = values.text(said.get("$user_id")), values.text(said.get("$device_id"))
    if not (who or user or device):
        raise values.UnreadableError("no-subject", "no distinct_id, $user_id or $device_id")
    insert = values.text(said.get("$insert_id"))
    subject = who or user or device
    return {
        "event_id": f"mixpanel:{insert}" if insert else None,
        "record": subject,
        "subject": f"mixpanel:{subject}",
        "identifiers": values.names(
            user=user,
            email=values.first(said, ("$email", "email")) or user or who,
            phone=said.get("$phone"),
            name=said.get("$name"),
            mixpanel=device if device != subject else None,
        ),
        "at": when[0],
        "zone": "UTC",
        **_words(name, said),
        "actor": "system" if name in _SYSTEM else "customer",
        "direction": "inbound",
        "channel": _channel(said),
        "value": values.number(values.first(said, ("$amount", "revenue"))),
        "currency": values.text(values.first(said, ("$currency", "currency"))),
        "object_ids": values.names(order=values.first(said, ("order_id", "Order ID"))),
        "attributes": values.leftovers(_rest(said)),
    }


def _words(name: str, said: Record) -> Event:
    if name.lower() in _PAGES:
        path = page_path(values.first(said, ("$current_url", "current_url_path", "url", "path")))
        return {"activity": "page_view"} if path is None else page_words("page_view", path)
    return {"activity": name}


def _channel(said: Record) -> str:
    library = (values.text(said.get("mp_lib")) or "").lower()
    if library in _APP or (
        values.text(said.get("$os")) in {"iOS", "Android"} and library != "web"
    ):
        return "app"
    return "system" if library in _SERVER else "web"


def _rest(said: Record) -> dict[str, Any]:
    """What the site itself said, and of Mixpanel's own properties those that tell something."""
    told = {
        "url": said.get("$current_url"),
        "referrer": said.get("$referrer"),
        "os": said.get("$os"),
        "browser": said.get("$browser"),
        "city": said.get("$city"),
        "country": said.get("mp_country_code"),
    }
    own = {
        key: value
        for key, value in said.items()
        if not key.startswith(("$", "mp_")) and key not in {"time", "distinct_id", "token"}
    }
    return {**own, **told}
