"""What kept maps may show of people, and how it leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.stores import Holdings

if TYPE_CHECKING:
    from desireline.stores import Json, Traces


def _forget(body: Json, traces: Traces) -> Json:
    from desireline.maps.forgetting import forget

    return forget(body, traces)


HOLDINGS = Holdings(documents={"map": _forget})
