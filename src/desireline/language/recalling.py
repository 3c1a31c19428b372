"""Recall how a text was read: the same words by the same method feel the same, and need no encoder.

In: the utterances that are kept, and which method is to read which masked text.  Out: the columns that a reading gives, for those
that were read before. Customers repeat each other (thanks, when does it come), and a small import would spend most of its time on
loading the encoder. A text with a mask in it is read anew: an erasure may have put the mask there after it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desireline.engines import Engine

Recalled = dict[tuple[str, str], dict[str, Any]]
"""By method (its signature) and masked text."""
_GIVEN = ("label", "negative", "neutral", "positive", "feeling", "cause", "emotion", "intensity", "sentences", "meaning", "unread")  # fmt: skip


def recall(engine: Engine, utterances: str, wanted: Iterable[tuple[str, str]]) -> Recalled:
    """Look the wanted texts up in the utterances (something to say FROM)."""
    import pyarrow as pa

    pairs = [pair for pair in dict.fromkeys(wanted) if "[" not in pair[1]]
    if not pairs:
        return {}
    methods, texts = zip(*pairs, strict=True)
    engine.register("language_wanted", pa.table({"method": methods, "text_masked": texts}))
    given = ", ".join(
        f"{name} := {name}::DOUBLE" if name == "feeling" else f"{name} := {name}"
        for name in _GIVEN
    )
    found = engine.query(f"""
        SELECT method, text_masked, arg_min(struct_pack({given}), event_key) AS given
        FROM {utterances} SEMI JOIN language_wanted USING (method, text_masked)
        WHERE coalesce(unread, 'no words') = 'no words' GROUP BY ALL""").to_pylist()
    return {(row["method"], row["text_masked"]): row["given"] for row in found}
