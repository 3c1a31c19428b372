"""Which records are one customer: keys, likeness, people's decisions; reasons in words.

report = resolve(segments)
engine.query(now_sql(segments.snapshot()))      # source, subject, customer_id, confidence, reason ...
book(segments).waiting                          # pairs that a person should look at
"""

from __future__ import annotations

from desireline.identity.decisions import Decision, Proposal, Verdict, decide, propose, undo
from desireline.identity.holdings import HOLDINGS
from desireline.identity.keys import belongs_to_nobody_sql
from desireline.identity.resolver import IdentityReport, looked_at, now_sql, resolve, settled
from desireline.identity.resolving import IDENTITY_COLUMNS, identities_sql
from desireline.identity.review import (
    IdentityBook,
    Pair,
    Record,
    book,
    find,
    holders,
    open_lists,
)

__all__ = [
    "HOLDINGS",
    "IDENTITY_COLUMNS",
    "Decision",
    "IdentityBook",
    "IdentityReport",
    "Pair",
    "Proposal",
    "Record",
    "Verdict",
    "belongs_to_nobody_sql",
    "book",
    "decide",
    "find",
    "holders",
    "identities_sql",
    "looked_at",
    "now_sql",
    "open_lists",
    "propose",
    "resolve",
    "settled",
    "undo",
]
