"""Surveys: NPS and CSAT of everybody who was asked, though the moved answer more often.

The truth is what each would have answered, asked or not. Naive: the mean of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, USUAL, Case, Row, Sample, at_most, bias_left, covers

CASES = {"memory": USUAL["memory"]}
ROWS = (
    Row(
        key="nps",
        title="NPS: error",
        bar="< 25 % of raw",
        judge=at_most(0),
        against=bias_left(0.25),
    ),
    Row(
        key="csat",
        title="CSAT: error",
        bar="< 25 % of raw",
        judge=at_most(0),
        against=bias_left(0.25),
    ),
    Row(key="coverage", title="95 % intervals that hold it", bar="93-97 %", judge=covers),
)


def take(case: Case) -> Iterator[Sample]:
    """Compare weighted and raw scores with the truth, in memory."""
    people = case.company.people
    nps = [one.nps for one in people if one.asked and one.nps is not None]
    csats = [value for one in people for value in one.csats]
    truth = {
        "nps": 100 * sum((v >= 9) - (v <= 6) for v in nps) / max(len(nps), 1),
        "csat": sum(csats) / max(len(csats), 1),
    }
    for one in case.book("surveys").results["surveys"].measures:
        key = "nps" if one.metric == "nps" else "csat" if one.scale.startswith("csat") else None
        if key is not None:
            yield key, DESIRELINE, one.estimate.value - truth[key]
            yield key, NAIVE, one.raw - truth[key]
            yield "coverage", DESIRELINE, one.estimate.low <= truth[key] <= one.estimate.high
