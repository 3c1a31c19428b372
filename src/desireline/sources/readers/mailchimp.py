"""Mailchimp: who opened and clicked which campaign, as its API's email-activity report gives it.

In: `GET /3.0/reports/{campaign}/email-activity`, pages with `emails`, each with its `activity`.  Out: one
event per activity. Opens are what mail programs load, and since 2021 many load everything: an open is
actor *system*, a click is the customer.
"""

from __future__ import annotations

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.records import Event, Record, hand_over, listed, objects

_WORDS = {
    "open": ("newsletter opened", "system"),
    "click": ("newsletter clicked", "customer"),
    "bounce": ("newsletter bounced", "system"),
}


class MailchimpReader:
    """Reads Mailchimp's email-activity reports."""

    name = "mailchimp"

    def match(self, sample: Sample) -> Match | None:
        """Claim JSON whose objects are addresses with their activity in a campaign."""
        for value in content.first_values(sample):
            emails = value.get("emails") if content.is_object(value) else None
            first = emails[0] if content.is_array(emails) and emails else value
            if content.is_object(first) and first.keys() >= {
                "email_id",
                "email_address",
                "activity",
            }:
                why = "email_id, email_address and activity: Mailchimp's email activity"
                return Match(confidence=0.98, why=why)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, row in objects(sample, sink, members=("emails",)):
                hand_over(sink, line, row, lambda row=row: list(_events(row)))


READER = MailchimpReader()


def _events(row: Record) -> list[Event]:
    address = values.text(row.get("email_address"))
    if address is None or "@" not in address:
        raise values.UnreadableError("no-subject", "email_address is empty")
    campaign, member = values.text(row.get("campaign_id")), values.text(row.get("email_id"))
    events: list[Event] = []
    for place, done in enumerate(listed(row, "activity"), start=1):
        when = values.moment(done.get("timestamp"), field="timestamp")
        action = values.text(done.get("action"))
        if when is None or action is None:
            raise values.UnreadableError("no-time", f"activity {place} has no action or timestamp")
        activity, actor = _WORDS.get(action, (f"newsletter: {action}", "customer"))
        events.append(
            {
                "event_id": f"mailchimp:{campaign}:{member}:{action}:{int(when[0].timestamp())}",
                "record": campaign,
                "part": str(place),
                "subject": f"email:{address.lower()}",
                "identifiers": [],
                "at": when[0],
                "zone": when[1],
                "activity": activity,
                "actor": actor,
                "direction": "inbound",
                "channel": "email",
                "object_ids": values.names(campaign=campaign),
                "attributes": values.leftovers({"url": done.get("url"), "type": done.get("type")}),
            }
        )
    return events
