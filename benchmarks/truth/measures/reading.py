"""Reading: the files say the same company as the truth, damage and all.

Duplicates, late records, shared and missing keys are in the files. Naive: rows of the app's file.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, USUAL, Case, Row, Sample, at_least, at_most

CASES = {"files": USUAL["files"]}
ROWS = (
    Row(key="orders", title="orders found / made", bar=">= .995", judge=at_least(0.995), digits=4),
    Row(key="people", title="|customers found / people - 1|", bar="<= .05", judge=at_most(0.05)),
)


def take(case: Case) -> Iterator[Sample]:
    """Compare the exported events with what happened."""
    events = case.export("events")
    orders = {row["record"] for row in events if row["activity"] == "order created"}
    made = [one for one in case.company.happenings if one.source == "order"]
    yield "orders", DESIRELINE, len(orders) / len(made)
    seen = {one.person for one in case.company.happenings}
    yield "people", DESIRELINE, abs(len({row["customer_id"] for row in events}) / len(seen) - 1)
    yield "people", NAIVE, abs(len({row["subject"] for row in events}) / len(seen) - 1)
