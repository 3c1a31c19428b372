"""Make the plan: look at the labels, learn what must be learnt, give everything a code.

In: the event log, who is whom, the recipe.  Out: a `Plan`. Codes come from the workspace's dictionaries:
a code once given never changes its meaning, so that old steps stay readable.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from desireline.journeys import learning, vocabulary
from desireline.journeys.acting import acting, placed_by_order
from desireline.journeys.anchors import find_anchors, purchases
from desireline.journeys.contexts import Contexts, split_contexts
from desireline.journeys.labels import Seen, read_labels
from desireline.journeys.naming import Named, name_labels
from desireline.journeys.ordered import stages_by_order
from desireline.journeys.plan import (
    DAY_US,
    PLAN_FORMAT,
    Plan,
    PlannedContext,
    PlannedLabel,
    PlannedPurpose,
    PlannedStage,
    PlannedTouchpoint,
    RatingKind,
)
from desireline.journeys.purposes import (
    Draft,
    draft_purposes,
    follows_process,
    stated_outcomes,
)
from desireline.journeys.stages import Place, Staged, choose_stages, without_later_words
from desireline.journeys.waiting import held_open
from desireline.journeys.walks import read_walks
from desireline.journeys.witness import EVERYBODY, Witness
from desireline.tables import ACTORS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.journeys.walks import Walks
    from desireline.recipe import Recipe
    from desireline.stores import Dictionaries

_STATED_STATES = {"completed": 0, "resolved": 0, "lost": 1}
_ALWAYS_LAST = 0.8
_ENDS_ENOUGH = 0.02
_ENDS_MOST = 0.5
_LAST_HINT = 4095
_HINTS = 64
"""Places inside a stage."""


def make_plan(
    engine: Engine, *, log: str, events: int, recipe: Recipe, dictionaries: Dictionaries
) -> Plan:
    """Plan the steps of a log (something to say FROM). Needs the table `ids(subject, customer)`."""
    seen = read_labels(engine, log)
    actors = acting(engine, log, events, seen, recipe)
    named = placed_by_order(name_labels(seen, recipe), actors)
    learning.write_sample(engine, log=log, events=events, labels=_label_keys(seen))
    endings = learning.endings(engine)
    stated = stated_outcomes(seen, endings, recipe)
    drafts = draft_purposes(seen, named, stated, recipe)
    contexts = split_contexts(
        engine, Contexts(seen=seen, named=named, drafts=drafts), stated, recipe
    )
    seen, named, drafts = contexts.seen, contexts.named, contexts.drafts
    witness = Witness.of(engine, drafts[0], named, stated)
    places = witness.places(seen, named)
    process = follows_process(drafts)
    walks: Walks | None = None
    if not recipe.stages and not process:
        bought = purchases(seen, named, stated, recipe) & drafts[0].labels
        anchors = find_anchors(engine, drafts[0], named, bought, endings)
        walks = anchors and read_walks(engine, drafts[0], named, stated, anchors)

    def choose(places: Sequence[Place], parts: Collection[int]) -> Staged:
        if walks is None:
            return choose_stages(places, recipe, process=process)
        early = walks.before_buying(parts)
        return stages_by_order(places, walks, parts) or choose_stages(
            without_later_words(places, early), recipe, process=process
        )

    staged = choose(places, EVERYBODY)
    confidence = witness.confidence(staged, seen, named, choose)
    tied = {named[n].touchpoint for n in learning.tied(engine) if n not in stated}
    hints = _hints(places, staged, tied)
    codes = _codes(dictionaries, seen, named, stated, staged)
    kinds = _rating_kinds(engine, log, dictionaries)
    purposes = tuple(
        _learn_purpose(
            engine, code, draft, seen=seen, stated=stated, named=named, codes=codes["touchpoint"]
        )
        for code, draft in enumerate(drafts)
    )
    engine.execute("DROP TABLE sample")
    return Plan(
        format=PLAN_FORMAT,
        recipe=recipe.fingerprint,
        sample=recipe.sample,
        labels=_planned_labels(
            contexts,
            stated=stated,
            staged=staged,
            codes=codes,
            hints=hints,
            actors=actors,
        ),
        touchpoints=_planned_touchpoints(named, stated, staged, codes, confidence),
        stages=tuple(
            PlannedStage(
                code=codes["stage"][stage.name],
                name=stage.name,
                title=stage.title,
                verb=stage.verb,
                position=position,
                found=staged.found,
            )
            for position, stage in enumerate(staged.stages)
        ),
        channels=_pairs(codes["channel"]),
        outcomes=_pairs(codes["outcome"]),
        rating_kinds=kinds,
        currency=recipe.money.currency or _commonest_currency(engine, log),
        money_sources=_money_sources(engine, log, seen),
        purposes=purposes,
    )


def _label_keys(seen: Sequence[Seen]) -> pa.Table:
    import pyarrow as pa

    columns = {
        name: pa.array([getattr(one.label, name) for one in seen], pa.string())
        for name in ("source", "channel", "activity", "touchpoint", "actor", "outcome")
    }
    return pa.table({**columns, "label": pa.array(range(len(seen)), pa.int32())})


def _hints(places: Sequence[Place], staged: Staged, tied: set[str]) -> dict[str, int]:
    """Place of a touchpoint among events of the same time: by stage, then by its usual place.

    The latter only for touchpoints that do share times (an order export writes several events a row):
    usual places shift a little with every import, and a shift makes all steps again.
    """
    position = {stage.name: i for i, stage in enumerate(staged.stages)}
    ordered = sorted(
        (place for place in places if place.name in tied),
        key=lambda place: (0.5 if place.rank is None else place.rank, place.name),
    )
    inside = {place.name: min(i, _HINTS - 1) for i, place in enumerate(ordered)}
    return {
        place.name: min(
            position[staged.stage_of[place.name]] * _HINTS + inside.get(place.name, 0),
            _LAST_HINT - 1,
        )
        for place in places
    }


def _codes(
    dictionaries: Dictionaries,
    seen: Sequence[Seen],
    named: Sequence[Named],
    stated: Mapping[int, int | None],
    staged: Staged,
) -> dict[str, dict[str, int]]:
    """Codes of every name that this plan uses, by kind."""
    touchpoints = sorted(
        name.touchpoint for number, name in enumerate(named) if number not in stated
    )
    outcomes = sorted({_outcome_word(n, seen[n], stated) for n in range(len(seen))} - {""})
    wanted = {
        "touchpoint": touchpoints,
        "stage": [stage.name for stage in staged.stages],
        "channel": sorted({name.channel for name in named}),
        "outcome": outcomes,
    }
    return {
        kind: dictionaries.codes(kind, list(dict.fromkeys(names)))
        for kind, names in wanted.items()
    }


def _outcome_word(number: int, seen: Seen, stated: Mapping[int, int | None]) -> str:
    """What the journey's outcome is called: the activity that states it, else the source's word."""
    if stated.get(number) is not None:
        return vocabulary.normal(seen.label.activity)
    return seen.label.outcome or ""


def _planned_labels(
    contexts: Contexts,
    *,
    stated: Mapping[int, int | None],
    staged: Staged,
    codes: Mapping[str, Mapping[str, int]],
    hints: Mapping[str, int],
    actors: Mapping[int, str],
) -> tuple[PlannedLabel, ...]:
    first_stage = staged.stages[0].name if staged.stages else ""

    def mask(number: int, sets: str) -> int:
        if number in stated and stated[number] is None:
            return 0  # bookkeeping belongs to no journey
        return sum(
            1 << code for code, d in enumerate(contexts.drafts) if number in getattr(d, sets)
        )

    def later(number: int) -> PlannedContext | None:
        if number not in contexts.later:
            return None
        name = contexts.named[contexts.later[number]].touchpoint
        return PlannedContext(
            touchpoint=codes["touchpoint"][name],
            stage=codes["stage"][staged.stage_of[name]],
            hint=hints[name],
        )

    planned: list[PlannedLabel] = []
    behind = set(contexts.later.values())
    for n, (one, name) in enumerate(zip(contexts.seen, contexts.named, strict=True)):
        if n in behind:
            continue
        stage = staged.stage_of.get(name.touchpoint, first_stage)
        word = _outcome_word(n, one, stated)
        planned.append(
            PlannedLabel(
                label=one.label,
                touchpoint=0 if n in stated else codes["touchpoint"][name.touchpoint],
                stage=codes["stage"].get(stage, 0),
                channel=codes["channel"][name.channel],
                actor=_actor(actors.get(n, one.label.actor)),
                stated=n in stated,
                state=stated[n] if n in stated else _STATED_STATES.get(one.label.outcome or ""),
                outcome=codes["outcome"].get(word),
                hint=_LAST_HINT if n in stated else hints[name.touchpoint],
                belongs=mask(n, "labels"),
                tells=mask(n, "tells"),
                starts=mask(n, "starts"),
                ends=mask(n, "ends"),
                loses=mask(n, "loses"),
                border=n in contexts.border,
                later=later(n),
            )
        )
    return tuple(planned)


def _actor(word: str) -> int:
    return ACTORS.index(word if word in ACTORS else "system")


def _planned_touchpoints(
    named: Sequence[Named],
    stated: Mapping[int, int | None],
    staged: Staged,
    codes: Mapping[str, Mapping[str, int]],
    confidence: Mapping[str, float],
) -> tuple[PlannedTouchpoint, ...]:
    names = {name.touchpoint for n, name in enumerate(named) if n not in stated}
    found = [
        PlannedTouchpoint(
            code=codes["touchpoint"][name],
            name=name,
            stage=codes["stage"][staged.stage_of[name]],
            confidence=confidence[name],
        )
        for name in names
    ]
    return tuple(sorted(found, key=lambda touchpoint: touchpoint.code))


def _learn_purpose(
    engine: Engine,
    code: int,
    draft: Draft,
    *,
    seen: Sequence[Seen],
    stated: Mapping[int, int | None],
    named: Sequence[Named],
    codes: Mapping[str, int],
) -> PlannedPurpose:
    labels = draft.labels - stated.keys()
    whole = draft.learn_final or bool(draft.follow)
    needs = draft.gap_days is None or draft.silence_days is None
    histogram = learning.gaps(engine, draft.follow, labels) if needs else {}
    if draft.gap_days is not None:
        gap_us = round(draft.gap_days * DAY_US)
    else:
        gap_us = 30 * DAY_US if draft.follow else learning.valley_us(histogram)
    if draft.silence_days is not None:
        silence_us = round(draft.silence_days * DAY_US)
    else:
        silence_us = learning.horizon_us(histogram) if whole else gap_us
    final = _final(engine, draft, labels, named, codes) if draft.learn_final else ()
    cut = draft.follow or draft.gap_days is not None or draft.start_rule or draft.cut_rule
    holds = () if cut else held_open(engine, seen, labels, gap_us=gap_us)
    if draft.silence_days is None:  # whoever waits for an arrival in six weeks is not silent
        silence_us = max(silence_us, *(us for _, us in holds), 0)
    success = bool(draft.ends or final) or any(state is not None for state in stated.values())
    return PlannedPurpose(
        code=code,
        name=draft.name,
        title=draft.title,
        follow=draft.follow,
        gap_us=gap_us,
        silence_us=silence_us,
        silent_state=1 if draft.silence_is_loss and success else 0,
        start_rule=draft.start_rule,
        cut_rule=draft.cut_rule,
        holds=holds,
        final=final,
    )


def _final(
    engine: Engine,
    draft: Draft,
    labels: frozenset[int],
    named: Sequence[Named],
    codes: Mapping[str, int],
) -> tuple[int, ...]:
    """Touchpoints after which nearly nothing ever comes, and with which enough journeys end."""
    events: dict[str, int] = defaultdict(int)
    lasts: dict[str, int] = defaultdict(int)
    for label, (count, last) in learning.last_steps(engine, draft.follow, labels).items():
        events[named[label].touchpoint] += count
        lasts[named[label].touchpoint] += last
    ends = sum(lasts.values())
    found = [
        name
        for name in events
        if lasts[name] >= _ALWAYS_LAST * events[name] and lasts[name] >= _ENDS_ENOUGH * ends
    ]
    if sum(lasts[name] for name in found) < _ENDS_MOST * ends:
        return ()  # most journeys end elsewhere: these are no measure of success
    return tuple(sorted(codes[name] for name in found))


def rating_scales(engine: Engine, log: str) -> list[tuple[str, float, float]]:
    """Kinds of ratings in a log, with the worst and the best end of their scales."""
    rows = engine.rows(f"""
        SELECT DISTINCT rating_kind, rating_low::DOUBLE, rating_high::DOUBLE FROM {log}
        WHERE rating IS NOT NULL AND rating_kind IS NOT NULL AND rating_low IS NOT NULL
            AND rating_high IS NOT NULL AND rating_low <> rating_high
        ORDER BY ALL
    """)
    return [(kind, low, high) for kind, low, high in rows]


def _rating_kinds(engine: Engine, log: str, dictionaries: Dictionaries) -> tuple[RatingKind, ...]:
    scales = rating_scales(engine, log)
    names = [f"{kind}|{low:g}|{high:g}" for kind, low, high in scales]
    codes = dictionaries.codes("rating_kind", names)
    return tuple(
        RatingKind(code=codes[name], kind=kind, low=low, high=high)
        for name, (kind, low, high) in zip(names, scales, strict=True)
    )


def _commonest_currency(engine: Engine, log: str) -> str | None:
    rows = engine.rows(f"""
        SELECT currency FROM {log} WHERE currency IS NOT NULL AND value IS NOT NULL
        GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
    """)
    return rows[0][0] if rows else None


def _money_sources(engine: Engine, log: str, seen: Sequence[Seen]) -> tuple[str, ...]:
    """A shop's table and its trackers state the same order's money: whom to believe, in this order."""
    if len({one.label.source for one in seen if one.share_of(["order"])}) < 2:
        return ()
    rows = engine.rows(f"""
        SELECT source FROM {log} WHERE value IS NOT NULL
            AND len(list_filter(object_ids, lambda o: starts_with(o, 'order:'))) > 0
        GROUP BY source ORDER BY count(*) DESC, source
    """)
    return tuple(source for (source,) in rows) if len(rows) > 1 else ()


def _pairs(codes: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((code, name) for name, code in codes.items()))
