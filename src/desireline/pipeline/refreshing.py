"""Refresh: everything derived follows the log. Only what is new is worked on.

In: a workspace whose log moved.  Out: identities, utterances, steps and journeys of that log. Each stage
commits on its own and knows what it has done, so that a stopped refresh goes on where it was.
"""

from __future__ import annotations

from contextlib import suppress

from desireline import identity, journeys, language
from desireline.errors import InputError
from desireline.jobs import Job, give_back
from desireline.pipeline.context import GENERATED_SAMPLE, Context
from desireline.pipeline.listening import find_topics, learn

_LARGE = 1_000_000
"""Events; handing memory back takes a twentieth of a second, which a live event need not wait for."""


def refresh(context: Context, *, job: Job) -> None:
    """Bring identities, utterances, steps and journeys up to the log."""
    job.progress(0, None, "finding out who is whom")
    _make_room(context)
    identity.resolve(context.segments, spark=context.recipe.spark, job=job)
    job.progress(0, None, "listening to what was said")
    _make_room(context)
    language.refresh(context.segments, job=job)
    _learn_again(context, job)
    find_topics(context)
    job.progress(0, None, "following the journeys")
    _make_room(context)
    recipe = context.recipe
    if context.store.settings.get(GENERATED_SAMPLE):
        recipe = recipe.model_copy(update={"sample": True})
    journeys.refresh(context.segments, context.store, recipe, job=job)


def _make_room(context: Context) -> None:
    """Hand back what the stage before left, where a log is large: else each stage peaks upon what lies idle of the others."""
    if context.segments.snapshot().rows("events") > _LARGE:
        give_back()


def _learn_again(context: Context, job: Job) -> None:
    """Teach a new head what people had taught one of an earlier version: their labels outlive it."""
    if language.is_to_learn_again(context.store):
        with suppress(InputError):  # too few are left
            learn(context)
            language.refresh(context.segments, job=job)
