"""Queues and waits for the company in their longest tenth; what customers take their time for is no wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments.base import (
    FEWEST,
    MOST_OF_A_KIND,
    Made,
    Treatment,
    mostly,
)
from desireline.insights.paths.queues import queues
from desireline.insights.paths.waits import measure_waits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts


def queued(facts: Facts, start: int) -> list[Made]:
    """A queue in its longest tenth."""
    out: list[Made] = []
    for code, (_, p90) in list(queues(facts).items())[:MOST_OF_A_KIND]:
        name = facts.places[code].name
        sql = f"""
            SELECT customer, journey, at_us AS known_us, at_us AS t0_us, queue_s > {p90} AS hit, queue_s AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {code} AND queue_s IS NOT NULL)
            WHERE place = 1
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"long queue: {name}",
            title=f"a queue of the longest tenth at {name}",
            touchpoint=code,
            eligible=f"journeys with {name}",
            dose="s",
        )
        out.append((treatment, sql))
    return out


def waited(facts: Facts, start: int) -> list[Made]:
    """A wait for the company in its longest tenth; what customers take their time for is no wait."""
    company = mostly(facts, "actor <> 0")
    waits = [
        wait
        for wait in measure_waits(facts).values()
        if wait.keeps_waiting
        and wait.edge.n >= FEWEST
        and wait.p90.value > 0
        and wait.edge.target in company
    ]
    waits.sort(key=lambda wait: (-wait.edge.n, wait.edge.group))
    out: list[Made] = []
    for wait in waits[:MOST_OF_A_KIND]:
        source, target = facts.places[wait.edge.source], facts.places[wait.edge.target]
        sql = f"""
            SELECT customer, journey, at_us + 1 AS known_us, at_us + wait_us AS t0_us,
                wait_us > {int(wait.p90.value * 1e6)} AS hit, wait_us / 1e6 AS dose
            FROM (SELECT *, row_number() OVER (PARTITION BY customer, journey ORDER BY step_no) AS place
                FROM {facts.sample} WHERE touchpoint = {source.code} AND next_touchpoint = {target.code})
            WHERE place = 1
        """
        treatment = Treatment(
            number=start + len(out),
            name=f"long wait: {source.name} to {target.name}",
            title=f"a wait of the longest tenth from {source.name} to {target.name}",
            touchpoint=target.code,
            eligible=f"journeys that went from {source.name} to {target.name}",
            dose="s",
        )
        out.append((treatment, sql))
    return out
