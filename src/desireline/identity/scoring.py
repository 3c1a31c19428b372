"""How likely two records are one person: Fellegi-Sunter by Splink, learnt from the records themselves.

In: `people` on the engine.  Out: table `scored(left_subject, right_subject, weight, probability, agreed)`. Nobody
labels anything: how often facts agree by chance is measured on random pairs, how often they agree within one
person is learnt by expectation maximisation among pairs that agree on something else. Where fewer than
`ENOUGH` pairs are beyond doubt there is nothing to learn from, and typical shares stand in. Splink
is loaded only when there are pairs to score.
"""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from desireline.identity import comparing
from desireline.identity.people import BLOCK_NAMES, COMPARED

if TYPE_CHECKING:
    from desireline.engines import Engine, Linkage

_TELLING = {"birth", "street", "postcode", "national", "email", "phone"}
ENOUGH = 30
"""So many pairs beyond doubt are needed to learn from."""
KEPT = 0.001
"""Pairs less likely than this are forgotten."""
_RANDOM_PAIRS = 400_000
_LEAST_CHANCE = 0.1
_ROUNDS = 20
_FARTHEST = 3.0
"""The share of matches is corrected by at most so many bits."""
_LEARN_PAIRS = 2_000_000
_LESSONS = 3
"""Two lessons that share no fact teach every fact; a third steadies them."""
_TYPICAL = 0.05
"""So much of the typical shares stays in what is learnt: what was never seen may still happen."""
_RARE = 0.02
"""Facts that fewer records have are not compared."""

_REAL_NAME = 3
"""A given name that so many records have is a name, not a typing slip."""
_STRANGERS = f"""
    CASE WHEN jaro_winkler_similarity(l.given, r.given) < 0.65
        OR least(l.given_records, r.given_records) >= {_REAL_NAME} THEN ' !person' ELSE '' END
    || CASE WHEN abs(TRY_CAST(substr(l.birth, 1, 4) AS INTEGER)
        - TRY_CAST(substr(r.birth, 1, 4) AS INTEGER)) > 12 THEN ' !generation' ELSE '' END"""

_EMPTY = """CREATE OR REPLACE TEMP TABLE scored (
    left_subject VARCHAR, right_subject VARCHAR, weight DOUBLE, probability DOUBLE, agreed VARCHAR)"""


def write_scores(engine: Engine) -> int:
    """Make `scored`; return the number of pairs."""
    engine.execute(_EMPTY)
    if engine.rows("SELECT count(*) < 2 FROM people")[0][0] or not _worth_it(engine):
        return 0
    have = _have(engine)
    sure, records = _sure_pairs(engine, have)
    prior = max(sure, 1) / comparing.RECALL / max(records * (records - 1) / 2, 1)
    with _quiet(), contextlib.closing(engine.linkage()) as linkage:
        _score(engine, linkage, have, prior=min(prior, 0.5), learn=sure >= ENOUGH)
    return int(engine.rows("SELECT count(*) FROM scored")[0][0])


def cannot_be(agreed: str) -> bool:
    """True when two records are people of one household, not one person, however much they share.

    A couple shares the family name, the address, the telephone and the mailbox; a father and a son the
    whole name. Facts of a household depend on each other, which the weights do not know.
    """
    marks = set(agreed.split())
    if "national" in marks:
        return False
    if {"!given", "!person"} <= marks and not {"birth", "~birth"} & marks:
        return True
    return {"!generation", "!birth"} <= marks and "email" not in marks


def is_enough(agreed: str) -> bool:
    """True when more than a name and a city agree: two people of one name in one town are usual."""
    return bool({mark.lstrip("~") for mark in agreed.split()} & _TELLING)


def _worth_it(engine: Engine) -> bool:
    """True when two records that no key has joined agree on so much that comparing can settle it.

    Names and a city are never enough, so that a list with nothing else is left alone.
    """
    slip = "damerau_levenshtein({0}.{1}, {2}.{1}) <= {3}"
    digits = "regexp_replace({0}.email, '[^0-9]', '', 'g')"
    near = " OR ".join(
        (
            slip.format("l", "birth", "r", 1),
            slip.format("l", "national", "r", 1),
            "(l.street = r.street AND l.house IS NOT DISTINCT FROM r.house)",
            "l.postcode = r.postcode",
            "l.phone = r.phone",
            f"({slip.format('l', 'email', 'r', 3)} AND {digits.format('l')} = {digits.format('r')})",
        )
    )
    alike = """(coalesce(jaro_winkler_similarity(l.given, r.given), 1) > 0.85
            AND coalesce(jaro_winkler_similarity(l.family, r.family), 1) > 0.85)
        OR (l.given = r.family AND l.family = r.given)
        OR l.birth = r.birth OR l.national = r.national"""
    pairs = " UNION ALL ".join(
        f"SELECT 1 FROM people l JOIN people r ON l.{name} = r.{name} AND l.unique_id < r.unique_id"
        f" LEFT JOIN exact x ON x.subject = l.subject LEFT JOIN exact y ON y.subject = r.subject"
        f" WHERE (x.component IS NULL OR x.component IS DISTINCT FROM y.component) AND ({near}) AND ({alike})"
        for name in BLOCK_NAMES
    )
    return bool(engine.rows(f"SELECT EXISTS ({pairs})")[0][0])


def _have(engine: Engine) -> list[str]:
    shares = ", ".join(f"count({kind}) / greatest(count(*), 1)" for kind in COMPARED)
    found = engine.rows(f"SELECT {shares} FROM people")[0]
    return [kind for kind, share in zip(COMPARED, found, strict=True) if share > _RARE]


def _sure_pairs(engine: Engine, have: Sequence[str]) -> tuple[int, int]:
    """Count the pairs that agree on facts which only one person has together, and the records."""
    rules = [rule for rule in comparing.SURE if set(rule) <= set(have)]
    records = int(engine.rows("SELECT count(*) FROM people")[0][0])
    if not rules:
        return 0, records
    pairs = " UNION ".join(
        "SELECT l.unique_id AS one, r.unique_id AS other FROM people l JOIN people r ON "
        + " AND ".join(f"l.{kind} = r.{kind}" for kind in rule)
        + " AND l.unique_id < r.unique_id"
        for rule in rules
    )
    return int(engine.rows(f"SELECT count(*) FROM ({pairs})")[0][0]), records


def _score(
    engine: Engine, linkage: Linkage, have: list[str], *, prior: float, learn: bool
) -> None:
    from splink import Linker

    records = linkage.register("people")
    settings = comparing.settings(have)
    settings.probability_two_random_records_match = prior
    linker = Linker(records, settings, log_level="ERROR", validate_settings=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=1)
    model = _by_chance(engine, linker.misc.save_model_to_json(), have, prior)
    if learn:
        _learn(records, model, have)
    linker = Linker(records, model, log_level="ERROR", validate_settings=False)
    scores = linkage.fetch(linker.inference.predict(threshold_match_probability=KEPT))
    agreed = " || ' ' || ".join(
        f"CASE WHEN gamma_{kind} = {_top(model, kind)} THEN '{kind}' WHEN gamma_{kind} > 0 THEN '~{kind}'"
        f" WHEN gamma_{kind} = 0 THEN '!{kind}' ELSE '' END"
        for kind in have
    )
    shift, prior = _shift(engine, scores, prior)
    weight = f"(s.match_weight + {shift!r})"
    # six digits: what the order of additions changes lies far behind
    engine.execute(f"""
        INSERT INTO scored
        SELECT least(l.subject, r.subject), greatest(l.subject, r.subject), round({weight}, 6),
            round(1 / (1 + pow(2, -{weight})), 6),
            trim(regexp_replace({agreed} || {_STRANGERS}, ' +', ' ', 'g'))
        FROM {scores} s
        JOIN people l ON l.unique_id = s.unique_id_l JOIN people r ON r.unique_id = s.unique_id_r
        ORDER BY 1, 2""")


def _shift(engine: Engine, scores: str, prior: float) -> tuple[float, float]:
    """How far every weight moves when the share of matches is what the weights themselves say.

    The share was counted from pairs beyond doubt, which are few where data are bad. Expectation
    maximisation over all scored pairs, for the one number.
    """
    import numpy as np

    weights = engine.query(f"SELECT match_weight FROM {scores} ORDER BY 1").column(0).to_numpy()
    pairs = engine.rows("SELECT count(*)::DOUBLE * (count(*) - 1) / 2 FROM people")[0][0]
    shift, share, first = 0.0, prior, np.log2(prior / (1 - prior))
    for _ in range(_ROUNDS):
        matches = float((1 / (1 + np.exp2(-(weights + shift)))).sum())
        share = min(max(matches / pairs, 1 / pairs), 0.5)
        shift = float(np.clip(np.log2(share / (1 - share)) - first, -_FARTHEST, _FARTHEST))
    return round(shift, 6), share


def _by_chance(
    engine: Engine, model: dict[str, Any], have: list[str], prior: float
) -> dict[str, Any]:
    """Correct how often facts agree by chance for the matches among the random pairs.

    Random pairs of a small list with many doubles are no strangers. How often a fact is the same is
    counted over all pairs; the part that matches explain is taken off.
    """
    for kind in have:
        same = engine.rows(f"""
            SELECT coalesce(sum(n * (n - 1)) / greatest(sum(n) * (sum(n) - 1), 1), 0)
            FROM (SELECT count(*)::DOUBLE AS n FROM people WHERE {kind} IS NOT NULL GROUP BY {kind})
            """)[0][0]
        levels = _levels(model, kind)
        for place, level in enumerate(levels):
            seen = float(same) if place == 0 else float(level.get("u_probability") or 0.0)
            strangers = (seen - level["m_probability"] * prior) / (1 - prior)
            level["u_probability"] = max(strangers, seen * _LEAST_CHANCE, 1e-6)
    return model


def _learn(records: Any, model: dict[str, Any], have: list[str]) -> None:
    """Learn how often the levels of agreement occur within one person, and write it into the model.

    Each lesson looks at pairs that agree on some facts and learns of the others. A lesson without matches
    fails, and teaches nothing.
    """
    from splink import Linker, block_on
    from splink.internals.exceptions import EMTrainingException

    learnt: dict[str, list[list[float]]] = {kind: [] for kind in have}
    rules = [rule for rule in comparing.LEARN_FROM if set(rule) <= set(have)]
    for rule in rules[:_LESSONS]:
        linker = Linker(records, model, log_level="ERROR", validate_settings=False)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), estimate_without_term_frequencies=True, max_pairs=_LEARN_PAIRS
            )
            lesson = linker.misc.save_model_to_json()
        except (EMTrainingException, ValueError):
            continue
        for kind in have:
            if not _depends(kind, rule):
                shares = [level.get("m_probability") or 0.0 for level in _levels(lesson, kind)]
                learnt[kind].append(shares)
    for kind, lessons in learnt.items():
        _take(_levels(model, kind), lessons, typical=comparing.typical(kind))


def _depends(kind: str, rule: Sequence[str]) -> bool:
    """True when pairs that agree on the rule say nothing of the fact: names look at each other."""
    names = {"given", "family"}
    return kind in rule or (kind in names and bool(names & set(rule)))


def _take(
    levels: list[dict[str, Any]], lessons: list[list[float]], *, typical: list[float]
) -> None:
    """Write the mean of the lessons into the levels, unless it says that agreement speaks against."""
    if not lessons:
        return
    mean = [sum(shares) / len(lessons) for shares in zip(*lessons, strict=True)]
    mixed = [
        (1 - _TYPICAL) * one + _TYPICAL * usual for one, usual in zip(mean, typical, strict=True)
    ]
    chance = [float(level["u_probability"]) for level in levels]
    if mixed[0] * chance[-1] <= mixed[-1] * chance[0]:
        return
    for level, share in zip(levels, mixed, strict=True):
        level["m_probability"] = share / sum(mixed)


def _levels(model: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    for comparison in model["comparisons"]:
        if comparison["output_column_name"] == kind:
            return [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
    raise KeyError(kind)


def _top(model: dict[str, Any], kind: str) -> int:
    return len(_levels(model, kind)) - 1


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Splink talks while it works; nobody is there to listen."""
    log = logging.getLogger("splink")
    before = log.level
    log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            log.setLevel(before)
