"""The example map that the drawing is developed against: rich, valid, hand-made, consistent.

Run as a script it writes `example.journey.json` beside itself; a test fails when that file is stale.
The company is invented. 3,120 journeys of 2,684 customers from January to June 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from desireline.maps import model as m
from desireline.maps.files import to_text

TARGET = Path(__file__).with_name("example.journey.json")
START = datetime(2026, 1, 5, tzinfo=UTC)
END = datetime(2026, 6, 22, 18, 30, 5, 250_000, tzinfo=UTC)
JOURNEYS = 3120
S = m.CellState

STAGES = (
    ("discover", "Discovery", "I look around"),
    ("choose", "Choice", "I choose"),
    ("order", "Order", "I order"),
    ("wait", "Delivery", "I wait"),
    ("receive", "First use", "I set it up"),
    ("help", "Support", "I get help"),
)

# key, stage, title, _channel, measured, reach, feeling (value, half width, n), rating, exit, state
TOUCHPOINTS: tuple[tuple[Any, ...], ...] = (
    ("friends", "discover", "Friends", "word of mouth", False, None, None, None, None, S.UNMEASURED),
    ("search", "discover", "Search", "web", True, 0.71, None, None, 0.09, S.SUPPORTED),
    ("newsletter", "discover", "Newsletter", "email", True, 0.24, (0.21, 0.17, 38), None, 0.04, S.SUPPORTED),
    ("product_page", "choose", "Product page", "web", True, 0.83, (0.34, 0.05, 412), 4.1, 0.11, S.VALIDATED),
    ("stock_check", "choose", "Stock check", "app", True, 0.46, (-0.38, 0.08, 164), 2.6, 0.19, S.SUPPORTED),
    ("store_visit", "choose", "Store visit", "store", False, None, None, None, None, S.UNMEASURED),
    ("reviews", "choose", "Reviews", "web", True, 0.31, (0.12, 0.44, 11), None, 0.05, S.ASSUMPTION),
    ("basket", "order", "Basket", "web", True, 0.58, (0.08, 0.11, 97), None, 0.07, S.SUPPORTED),
    ("checkout", "order", "Checkout", "web", True, 0.52, (0.18, 0.07, 204), 3.9, 0.06, S.STALE),
    ("confirmation", "wait", "Order confirmed", "email", True, 0.5, (0.3, 0.09, 141), None, 0.01, S.SUPPORTED),
    ("tracking", "wait", "Tracking page", "web", True, 0.39, (-0.06, 0.08, 188), 3.3, 0.01, S.CONTRADICTED),
    ("delay_call", "wait", "Call about a delay", "phone", True, 0.12, (-0.44, 0.1, 96), 2.3, 0.03, S.SUPPORTED),
    ("delivered", "receive", "Parcel arrives", "post", True, 0.49, (0.62, 0.04, 655), 4.5, 0.02, S.VALIDATED),
    ("set_up", "receive", "Set-up guide", "app", True, 0.33, (-0.21, 0.09, 133), 2.9, 0.05, S.SUPPORTED),
    ("chat", "help", "Help chat", "chat", True, 0.17, (0.05, 0.12, 88), 3.4, 0.04, S.SUPPORTED),
    ("call_back", "help", "Promised call-back", "phone", True, 0.09, (-0.68, 0.07, 151), 1.9, 0.12, S.VALIDATED),
    ("survey", "help", "Survey", "email", True, 0.15, (0.28, 0.1, 119), 3.8, None, S.SUPPORTED),
    ("complaint", "help", "Complaint", "email", True, None, None, None, None, S.ASSUMPTION),
)  # fmt: skip

QUOTES = {
    "q-stock": ("stock_check", "The app said in stock, the shop said no.", "survey", -0.6, date(2026, 5, 14)),
    "q-wait": ("delay_call", "Third call this week and still nobody knows.", "calls", -0.7, date(2026, 4, 2)),
    "q-arrive": ("delivered", "A day early and beautifully packed.", "survey", 0.9, date(2026, 6, 3)),
    "q-setup": ("set_up", "Step four makes no sense, I gave up.", "tickets", -0.5, date(2026, 3, 19)),
    "q-call": ("call_back", "[name] promised to call on Monday. Silence.", "tickets", -0.8, date(2026, 6, 9)),
    "q-page": ("product_page", "Easy to compare, good photos.", "survey", 0.5, date(2026, 2, 27)),
}  # fmt: skip

RIVER = (
    ("discover", 0.9, 0.1, False),
    ("choose", 0.62, 0.28, True),
    ("order", 0.51, 0.11, True),
    ("wait", 0.48, 0.03, False),
    ("receive", None, None, False),
    ("help", 0.44, 0.04, False),
)

LANES = (
    (m.LaneKind.GOALS, "Goals"), (m.LaneKind.ACTIONS, "What I do"),
    (m.LaneKind.CHANNELS, "Channels"), (m.LaneKind.FEELINGS, "How I feel"),
    (m.LaneKind.THOUGHTS, "What I say"), (m.LaneKind.NEEDS, "Needs"),
    (m.LaneKind.WAITING, "How long I wait"), (m.LaneKind.PAINS, "What hurts"),
    (m.LaneKind.DELIGHTS, "What delights"), (m.LaneKind.DROP_OFF, "Who leaves"),
    (m.LaneKind.METRICS, "Numbers"), (m.LaneKind.OWNERS, "Owners"),
    (m.LaneKind.OPPORTUNITIES, "Opportunities"),
)  # fmt: skip

GOALS = {
    "discover": "Find a lamp that fits my room", "choose": "Be sure that it is the right one",
    "order": "Pay without surprises", "wait": "Know when it comes",
    "receive": "Have light tonight", "help": "Be taken seriously",
}  # fmt: skip
OWNERS = {"choose": "E-commerce", "wait": "Logistics", "help": "Service"}

WAITS = (
    ("search", "product_page", 94, "2 min", False),
    ("product_page", "basket", 10_800, "3 h", False),
    ("checkout", "confirmation", 600, "10 min", True),
    ("confirmation", "delivered", 345_600, "4 days", False),
    ("delivered", "set_up", 7200, "2 h", False),
    ("chat", "call_back", 187_200, "2 days 4 h", False),
)

PAINS = (
    (
        "call_back",
        "Call-backs never come",
        0.41,
        0.33,
        0.49,
        151,
        "41 % not called back",
        "q-call",
    ),
    ("stock_check", "Stock says yes, shop no", 0.27, 0.21, 0.34, 164, "27 % misled", "q-stock"),
    ("delay_call", "I must call to know", 0.12, 0.11, 0.13, 3120, "12 % have to call", "q-wait"),
    ("set_up", "Step four confuses", 0.22, 0.16, 0.3, 133, "22 % stop there", "q-setup"),
)
DELIGHTS = (
    ("delivered", "It comes a day early", 4.5, 4.4, 4.6, 655, "4.5 of 5", "q-arrive"),
    ("product_page", "Easy to compare", 4.1, 4.0, 4.2, 412, "4.1 of 5", "q-page"),
)


def _order(number: int) -> str:
    return f"a{number:x}" if number < 16 else f"b{number - 16:x}"


class Maker:
    """Collects the parts; each value gets its binding, its cell and its evidence."""

    def __init__(self) -> None:
        self.bindings: dict[str, m.Binding] = {}
        self.values: dict[str, m.Value] = {}
        self.cells: dict[str, m.Cell] = {}
        self.states: dict[str, m.CellState] = {}
        self.evidence: dict[str, m.EvidenceRecord] = {}

    def bind(self, insight: str, metric: str, column: str, value: m.Value, **where: Any) -> str:
        """One binding with its answer and evidence."""
        name = f"b-{metric}-{column}" + (f"-{where['target']}" if "target" in where else "")
        self.bindings[name] = m.Binding(id=name, insight=insight, metric=metric, **where)
        evidence = f"e-{insight}"
        self.evidence.setdefault(evidence, _evidence(evidence, insight))
        self.values[name] = value.model_copy(update={"evidence": evidence})
        return name

    def cell(self, lane: m.LaneKind, column: str, state: m.CellState, **parts: Any) -> None:
        """One cell for everybody."""
        name = f"c-{lane.value}-{column}"
        self.cells[name] = m.Cell(id=name, column=column, lane=f"l-{lane.value}", **parts)
        self.states[name] = state


def _evidence(name: str, insight: str) -> m.EvidenceRecord:
    methods = {
        "feeling": "ratings rescaled, words by vader 3.3.2; Student interval, customers as clusters",
        "waits": "exact median and p90; binomial interval of the median",
    }
    return m.EvidenceRecord(
        id=name, insight=insight,
        method=methods.get(insight, "share with Wilson interval, customers as clusters"),
        query=f"q-{insight}-5f2c", recipe="r-77aa01", data_version=12,
        period=m.Period(start=START, end=END),
        sources=["ga4", "zendesk", "calls", "survey", "orders"], n=JOURNEYS,
    )  # fmt: skip


def _share(value: float, n: int, label: str, state: m.CellState, words: str) -> m.Value:
    half = 1.96 * (value * (1 - value) / n) ** 0.5
    return m.Value(
        value=value, low=round(max(value - half, 0), 4), high=round(min(value + half, 1), 4), n=n,
        unit_of_n="journeys", unit="share", state=state, sources=["ga4", "orders"], label=label,
        text=f"{value:.0%}".replace("%", " %"), words=words,
    )  # fmt: skip


def _touchpoint_cells(maker: Maker, row: tuple[Any, ...]) -> m.CurvePoint:
    key, stage, title, _channel, measured, reach, feeling, rating, exit_, state = row
    column = f"tp-{key}"
    where = {"stage": stage, "touchpoint": key}
    if not measured:
        for lane in (m.LaneKind.CHANNELS, m.LaneKind.FEELINGS, m.LaneKind.METRICS):
            maker.cell(lane, column, S.UNMEASURED)
        return m.CurvePoint(column=column, stage=f"st-{stage}", value=None, state=S.UNMEASURED)
    if reach is None:
        hidden = m.Value(value=None, state=S.ASSUMPTION, suppressed=True, label="come here",
                         reason="fewer than 5 customers: not shown")  # fmt: skip
        bound = maker.bind("reach", "reach", column, hidden, **where)
        maker.cell(m.LaneKind.METRICS, column, S.ASSUMPTION, bindings=[bound])
        return m.CurvePoint(column=column, stage=f"st-{stage}", value=None, state=S.ASSUMPTION)
    come = _share(reach, JOURNEYS, "come here", state, f"{reach:.0%} of journeys come to {title}.")
    metrics = [maker.bind("reach", "reach", column, come, **where)]
    maker.cell(m.LaneKind.CHANNELS, column, S.SUPPORTED, bindings=metrics[:1])
    if rating is not None and feeling is not None:
        metrics.append(maker.bind("feeling", "rating", column, m.Value(
            value=rating, low=round(rating - 0.15, 2), high=round(rating + 0.15, 2), n=feeling[2],
            unit_of_n="answers", unit="csat 1-5", state=state, sources=["survey"], label="rating",
            text=f"{rating} of 5", words=f"Customers rate {title} {rating} of 5.",
        ), **where))  # fmt: skip
    maker.cell(m.LaneKind.METRICS, column, state, bindings=metrics)
    if exit_ is not None:
        n = round(reach * JOURNEYS)
        leave = _share(exit_, n, "leave here", S.SUPPORTED, f"{exit_:.0%} leave after {title}.")
        bound = maker.bind("dropoff", "exit", column, leave, **where)
        maker.cell(m.LaneKind.DROP_OFF, column, S.SUPPORTED, bindings=[bound])
    point = m.CurvePoint(column=column, stage=f"st-{stage}", value=None, state=S.UNMEASURED)
    if feeling is not None:
        value, half, n = feeling
        low, high = round(value - half, 3), round(value + half, 3)
        answer = m.Value(
            value=value, low=low, high=high, n=n, unit="feeling", state=state,
            sources=["survey", "zendesk"], label="feeling", text=f"{value:+.2f}".replace("-", "\u2212"),
            words=f"At {title} customers feel {value:+.2f} on a scale from -1 to 1.",
        )  # fmt: skip
        bound = maker.bind("feeling", "feeling", column, answer, **where)
        maker.cell(m.LaneKind.FEELINGS, column, state, bindings=[bound])
        point = m.CurvePoint(column=column, stage=f"st-{stage}", value=value, low=low, high=high,
                             n=n, state=state)  # fmt: skip
    return point


def _stage_cells(maker: Maker, stage: str) -> None:
    column = f"st-{stage}"
    maker.cell(m.LaneKind.GOALS, column, S.ASSUMPTION, words=GOALS[stage], author="workshop")
    maker.cell(m.LaneKind.NEEDS, column, S.ASSUMPTION)
    owner = OWNERS.get(stage)
    maker.cell(m.LaneKind.OWNERS, column, S.ASSUMPTION, words=owner,
               author="workshop" if owner else None)  # fmt: skip
    here = [row for row in TOUCHPOINTS if row[1] == stage]
    keys = {row[0] for row in here}
    maker.cell(m.LaneKind.ACTIONS, column, S.SUPPORTED,
               bindings=[f"b-reach-tp-{row[0]}" for row in here if row[5] is not None])  # fmt: skip
    said = {
        f"k-{name}": m.Card(id=f"k-{name}", order=_order(index), quote=name)
        for index, (name, quote) in enumerate(QUOTES.items()) if quote[0] in keys
    }  # fmt: skip
    maker.cell(m.LaneKind.THOUGHTS, column, S.SUPPORTED if said else S.UNMEASURED, cards=said)
    maker.cell(m.LaneKind.OPPORTUNITIES, column, S.ASSUMPTION)
    for lane, rows in ((m.LaneKind.PAINS, PAINS), (m.LaneKind.DELIGHTS, DELIGHTS)):
        cards = {card.id: card for card in _claims(maker, lane, rows, stage, keys)}
        maker.cell(lane, column, S.SUPPORTED if cards else S.ASSUMPTION, cards=cards)
    waits = [
        maker.bind("waits", "median", f"tp-{source}", m.Value(
            value=float(seconds), low=seconds * 0.9, high=seconds * 1.1, n=420,
            unit_of_n="moves", unit="s", state=S.SUPPORTED, sources=["ga4", "orders"],
            label="fixed rule" if fixed else "typical wait", text=text, fixed_timer=fixed,
            words=f"Between {source} and {target} typically {text} pass.",
        ), stage=stage, touchpoint=source, target=target)
        for source, target, seconds, text, fixed in WAITS if source in keys
    ]  # fmt: skip
    maker.cell(m.LaneKind.WAITING, column, S.SUPPORTED if waits else S.UNMEASURED, bindings=waits)


def _claims(maker: Maker, lane: m.LaneKind, rows: Any, stage: str, keys: set[str]) -> list[m.Card]:
    cards: list[m.Card] = []
    for index, (key, label, value, low, high, n, text, quote) in enumerate(rows):
        if key not in keys:
            continue
        metric = lane.value.rstrip("s")
        answer = m.Value(
            value=value, low=low, high=high, n=n, unit="share" if value < 1 else "csat 1-5",
            verdict="shown", state=S.SUPPORTED, sources=["zendesk", "survey"], label=label,
            text=text, words=f"{label}: {text}.",
        )  # fmt: skip
        bound = maker.bind(lane.value, metric, f"tp-{key}", answer, stage=stage, touchpoint=key)
        name = f"k-{metric}-{key}"
        cards.append(m.Card(id=name, order=_order(index), binding=bound, quote=quote))
    return cards


def _reading(curve: list[m.CurvePoint]) -> m.Reading:
    stages = []
    for key, _, _ in STAGES:
        here = [row for row in TOUCHPOINTS if row[1] == key]
        loudest = sorted(here, key=lambda row: -(row[5] or 0))[:3]
        stages.append(m.ReadingStage(
            stage=f"st-{key}",
            touchpoints=[
                m.ReadingTouchpoint(touchpoint=f"tp-{row[0]}", reach=row[5],
                                    labelled=row in loudest, state=row[9])
                for row in here
            ],
            more=len(here) - len(loudest),
            more_text="more" if len(here) > len(loudest) else None,
            wait_s=345_600 if key == "wait" else 600 if key == "order" else None,
            wait_text="4 days" if key == "wait" else "10 min" if key == "order" else None,
            wait_fixed=key == "order",
        ))  # fmt: skip
    return m.Reading(
        headline="Promised call-backs go with our worst ratings: 1.9 of 5, and 41 % never come.",
        verdict="shown",
        subtitle="Everybody · buying · 3,120 journeys, 42 % heard · January to June 2026",
        curve=curve,
        river=[
            m.RiverPoint(
                stage=f"st-{key}", remaining=left,
                low=None if left is None else round(left - 0.017, 3),
                high=None if left is None else round(left + 0.017, 3),
                n=0 if left is None else JOURNEYS, numbered=numbered, left=gone,
                text=f"{gone:.0%} leave".replace("%", " %") if numbered and gone else None,
                reason=None if left is not None else "nobody says when set-up was given up",
            )
            for key, left, gone, numbered in RIVER
        ],
        river_label="still here",
        callouts=[
            m.Callout(kind="pain", title="Call-backs never come", column="tp-call_back",
                      number="rating 1.9", n=151, quote="q-call", verdict="shown",
                      state=S.VALIDATED,
                      words="Customers who were promised a call rate 1.9 of 5 (1.8 to 2.1), n 151."),
            m.Callout(kind="delight", title="It comes a day early", column="tp-delivered",
                      number="rating 4.5", n=655, quote="q-arrive", verdict="shown",
                      state=S.VALIDATED, words="Arrival is rated 4.5 of 5 (4.4 to 4.7), n 655."),
            m.Callout(kind="moment", title="No single moment decides", column=None, number=None,
                      n=None, verdict="continuum"),
        ],
        stages=stages,
        actions=["act-call", "act-stock", "act-ask"],
        next_measure="Nobody is heard at Search: one question after the visit would show why 9 % leave.",
        story=[
            "Promised call-backs go with our worst ratings: 1.9 of 5, and 41 % never come.",
            "Six stages: I look around, I choose, I order, I wait, I set it up, I get help.",
            "Worst moment: call-backs never come, rating 1.9, 151 customers.",
            "Best moment: it comes a day early, rating 4.5, 655 customers.",
            "No single moment decides.",
        ],
    )  # fmt: skip


def _curves() -> list[m.Curve]:
    """Two personas, one gladder and one thinner than everybody, and what is remembered of three stages."""
    heard = [row for row in TOUCHPOINTS if row[6] is not None]
    personas = (("Compares before buying", 0.14, 2), ("Calls when it is late", -0.2, 9))
    lines = [
        m.Curve(
            id=f"persona-{rank}", kind="persona", title=title, evidence="e-feeling",
            words="Of customers who surely belong to it and said how they felt.",
            points=[
                m.CurvePoint(
                    column=f"tp-{key}", stage=f"st-{stage}", value=round(value + shift, 2),
                    low=round(value + shift - half - 0.06, 2), high=round(value + shift + half + 0.06, 2),
                    n=n // part, state=S.SUPPORTED if n // part >= 30 else S.ASSUMPTION,
                    words=f"\u201c{title}\u201d at {name}: {value + shift:+.2f} (n {n // part} answers).",
                )
                for key, stage, name, *_, (value, half, n), _, _, _ in heard
            ],
        )
        for rank, (title, shift, part) in enumerate(personas, 1)
    ]  # fmt: skip
    kept = {"choose": 0.02, "wait": -0.31, "receive": 0.5, "help": -0.42}
    return [
        m.Curve(
            id="remembered", kind="remembered", title="nps", evidence="e-feeling",
            words="How the journey is remembered in nps, of 612 answers.",
            points=[
                m.CurvePoint(column=f"st-{key}", stage=f"st-{key}", value=kept.get(key), n=612 if key in kept else 0,
                             low=kept[key] - 0.08 if key in kept else None,
                             high=kept[key] + 0.08 if key in kept else None,
                             state=S.SUPPORTED if key in kept else S.UNMEASURED)
                for key, _, _ in STAGES
            ],
        ),
        *lines,
    ]  # fmt: skip


def make() -> m.MapFile:
    """Put the example together."""
    maker = Maker()
    curve = [_touchpoint_cells(maker, row) for row in TOUCHPOINTS]
    for key, _, _ in STAGES:
        _stage_cells(maker, key)
    tracking = maker.cells["c-feelings-tp-tracking"]
    maker.cells[tracking.id] = tracking.model_copy(update={
        "words": "They feel well informed", "author": "workshop", "overruled": True,
        "reviewed": date(2026, 5, 4), "claim": m.Claim(binding=tracking.bindings[0], low=0.2),
    })  # fmt: skip
    document = m.Document(
        id="map-buy", title="Buying at Northlight Home", purpose=m.Reference(id="buy", title="buying"),
        personas=[m.Reference(id=m.EVERYBODY, title="Everybody")],
        period=m.Period(start=START, end=END), generated_sample=True,
        stages={
            f"st-{key}": m.Stage(id=f"st-{key}", order=_order(index), title=title, verb=verb, key=key)
            for index, (key, title, verb) in enumerate(STAGES)
        },
        touchpoints={
            f"tp-{row[0]}": m.Touchpoint(
                id=f"tp-{row[0]}", order=_order(index), stage=f"st-{row[1]}", title=row[2],
                channel=row[3], key=row[0] if row[4] else None, measured=row[4],
            )
            for index, row in enumerate(TOUCHPOINTS)
        },
        lanes={
            f"l-{kind.value}": m.Lane(id=f"l-{kind.value}", order=_order(index), kind=kind, title=title)
            for index, (kind, title) in enumerate(LANES)
        },
        cells=maker.cells, bindings=maker.bindings,
        actions={
            "act-call": m.Action(id="act-call", order="a0", title="Keep every promised call-back",
                                 owner="Service", due=date(2026, 7, 15),
                                 binding="b-pain-tp-call_back"),
            "act-stock": m.Action(id="act-stock", order="a1", title="Show stock per shop, hourly",
                                  binding="b-pain-tp-stock_check"),
            "act-ask": m.Action(id="act-ask", order="a2", title="Ask at \u201cI look around\u201d: why us?",
                                suggested=True, why="Nobody was heard at Search."),
        },
    )  # fmt: skip
    snapshot = m.Snapshot(
        data_version=12, recipe="r-77aa01", newest_event=END,
        coverage=m.Coverage(
            customers=2684, journeys=JOURNEYS, events=41_877,
            heard=_share(0.42, 2684, "heard", S.SUPPORTED, "42 % of customers said or rated anything."),
            sources={"ga4": 28_115, "orders": 6240, "zendesk": 4310, "calls": 1822, "survey": 1390},
            channels={"web": True, "email": True, "app": True, "phone": True, "post": True,
                      "chat": True, "store": False, "word of mouth": False},
        ),
        values=maker.values, cell_states=maker.states,
        quotes={
            name: m.QuoteText(text=text, source=source, touchpoint=key, at=at, feeling=feeling)
            for name, (key, text, source, feeling, at) in QUOTES.items()
        },
        evidence=maker.evidence, suppressed_groups=1,
        notices=["1 touchpoint has fewer than 5 customers and shows no number.",
                 "Nothing measures the store and word of mouth."],
        curves=_curves(), reading=_reading(curve),
    )  # fmt: skip
    return m.MapFile(document=document, snapshot=snapshot)


def text() -> str:
    """The file's exact content."""
    return to_text(make())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
