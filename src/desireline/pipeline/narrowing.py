"""Topics and personas as filters: everything that insights read, of fewer journeys.

In: an opened data version and the name or number of a topic, or the name of a persona.  Out: the same data version with fewer journeys.
The filter works on whole journeys: of a topic those in which customers speak of it, so that what came before and after the words stays
in sight and who is silent is left out; of a persona those of customers who surely belong to it, so that the mixed are in none.
"""

from __future__ import annotations

from dataclasses import replace

from desireline import insights
from desireline.errors import InputError
from desireline.journeys import JourneyData
from desireline.language import Topic, topic_sql

_OF_TOPIC = """
SELECT DISTINCT customer, purpose, journey FROM steps
SEMI JOIN (SELECT event_key FROM utterances WHERE speaker = 'customer' AND list_contains({topics}, ?)) AS said
USING (event_key)
"""
_OF_PERSONA = """
SELECT customer, purpose, journey FROM journeys
SEMI JOIN (SELECT customer FROM persona_of WHERE persona = ?) AS theirs USING (customer)
"""


def of_topic(data: JourneyData, topics: list[Topic], wanted: str) -> tuple[JourneyData, str]:
    """Narrow a data version to one topic; return it with the topic's name.

    Raises:
        InputError: there is no such topic.
    """
    name = _name(topics, wanted)
    sql = _OF_TOPIC.format(topics=topic_sql(topics, "meaning"))
    return _narrowed(data, sql, name, said=f"topic {name}"), name


def of_persona(data: JourneyData, wanted: str) -> tuple[JourneyData, str]:
    """Narrow a data version whose personas are known to one of them; return it with the persona's name.

    Raises:
        InputError: there is no such persona.
    """
    names = insights.offer_personas(data)
    folded = [name.casefold() for name in names]
    if len(names) < 2 or wanted.strip().casefold() not in folded:
        raise InputError(
            f"There is no persona {wanted!r}.",
            hint=f"The personas are: {'; '.join(names)}."
            if len(names) > 1
            else "These data hold one way to choose: the map of everybody is its map.",
            code="personas.unknown",
        )
    number = folded.index(wanted.strip().casefold())
    name = names[number]
    return _narrowed(data, _OF_PERSONA, number, said=f"persona {name}"), name


def _narrowed(data: JourneyData, sql: str, chosen: object, *, said: str) -> JourneyData:
    """Keep the journeys that a query names by customer, purpose and journey."""
    data.engine.execute(f"CREATE OR REPLACE TEMP TABLE chosen_journeys AS {sql}", [chosen])
    for view in ("steps", "journeys"):
        data.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE chosen_{view} AS "
            f"SELECT * FROM {view} SEMI JOIN chosen_journeys USING (customer, purpose, journey)"
        )
        data.engine.view(view, f"SELECT * FROM chosen_{view}")
    return replace(data, recipe_fingerprint=f"{data.recipe_fingerprint} {said}")


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
