"""Topics as a filter: everything that insights read, of the journeys in which customers speak of one topic.

In: an opened data version and the name or number of a topic.  Out: the same data version with fewer journeys. The filter works on whole
journeys, so that what came before and after the words stays in sight; who is silent is left out, and the numbers speak of
those who spoke.
"""

from __future__ import annotations

from dataclasses import replace

from desireline.errors import InputError
from desireline.journeys import JourneyData
from desireline.language import Topic, topic_sql

_OF_TOPIC = """
CREATE OR REPLACE TEMP TABLE topic_journeys AS
SELECT DISTINCT customer, purpose, journey FROM steps
SEMI JOIN (SELECT event_key FROM utterances WHERE speaker = 'customer' AND list_contains({topics}, ?)) AS said
USING (event_key)
"""


def of_topic(data: JourneyData, topics: list[Topic], wanted: str) -> tuple[JourneyData, str]:
    """Narrow a data version to one topic; return it with the topic's name.

    Raises:
        InputError: there is no such topic.
    """
    name = _name(topics, wanted)
    data.engine.execute(_OF_TOPIC.format(topics=topic_sql(topics, "meaning")), [name])
    for view in ("steps", "journeys"):
        data.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE topic_{view} AS "
            f"SELECT * FROM {view} SEMI JOIN topic_journeys USING (customer, purpose, journey)"
        )
        data.engine.view(view, f"SELECT * FROM topic_{view}")
    fingerprint = f"{data.recipe_fingerprint} topic {name}"
    return replace(data, recipe_fingerprint=fingerprint), name


def _name(topics: list[Topic], wanted: str) -> str:
    names = {topic.id: topic.name for topic in topics}
    for topic in topics:
        if wanted.strip().casefold() in {topic.name.casefold(), str(topic.id)}:
            return names[topic.merged_into or topic.id]
    listed = "; ".join(f"{topic.id} {topic.name}" for topic in topics if not topic.merged_into)
    raise InputError(
        f"There is no topic {wanted!r}.",
        hint=f"The topics are: {listed}." if listed else "No topics yet: they need 40 texts.",
        code="topics.unknown",
    )
