"""Reports of totals: advertising and traffic by campaign or day, with nobody in them.

In: a campaign report of Google Ads or Meta, or a traffic report of Plausible.  Out: a clear refusal. A
journey is made of what single customers did; rows like "120 clicks on Tuesday" would become customers that
do not exist if they were guessed at. The refusal says which file of the same tool has single clicks, and
how to draw the touchpoint as a declared one.
"""

from __future__ import annotations

from desireline.errors import FileError
from desireline.sources.mapping import normal
from desireline.sources.model import Match, Sample, Sink, Unit

_PEOPLE = frozenset(
    {"email", "e_mail", "email_address", "phone", "phone_number", "user_id", "customer_id", "gclid",
     "click_view_gclid", "lead_id", "session_id", "visitor_id", "order_id"}
)  # fmt: skip
_REPORTS = {
    "Google Ads campaigns": (
        (
            {"campaign", "kampagne"},
            {"clicks", "klicks"},
            {"impr", "impressions", "impressionen"},
            {"cost", "cost_usd", "cost_eur", "kosten"},
        ),
        "Export single clicks: the table ads_ClickStats of the BigQuery transfer, or click_view.",
    ),
    "Meta campaigns": (
        (
            {"campaign_name", "kampagnenname"},
            {"impressions", "reach", "impressionen", "reichweite"},
            {"amount_spent", "ausgegebener_betrag"},
            {"reporting_starts", "day", "berichtsstart", "tag"},
        ),
        "Export the lead forms: Ads Manager > Instant forms > Download.",
    ),
    "Plausible traffic": (
        ({"date"}, {"visitors"}, {"pageviews"}, {"visits", "bounces", "bounce_rate"}),
        "Plausible's own export has no single visits; a self-hosted one has the table events_v2.",
    ),
}
"""Report -> (columns, any of each set; what to export instead)."""


class TotalsReader:
    """Recognises reports of totals, to say what they are."""

    name = "totals"

    def match(self, sample: Sample) -> Match | None:
        """Claim tables that have a report's columns and nobody's."""
        found = _report(sample)
        if found is None:
            return None
        return Match(confidence=0.97, why=f"{found}: totals, with nobody in them")

    def read(self, unit: Unit, sink: Sink) -> None:
        """Refuse.

        Raises:
            FileError: always: there is nothing of a journey in totals.
        """
        del sink
        sample = unit.samples[0]
        report = _report(sample) or "a report"
        raise FileError(
            sample.shown,
            f"holds totals of {report}, and no single customer or click",
            hint=f"{_REPORTS[report][1]} To draw the touchpoint all the same, declare it in "
            "recipe.toml under [[declared]].",
            code="input.file.totals",
        )


READER = TotalsReader()


def _report(sample: Sample) -> str | None:
    columns = {normal(column) for column in sample.columns}
    columns |= {
        column.rsplit("_", 1)[0]
        for column in columns
        if column.startswith(("amount_spent_", "ausgegebener_betrag_"))
    }
    if not columns or columns & _PEOPLE:
        return None
    for report, (wanted, _) in _REPORTS.items():
        if all(columns & one for one in wanted):
            return report
    return None
