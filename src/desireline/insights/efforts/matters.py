"""What contacts are about, by one name: a call log notes `invoice` where the help desk notes `invoices`.

In: the labels of all contacts.  Out: the same with spellings of one word brought together under the commonest of them.
Only separators and a plural's `s` are taken for spelling, and that only where both forms are met.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import pyarrow as pa

_FEWEST_LETTERS = 5
"""Of a word whose `s` may be a plural: `new` and `news` are two."""


def by_one_name(labels: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bring spellings together; what is null stays so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = cast("list[dict[str, object]]", labels.value_counts().to_pylist())
    met = {str(one["values"]): int(str(one["counts"])) for one in counted if one["values"]}
    names = _names(met)
    if not names:
        return labels
    found = pa.array(list(names), pa.string())
    given = pa.array(list(names.values()), pa.string())
    place = pc.call_function("index_in", [labels], pc.SetLookupOptions(value_set=found))
    return pc.call_function("coalesce", [given.take(place), labels])


def _names(met: dict[str, int]) -> dict[str, str]:
    """The name for each label that gets another."""
    plain = {label: re.sub(r"[\s_-]+", " ", label).strip() for label in met}
    words = set(plain.values())
    alike: dict[str, Counter[str]] = {}
    for label, word in plain.items():
        is_plural = word.endswith("s") and word[:-1] in words and len(word) > _FEWEST_LETTERS
        one = word[:-1] if is_plural else word
        alike.setdefault(one, Counter())[label] += met[label]
    return {
        label: max(spellings, key=lambda name: (spellings[name], name))
        for spellings in alike.values()
        for label in spellings
        if label != max(spellings, key=lambda name: (spellings[name], name))
    }
