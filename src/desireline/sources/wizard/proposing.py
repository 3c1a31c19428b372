"""A mapping proposed for a table that nobody has described, from the names and content of its columns.

In: a sample.  Out: a `Proposal`: what each column was taken for, how sure and why, what the file cannot
say itself (questions), and the mapping; or a `MappingError` with a skeleton to fill in. Content decides
what a column can be, names decide between columns that could be it. A table in which every person
stands once, nothing is said and nothing ends is a list of customers, not of events, and is refused:
a journey of one invented step helps nobody.
"""

from __future__ import annotations

from desireline.sources.model import Sample
from desireline.sources.wizard import (
    clock_times,
    happenings,
    moments,
    relations,
    steps,
    things,
)
from desireline.sources.wizard.columns import profile
from desireline.sources.wizard.proposal import Proposal
from desireline.sources.wizard.refusal import refusal
from desireline.sources.wizard.roles import roles_of
from desireline.sources.wizard.rows import numbered, of_events, of_relations, of_steps
from desireline.sources.wizard.survey import of_snapshot, of_survey


def propose(sample: Sample) -> Proposal:
    """Propose a mapping.

    Raises:
        MappingError: there is no telling; the hint holds a mapping to fill in.
    """
    roles = roles_of(clock_times.joined(profile(sample)))
    if roles.survey:
        return of_survey(sample, roles)
    relation = relations.find(roles.columns) if not (roles.said or roles.rating) else None
    if relation is not None and roles.who is not None:
        return of_relations(roles, relation)
    if roles.when is not None:
        row = numbered(roles)
        is_thing = roles.what is None or (
            happenings.is_kind(roles.what) and things.is_numbered(roles.columns)
        )
        found = steps.find(roles.columns) if is_thing else None
        if found is not None and (roles.who is not None or row is not None):
            return of_steps(roles, found, row)
        return of_events(sample, roles, roles.when, None)
    parts = moments.in_parts(roles.columns)
    if parts is not None and (roles.tells or roles.repeats or roles.value):
        return of_events(sample, roles, *parts)
    if not roles.tells:
        raise refusal(sample, "no column holds times")
    return of_snapshot(sample, roles)
