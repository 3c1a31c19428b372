"""How two records of people are compared: the levels of agreement, fact by fact.

In: which facts the data hold.  Out: Splink's settings. Only comparisons that Splink knows how to say in
every database it speaks. The probabilities here are what is typical among records of one person; they
stand where the data hold too few matches to learn from, and where learning went astray.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desireline.identity.people import BLOCK_NAMES

LEARN_FROM = (
    ("national",),
    ("birth",),
    ("given", "family"),
    ("email",),
    ("street",),
    ("postcode",),
    ("phone",),
)
"""Pairs that agree on these are looked at to learn how the other facts agree."""
SURE = (
    ("national", "family"),
    ("given", "family", "birth"),
    ("given", "family", "email"),
    ("given", "family", "phone"),
    ("given", "family", "postcode"),
    ("birth", "street"),
)
"""Pairs that agree on all of one of these are one person, nearly always."""
RECALL = 0.75
"""The share of all matches that SURE finds, typically."""


_SAYS_NOTHING = (
    "given_l IS NULL OR given_r IS NULL OR ((length(given_l) = 1 OR length(given_r) = 1)"
    " AND substr(given_l, 1, 1) = substr(given_r, 1, 1))"
)
"""An initial that fits agrees with a quarter of all names: no evidence; one that does not fit is."""


def settings(have: Sequence[str], *, learnt: dict[str, list[float]] | None = None) -> Any:
    """Build Splink's settings for the facts that the data hold.

    Args:
        have: kinds of facts, from people.COMPARED.
        learnt: share of each level among matches by comparison, best level first.
    """
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(kind, (learnt or {}).get(kind)) for kind in have],
        blocking_rules_to_generate_predictions=[block_on(name) for name in BLOCK_NAMES],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        max_iterations=30,
    )


def _comparison(kind: str, shares: list[float] | None) -> Any:
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons

    agreeing, typical = _LEVELS[kind]()
    shares = shares or typical
    for level, share in zip(agreeing, shares, strict=False):
        level.configure(m_probability=share)
    rest = levels.ElseLevel().configure(m_probability=shares[-1])
    unknown: Any = levels.NullLevel(kind)
    if kind == "given":
        unknown = levels.CustomLevel(
            _SAYS_NOTHING, label_for_charts="unknown, or an initial that fits"
        )
        unknown.configure(is_null_level=True)
    return comparisons.CustomComparison(
        output_column_name=kind, comparison_levels=[unknown, *agreeing, rest]
    )


def _words(
    kind: str, likeness: Sequence[float], typical: list[float], *, swapped: str | None = None
) -> Callable[[], tuple[list[Any], list[float]]]:
    """Names and places: the rarer a value, the more its agreement says."""

    def make() -> tuple[list[Any], list[float]]:
        import splink.comparison_level_library as levels

        found: list[Any] = [levels.ExactMatchLevel(kind, term_frequency_adjustments=True)]
        found += [levels.JaroWinklerLevel(kind, share) for share in likeness]
        if swapped:
            turned = f"{kind}_l = {swapped}_r OR {swapped}_l = {kind}_r"
            found.append(
                levels.CustomLevel(turned, label_for_charts=f"{kind} and {swapped} swapped")
            )
        return found, typical

    return make


def _digits(
    kind: str, slips: int, typical: list[float], *, rare: bool = False
) -> Callable[[], tuple[list[Any], list[float]]]:
    """Numbers and dates: so many typing slips."""

    def make() -> tuple[list[Any], list[float]]:
        import splink.comparison_level_library as levels

        found: list[Any] = [levels.ExactMatchLevel(kind, term_frequency_adjustments=rare)]
        found += [levels.DamerauLevenshteinLevel(kind, n) for n in range(1, slips + 1)]
        return found, typical

    return make


def _email() -> tuple[list[Any], list[float]]:
    import splink.comparison_level_library as levels

    found: list[Any] = [
        levels.ExactMatchLevel("email", term_frequency_adjustments=True),
        levels.ExactMatchLevel("email_user"),
        # a typing slip leaves the digits alone; two people of one name have different ones
        levels.And(levels.JaroWinklerLevel("email", 0.88), levels.ExactMatchLevel("email_digits")),
    ]
    return found, [0.75, 0.05, 0.1, 0.1]


_LEVELS: dict[str, Callable[[], tuple[list[Any], list[float]]]] = {
    "given": _words("given", (0.92, 0.85), [0.75, 0.1, 0.05, 0.02, 0.08], swapped="family"),
    "family": _words("family", (0.92, 0.85), [0.78, 0.09, 0.04, 0.02, 0.07], swapped="given"),
    "birth": _digits("birth", 2, [0.85, 0.08, 0.02, 0.05]),
    "house": _digits("house", 1, [0.75, 0.1, 0.15]),
    "street": _words("street", (0.9, 0.8), [0.65, 0.15, 0.05, 0.15]),
    "area": _words("area", (0.9,), [0.6, 0.2, 0.2]),
    "city": _words("city", (0.9,), [0.75, 0.1, 0.15]),
    "postcode": _digits("postcode", 1, [0.8, 0.08, 0.12], rare=True),
    "region": _digits("region", 1, [0.85, 0.05, 0.1]),
    "national": _digits("national", 1, [0.85, 0.1, 0.05]),
    "email": _email,
    "phone": _digits("phone", 1, [0.7, 0.05, 0.25]),
}


def typical(kind: str) -> list[float]:
    """Shares of the levels of agreement among records of one person, best level first."""
    return _LEVELS[kind]()[1]
