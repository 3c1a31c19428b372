"""The wizard: what a table that nobody has described says, how sure that is, and what must be asked.

In: a sample.  Out: a `Proposal` with its findings, questions and mapping; `settled` fills in answers.
"""

from __future__ import annotations

from desireline.sources.wizard.answering import complete, open_questions, settled, settled_body
from desireline.sources.wizard.finding import Finding, Question
from desireline.sources.wizard.proposal import TABLE, Proposal
from desireline.sources.wizard.proposing import propose
from desireline.sources.wizard.writing import written

__all__ = [
    "TABLE",
    "Finding",
    "Proposal",
    "Question",
    "complete",
    "open_questions",
    "propose",
    "settled",
    "settled_body",
    "written",
]
