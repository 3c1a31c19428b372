"""Which records are one customer: deterministic keys, a guard against shared ones, reasons in words.

report = resolve(segments)
engine.query(now_sql(segments.snapshot()))      # source, subject, customer_id, confidence, reason ...
"""

from __future__ import annotations

from desireline.identity.holdings import HOLDINGS
from desireline.identity.keys import belongs_to_nobody_sql
from desireline.identity.resolver import IdentityReport, now_sql, resolve
from desireline.identity.resolving import IDENTITY_COLUMNS, identities_sql

__all__ = [
    "HOLDINGS",
    "IDENTITY_COLUMNS",
    "IdentityReport",
    "belongs_to_nobody_sql",
    "identities_sql",
    "now_sql",
    "resolve",
]
