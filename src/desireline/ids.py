"""Identifiers as distinct types, so that a customer is never passed where a journey is meant."""

from __future__ import annotations

from typing import NewType

EventId = NewType("EventId", str)
"""Stable over imports: `<source>:<the source's own id>`, else a hash of source and content."""
Subject = NewType("Subject", str)
"""Who a source says it was: `<kind>:<value>`, for instance `email:a@b.de` or `ga4:123.456`."""
CustomerId = NewType("CustomerId", str)
"""One person or household over all subjects, by `identity`."""
JourneyId = NewType("JourneyId", str)
"""`<customer_id>/<purpose>/<number>`."""
MapId = NewType("MapId", str)
PersonaId = NewType("PersonaId", str)
EvidenceId = NewType("EvidenceId", str)
"""Fingerprint of a number: query, recipe and data version."""
JobId = NewType("JobId", str)
