"""SQL that cuts a customer's events into journeys and steps.

In: a table of coded events, sorted by customer and time.  Out: SELECTs of rows of `steps` and of
`journeys`, in the order of the contract. Everything is empty-window functions over sorted rows, which
stream: no hashing, no sorting of what is sorted already. Under such a window only a plain scan may
stand (a join there loses the order without an error), so joins are done before, when coding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.engines import quote
from desireline.journeys import labels
from desireline.journeys.labels import same_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.journeys.plan import Plan, PlannedPurpose
    from desireline.tables import Table

ORDER = f"customer, at_us, day_hint, source_line, {labels.HINT}, event_key"
"""Events of the same time: dates without time by stage; else by line; else by stage."""
BY_TIME = "customer, at_us"
"""The same order where no two events of a customer share a time."""
_OPEN = f"(customer::HUGEINT * {1 << 63} + until_us)"
"""How long what is under way holds a customer's journey: the largest so far is of the same customer, as rows are sorted."""
_RUNNING = "OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"


def coded_sql(log: str, plan: Plan, *, ids: str, feelings: bool) -> str:
    """SELECT of coded events, unsorted.

    Needs the table `ids` names (subject, customer), `labels` (from labels.table) and, where
    `feelings`, `feelings(event_key, feeling_milli)`. Events that belong to no purpose are left out here:
    bookkeeping between two visits must not join them into one journey.
    """
    objects = "".join(
        f", {_objects(types)} AS objects_{i}" for i, types in enumerate(plan.follows)
    )
    felt = "coalesce({rating}, f.feeling_milli)" if feelings else "{rating}"
    join = "LEFT JOIN feelings f ON e.event_key = f.event_key" if feelings else ""
    return f"""
        SELECT i.customer, epoch_us(e."at") AS at_us,
            CASE WHEN e.date_only THEN {labels.HINT} ELSE 0 END AS day_hint,
            coalesce(e.source_line, 0) AS source_line, l.packed{_of_label(plan)},
            CASE WHEN e.wait_s >= 0 THEN e.wait_s END::UINTEGER AS queue_s,
            {felt.format(rating=_rating_as_feeling())}::SMALLINT AS feeling_milli,
            {_rating_code(plan)}::UTINYINT AS rating_kind,
            CASE WHEN {_on_scale()} THEN (e.rating * 1000)::INTEGER END AS rating_milli,
            {_value(plan)} AS value_e4, e.event_key{_order_of_money(plan)}{_of_record(plan)}{objects}
        FROM {log} e JOIN {ids} i ON e.subject = i.subject
        JOIN labels l ON {same_label("e", "l")} AND l.belongs <> 0 {join}"""


def _of_label(plan: Plan) -> str:
    """Further columns of the label, where some purpose asks for them."""
    columns: list[str] = []
    if plan.partial:
        columns.append("l.belongs")
    if any(plan.tells(p) or p.cut_rule for p in plan.purposes):
        columns += ["l.state", "l.outcome_code AS outcome", "l.tells", "l.ends", "l.loses"]
    if any(p.start_rule for p in plan.purposes):
        columns.append("l.starts")
    if plan.contexts:
        columns += ["l.border", "l.packed_later"]
    return "".join(f", {column}" for column in columns)


def _of_record(plan: Plan) -> str:
    """Which record an event is of and how long that may hold its journey together, where some purpose asks."""
    if not plan.holds:
        return ""
    reaches = " ".join(f"WHEN '{_text(source)}' THEN {us}" for source, us in plan.holds.items())
    held = f"CASE WHEN e.record IS NOT NULL AND e.outcome IS DISTINCT FROM 'lost' THEN CASE e.source {reaches} END END"
    return f", {held} AS reach_us, hash(e.source, e.record) AS of_record"


def _objects(types: Sequence[str]) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in types)
    return f"list_filter(e.object_ids, lambda o: split_part(o, ':', 1) IN ({kinds}))"


def _on_scale() -> str:
    """An answer outside its scale (0 or 6 of five) means `not applicable`: no rating."""
    low, high = "least(e.rating_low, e.rating_high)", "greatest(e.rating_low, e.rating_high)"
    return f"""(e.rating IS NOT NULL AND e.rating_kind IS NOT NULL
        AND e.rating_low <> e.rating_high AND e.rating BETWEEN {low} AND {high})"""


def _rating_as_feeling() -> str:
    """Worst end -1000, best end 1000, whichever of the two is the larger number."""
    return f"""CASE WHEN {_on_scale()} THEN round(
        2000 * (e.rating - e.rating_low)::DOUBLE / (e.rating_high - e.rating_low)::DOUBLE - 1000) END"""


def _rating_code(plan: Plan) -> str:
    if not plan.rating_kinds:
        return "NULL"
    cases = " ".join(
        f"WHEN e.rating_kind = '{_text(r.kind)}' AND e.rating_low = {r.low!r}::DECIMAL(9,3)"
        f" AND e.rating_high = {r.high!r}::DECIMAL(9,3) THEN {r.code}"
        for r in plan.rating_kinds
    )
    return f"CASE WHEN {_on_scale()} THEN CASE {cases} END END"


def _value(plan: Plan) -> str:
    """Money counts in one currency; amounts in another are not added up."""
    amount = "(e.value * 10000)::BIGINT"
    if plan.currency is None:
        return f"CASE WHEN e.currency IS NULL THEN {amount} END"
    return (
        f"CASE WHEN e.currency IS NULL OR e.currency = '{_text(plan.currency)}' THEN {amount} END"
    )


def _order_of_money(plan: Plan) -> str:
    """Whose money it is and who says so, where several sources state the money of orders."""
    if not plan.money_sources:
        return ""
    return f", {_MONEY_OF} AS money_of, {_money_rank(plan)} AS money_rank"


_MONEY_OF = """CASE WHEN e.value > 0
    THEN list_filter(e.object_ids, lambda o: starts_with(o, 'order:'))[1] END"""


def _money_rank(plan: Plan) -> str:
    ranks = " ".join(
        f"WHEN '{_text(source)}' THEN {rank}" for rank, source in enumerate(plan.money_sources)
    )
    return f"(CASE e.source {ranks} ELSE 255 END)::UTINYINT"


def order_money_sql(log: str, plan: Plan) -> str:
    """SELECT of every order with money, and the rank of the source that is believed about it."""
    return f"""
        SELECT {_MONEY_OF} AS money_of, min({_money_rank(plan)}) AS best_rank FROM {log} e
        WHERE e.value > 0 AND {_value(plan)} IS NOT NULL AND {_MONEY_OF} IS NOT NULL GROUP BY ALL"""


def sharing_sql(log: str, ids: str) -> str:
    """SELECT of the customers who share an order's money with those in `touched`: usually themselves."""
    return f"""
        WITH stated AS (
            SELECT i.customer, {_MONEY_OF} AS money_of FROM {log} e JOIN {ids} i USING (subject)
            WHERE e.value > 0)
        SELECT DISTINCT customer FROM stated SEMI JOIN (
            SELECT money_of FROM stated SEMI JOIN touched USING (customer)
            WHERE money_of IS NOT NULL) USING (money_of)
        ANTI JOIN touched USING (customer)"""


def once_sql(coded: str, plan: Plan) -> str:
    """SELECT of coded events in which the money of an order is stated by one source only.

    By the one that knows most orders, of those that state this one. All its rows count: an order may be
    stated line by line. What is paid back (below zero) is never left out. Needs the table `order_money`,
    of all customers: a tracker may take the buyer for somebody else.
    """
    if not plan.money_sources:
        return coded
    return f"""
        SELECT told.* EXCLUDE (money_of, money_rank)
            REPLACE (CASE WHEN money_rank > best_rank THEN NULL ELSE value_e4 END AS value_e4)
        FROM ({coded}) told LEFT JOIN order_money ON told.money_of = order_money.money_of"""


def in_context_sql(coded: str, plan: Plan, *, order: str = ORDER) -> str:
    """SELECT of coded events in order, those that are another touchpoint after the border told as that one."""
    if plan.holds:
        coded = _held_sql(coded)
    ordered = f"SELECT * FROM ({coded}) ORDER BY {order}"
    if not plan.contexts:
        return ordered
    return f"""
        SELECT * EXCLUDE (border, packed_later, since_us)
            REPLACE (CASE WHEN at_us > since_us THEN coalesce(packed_later, packed) ELSE packed END AS packed)
        FROM (SELECT *, min(CASE WHEN border THEN at_us END) OVER (PARTITION BY customer) AS since_us FROM ({coded}))
        ORDER BY {order}"""


def _held_sql(coded: str) -> str:
    """SELECT of coded events with `until_us`: the last step of their record, where that is no further than its reach."""
    ended = "max(CASE WHEN reach_us IS NOT NULL THEN at_us END) OVER (PARTITION BY customer, of_record)"
    return f"""
        SELECT * EXCLUDE (of_record, reach_us, ended_us),
            CASE WHEN ended_us - at_us <= reach_us THEN ended_us ELSE at_us END AS until_us
        FROM (SELECT *, {ended} AS ended_us FROM ({coded}))"""


def _text(value: str) -> str:
    return value.replace("'", "''")


def stream_sql(coded: str, purpose: PlannedPurpose, plan: Plan) -> str:
    """SELECT of one purpose's events in the order of its journeys, with their `object`.

    An event of several objects (a parcel with two orders) is a step in each of their journeys. Where
    objects are followed, the rows must be stored before the next SELECT reads them: it needs the order.
    """
    belongs = f"(belongs & {purpose.bit}) <> 0" if plan.partial else "true"
    if not purpose.follow:
        return f"SELECT *, NULL::VARCHAR AS object FROM {coded} WHERE {belongs}"
    column = f"objects_{plan.follows.index(purpose.follow)}"
    return f"""
        SELECT * EXCLUDE (begins, place) FROM (
            SELECT *, min(place) OVER (PARTITION BY customer, object) AS begins FROM (
                SELECT *, unnest({column}) AS object
                FROM (SELECT *, row_number() OVER () AS place FROM {coded}) WHERE {belongs}))
        ORDER BY customer, begins, object, place"""


def numbered_sql(stream: str, purpose: PlannedPurpose) -> str:
    """SELECT of a stream with `journey` (per customer, from 0) and `serial` (over all customers).

    Args:
        stream: what `stream_sql` gave, as something to say FROM.
        purpose: how to cut.
    """
    if purpose.follow:
        cut = "object IS DISTINCT FROM lag(object) OVER ()"
    else:
        cut = f"at_us - lag(at_us) OVER () > {purpose.gap_us}"
        if purpose.holds:
            stream = f"(SELECT *, max({_OPEN}) {_RUNNING} AS open FROM {stream})"
            cut += f" AND lag(open) OVER () < {_OPEN.replace('until_us', 'at_us')}"
        if purpose.cut_rule:
            cut += f" OR lag((ends | loses) & {purpose.bit}) OVER () <> 0"
    first = "customer IS DISTINCT FROM lag(customer) OVER ()"
    marked = f"SELECT *, {first} AS first, ({first}) OR ({cut}) AS new FROM {stream}"
    counted = f"SELECT *, sum(new::BIGINT) {_RUNNING} AS serial FROM ({marked})"
    begun = f"""SELECT *, max(CASE WHEN first THEN serial END) {_RUNNING} AS first_serial
        {_started(purpose)} FROM ({counted})"""
    if purpose.start_rule:
        begun = f"""SELECT * FROM (
            SELECT *, max(CASE WHEN new THEN started - starting END) {_RUNNING} AS started_before
            FROM ({begun})) WHERE started > started_before"""
    return f"SELECT *, (serial - first_serial)::UINTEGER AS journey FROM ({begun})"


def _started(purpose: PlannedPurpose) -> str:
    if not purpose.start_rule:
        return ""
    starting = f"(starts & {purpose.bit} <> 0)::BIGINT"
    return f", {starting} AS starting, sum({starting}) {_RUNNING} AS started"


def steps_sql(numbered: str, purpose: PlannedPurpose, *, generation: int) -> str:
    """SELECT of rows of `steps` (with their generation) from a table that `numbered_sql` made."""
    same = "lead(serial) OVER () = serial"
    return f"""
        SELECT customer, {purpose.code}::UTINYINT AS purpose, journey,
            (place - max(CASE WHEN new_serial THEN place END) {_RUNNING})::UINTEGER AS step_no,
            at_us, {labels.TOUCHPOINT} AS touchpoint, {labels.STAGE} AS stage,
            {labels.CHANNEL} AS channel, {labels.ACTOR} AS actor,
            CASE WHEN {same} THEN (lead(packed) OVER () & 65535)::USMALLINT END AS next_touchpoint,
            CASE WHEN {same} THEN lead(at_us) OVER () - at_us END AS wait_us,
            queue_s, feeling_milli, rating_kind, rating_milli, value_e4, event_key,
            {generation}::UTINYINT AS generation
        FROM (SELECT *, row_number() OVER () AS place,
                serial IS DISTINCT FROM lag(serial) OVER () AS new_serial
            FROM {numbered} WHERE NOT {labels.STATED})"""


def journeys_sql(
    numbered: str | None, steps: str, purpose: PlannedPurpose, *, generation: int
) -> str:
    """SELECT of rows of `journeys`, as they are stored.

    State 2 here means: no end seen; silence decides when reading, so that a journey nobody touches
    needs no new row when time passes. A journey of which only the outcome is known has no steps. The
    128 bits of a variant are two columns: Parquet has no such integer and would round it.

    Args:
        numbered: what `numbered_sql` gave; None where events tell nothing of the end.
        steps: the purpose's rows of `steps`.
        purpose: whose journeys.
        generation: 0 base, 1 overlay.
    """
    final = ", ".join(map(str, purpose.final)) or "-1"
    walked = f"""
        SELECT customer, journey, min(at_us) AS start_us, max(at_us) AS end_us, count(*) AS steps,
            sum(value_e4)::BIGINT AS value_e4,
            bool_or(next_touchpoint IS NULL AND touchpoint IN ({final})) AS finished,
            bit_xor(hash(step_no, touchpoint)) AS high, bit_xor(hash(touchpoint, step_no, 1)) AS low
        FROM {steps} GROUP BY customer, journey"""
    ended = "" if numbered is None else _ended_sql(numbered, purpose)
    join = f"FULL JOIN ({ended}) e" if ended else f"LEFT JOIN ({_NOTHING_TOLD}) e"
    return f"""
        SELECT coalesce(w.customer, e.customer) AS customer, {purpose.code}::UTINYINT AS purpose,
            coalesce(w.journey, e.journey) AS journey, e.object AS object_id,
            coalesce(start_us, told_us) AS start_us, coalesce(end_us, told_us) AS end_us,
            coalesce(steps, 0)::UINTEGER AS steps,
            coalesce(e.state, CASE WHEN finished THEN 0 ELSE 2 END)::UTINYINT AS state,
            e.outcome, value_e4, coalesce(high, 0) AS variant_high, coalesce(low, 0) AS variant_low,
            {generation}::UTINYINT AS generation
        FROM ({walked}) w {join} ON w.customer = e.customer AND w.journey = e.journey"""


_NOTHING_TOLD = """SELECT NULL::UINTEGER AS customer, NULL::UINTEGER AS journey,
    NULL::VARCHAR AS object, NULL::BIGINT AS told_us, NULL::UTINYINT AS state,
    NULL::USMALLINT AS outcome WHERE false"""


def _ended_sql(numbered: str, purpose: PlannedPurpose) -> str:
    """SELECT of what events tell of their journey's end: the last word counts."""
    bit = purpose.bit
    return f"""
        SELECT customer, journey, any_value(object) AS object, max(at_us) AS told_us,
            arg_max(CASE WHEN ends & {bit} <> 0 THEN 0 WHEN loses & {bit} <> 0 THEN 1
                ELSE state END, place) FILTER (ending) AS state,
            arg_max(outcome, place) FILTER (telling AND outcome IS NOT NULL) AS outcome
        FROM (SELECT *, row_number() OVER () AS place, tells & {bit} <> 0 AS telling,
                (tells & {bit} <> 0 AND state IS NOT NULL) OR (ends | loses) & {bit} <> 0 AS ending
            FROM {numbered})
        {_where_told(purpose)} GROUP BY customer, journey"""


def _where_told(purpose: PlannedPurpose) -> str:
    """Only rows that say something about the end are looked at, unless the object is wanted."""
    return (
        ""
        if purpose.follow
        else f"WHERE ending OR (telling AND ({labels.STATED} OR outcome IS NOT NULL))"
    )


def columns_of(table: Table) -> str:
    """The columns of a table of the contract, quoted."""
    return ", ".join(quote(name) for name in table.names)
