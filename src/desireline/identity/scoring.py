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
    from desireline.engines import Engine

ENOUGH = 30
"""So many pairs beyond doubt are needed to learn from."""
KEPT = 0.001
"""Pairs less likely than this are forgotten."""
_RANDOM_PAIRS = 2_000_000
_LEARN_PAIRS = 2_000_000
_LESSONS = 3
"""Two lessons that share no fact teach every fact; a third steadies them."""
_RARE = 0.02
"""Facts that fewer records have are not compared."""

_EMPTY = """CREATE OR REPLACE TEMP TABLE scored (
    left_subject VARCHAR, right_subject VARCHAR, weight DOUBLE, probability DOUBLE, agreed VARCHAR)"""


def write_scores(engine: Engine) -> int:
    """Make `scored`; return the number of pairs."""
    engine.execute(_EMPTY)
    if not _worth_it(engine):
        return 0
    have = _have(engine)
    sure, records = _sure_pairs(engine, have)
    prior = max(sure, 1) / comparing.RECALL / max(records * (records - 1) / 2, 1)
    with _quiet():
        _score(engine, have, prior=min(prior, 0.5), learn=sure >= ENOUGH)
    return int(engine.rows("SELECT count(*) FROM scored")[0][0])


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
            slip.format("l", "phone", "r", 1),
            f"({slip.format('l', 'email', 'r', 3)} AND {digits.format('l')} = {digits.format('r')})",
        )
    )
    pairs = " UNION ALL ".join(
        f"SELECT 1 FROM people l JOIN people r ON l.{name} = r.{name} AND l.unique_id < r.unique_id"
        f" LEFT JOIN exact x ON x.subject = l.subject LEFT JOIN exact y ON y.subject = r.subject"
        f" WHERE (x.component IS NULL OR x.component IS DISTINCT FROM y.component) AND ({near})"
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


def _score(engine: Engine, have: list[str], *, prior: float, learn: bool) -> None:
    from splink import Linker

    api = engine.splink()
    records = api.register("people")
    settings = comparing.settings(have)
    settings.probability_two_random_records_match = prior
    linker = Linker(records, settings, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=1)
    if learn:
        _learn(linker, have)
    model = _mended(linker.misc.save_model_to_json(), have)
    linker = Linker(records, model, log_level="ERROR")
    scores = linker.inference.predict(threshold_match_probability=KEPT)
    agreed = " || ' ' || ".join(
        f"CASE WHEN gamma_{kind} = {_top(model, kind)} THEN '{kind}' WHEN gamma_{kind} > 0 THEN '~{kind}'"
        f" WHEN gamma_{kind} = 0 THEN '!{kind}' ELSE '' END"
        for kind in have
    )
    # six digits: what the order of additions changes lies far behind
    engine.execute(f"""
        INSERT INTO scored
        SELECT least(l.subject, r.subject), greatest(l.subject, r.subject), round(s.match_weight, 6),
            round(s.match_probability, 6), trim(regexp_replace({agreed}, ' +', ' ', 'g'))
        FROM {scores.physical_name} s
        JOIN people l ON l.unique_id = s.unique_id_l JOIN people r ON r.unique_id = s.unique_id_r
        ORDER BY 1, 2""")


def _learn(linker: Any, have: list[str]) -> None:
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    rules = [rule for rule in comparing.LEARN_FROM if set(rule) <= set(have)]
    for rule in rules[:_LESSONS]:
        with contextlib.suppress(EMTrainingException):  # no pair agrees on these: nothing learnt
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), estimate_without_term_frequencies=True, max_pairs=_LEARN_PAIRS
            )


def _levels(model: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    for comparison in model["comparisons"]:
        if comparison["output_column_name"] == kind:
            return [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
    raise KeyError(kind)


def _top(model: dict[str, Any], kind: str) -> int:
    return len(_levels(model, kind)) - 1


def _mended(model: dict[str, Any], have: list[str]) -> dict[str, Any]:
    """Put typical shares where learning found none, or found that agreement speaks against a match."""
    for kind in have:
        levels = _levels(model, kind)
        typical = comparing.typical(kind)
        learnt = [one.get("m_probability") for one in levels]
        chance = [one.get("u_probability") for one in levels]
        alike = (learnt[0] or 0) * (chance[-1] or 1)
        unlike = (1 if learnt[-1] is None else learnt[-1]) * (chance[0] or 1e-9)
        astray = alike <= unlike
        for level, share in zip(levels, typical, strict=True):
            if astray or level.get("m_probability") is None:
                level["m_probability"] = share
            if level.get("u_probability") is None:
                level["u_probability"] = 1e-5
    return model


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
