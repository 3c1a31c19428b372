"""Why a table cannot be guessed, with a mapping to fill in.

In: a sample and the reason.  Out: a `MappingError` whose hint is the beginning of a mapping file.
"""

from __future__ import annotations

from desireline.errors import MappingError
from desireline.sources.model import Sample
from desireline.sources.wizard import clock_times, happenings, moments, people
from desireline.sources.wizard.columns import profile


def refusal(sample: Sample, why: str) -> MappingError:
    """Say why there is no guess."""
    named = ", ".join(sample.columns[:12]) + (" ..." if len(sample.columns) > 12 else "")
    return MappingError(
        f"{sample.shown}: no reader knows this table, and it cannot be guessed: {why}. "
        f"Its columns are: {named}.",
        hint="If it holds events, save this as a file, fill in the blanks and give it with "
        f"--mapping:\n{skeleton(sample)}",
        code="input.mapping.needed",
    )


def skeleton(sample: Sample) -> str:
    """A mapping file for a table, with the blanks to fill in."""
    columns = clock_times.joined(profile(sample))
    when = moments.find(columns)
    who = people.find(columns)
    taken = {who.column} if who else set[str]()
    what = happenings.find(columns, taken=taken, repeats=True)
    names = ", ".join(f'"{_escaped(column)}"' for column in sample.columns[:40])
    subject = f"{who.details['kind']}:{who.reference}" if who else "customer:{...}"
    at = when.details["template"] if when else "{...}"
    return "\n".join(
        (
            'name = "my-table"',
            "",
            "[tables.rows]",
            f"columns = [{names}]",
            "",
            "[[events]]",
            'table = "rows"',
            f'subject = "{_escaped(subject)}"   # who it was',
            f'at = "{_escaped(at)}"   # when',
            (
                f'activity = "{_escaped(what.reference) if what else "..."}"'
                "   # what happened: a column in braces, or a word"
            ),
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
