"""Matomo: visits with their actions, as `Live.getLastVisitsDetails` gives them in JSON.

In: an array of visits, each with `actionDetails`.  Out: one event per action: a page, a download, a search,
an event, a goal, an order, a cart that was left. The visitor is `matomo:<visitorId>`, joined to
`user:<userId>` where the site signed somebody in. Times are Unix seconds, which are UTC whatever zone
the site shows.
"""

from __future__ import annotations

from decimal import Decimal

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.ga4 import page_path, page_words
from desireline.sources.readers.records import Event, Record, hand_over, listed, objects

_KINDS = {
    "download": "download",
    "outlink": "left to another site",
    "search": "site search",
    "goal": "goal",
    "ecommerceOrder": "order created",
    "ecommerceAbandonedCart": "cart left",
    "form": "form",
    "media": "media",
    "contentInteraction": "content clicked",
}


class MatomoReader:
    """Reads Matomo's visits log."""

    name = "matomo"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON whose objects are visits with their actions."""
        for one in content.first_objects(sample):
            if one.keys() >= {"idVisit", "visitorId", "actionDetails"}:
                why = "idVisit, visitorId and actionDetails: Matomo's visits log"
                return Match(confidence=0.99, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, visit in objects(sample, sink):
                hand_over(sink, line, visit, lambda visit=visit: _events(visit))


READER = MatomoReader()


def _events(visit: Record) -> list[Event]:
    visitor, user = values.text(visit.get("visitorId")), values.text(visit.get("userId"))
    if visitor is None and user is None:
        raise values.UnreadableError("no-subject", "neither visitorId nor userId")
    number = values.text(visit.get("idVisit"))
    shared: Event = {
        "record": number,
        "subject": f"matomo:{visitor}" if visitor else f"user:{user}",
        "identifiers": values.names(user=user, email=user),
        "zone": "UTC",
        "actor": "customer",
        "direction": "inbound",
        "channel": "web",
        "language": values.text(visit.get("languageCode")),
    }
    return [
        {**shared, **_action(visit, action, place, number)}
        for place, action in enumerate(listed(visit, "actionDetails"), start=1)
    ]


def _action(visit: Record, action: Record, place: int, number: str | None) -> Event:
    when = values.moment(
        values.first(action, ("timestamp", "serverTime")) or visit.get("serverTimestamp"),
        field="timestamp",
    )
    if when is None:
        raise values.UnreadableError("no-time", f"action {place} has no timestamp")
    own = values.first(action, ("idpageview", "pageId", "orderId", "goalPageId"))
    kind = values.text(action.get("type")) or "action"
    order = values.text(action.get("orderId"))
    return {
        "event_id": f"matomo:{number}:{place}:{kind}:{int(when[0].timestamp())}",
        "part": values.text(own) or str(place),
        "at": when[0],
        **_words(kind, action),
        **_money(kind, visit, action),
        "object_ids": values.names(session=number, order=order),
        "attributes": values.leftovers(
            {
                "url": action.get("url"),
                "title": values.first(action, ("pageTitle", "title")),
                "time_spent_s": action.get("timeSpent"),
                "event": values.first(action, ("eventName", "eventValue")),
                "search": action.get("siteSearchKeyword"),
                "referrer": values.first(visit, ("referrerName", "referrerTypeName")),
                "campaign": visit.get("campaignName"),
                "device": visit.get("deviceType"),
                "browser": visit.get("browserName"),
                "country": visit.get("countryCode"),
            }
        ),
    }


def _words(kind: str, action: Record) -> Event:
    if kind == "action":
        path = page_path(action.get("url"))
        return {"activity": "page_view"} if path is None else page_words("page_view", path)
    if kind == "event":
        parts = (values.text(action.get(key)) for key in ("eventCategory", "eventAction"))
        return {"activity": ": ".join(part for part in parts if part) or "event"}
    if kind == "goal":
        return {"activity": f"goal {values.text(action.get('goalName')) or ''}".strip()}
    return {"activity": _KINDS.get(kind, kind)}


def _money(kind: str, visit: Record, action: Record) -> Event:
    """Money of orders; of a cart that was left, nothing has moved."""
    if kind != "ecommerceOrder":
        return {}
    amount = values.number(action.get("revenue"))
    if amount is None:
        return {}
    currency = values.text(values.first(visit, ("siteCurrency",)))
    return {"value": Decimal(amount), "currency": currency}
