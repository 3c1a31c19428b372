"""Invented data say so: names under `.example` are reserved (RFC 2606) and never real.

In: the beginning of a file.  Out: whether every address in it is such a name. A map of invented data is
labelled wherever it shows, so that nobody takes the sample company for a real one.
"""

from __future__ import annotations

import re

_DOMAIN = re.compile(r"(?:@|https?://)([\w.-]+\.[a-z]{2,})", re.IGNORECASE)
_ENOUGH = 2


def is_invented(text: str) -> bool:
    """Two addresses at least, all of them under `.example`."""
    domains = [found.rstrip(".").lower() for found in _DOMAIN.findall(text)]
    return len(domains) >= _ENOUGH and all(domain.endswith(".example") for domain in domains)
