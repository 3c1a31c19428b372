"""Event logs for the speed benchmark: seeded, skewed as real ones are, in time order as logs arrive.

In: a number of events and a seed.  Out: `base.parquet` and `day.parquet` (the newest 0.3 % of the
events: one more day), and on request the same rows as CSV. Sixteen columns; 60 touchpoints from a
skewed Markov chain, 8 channels, one customer for twelve events (half of them have six or fewer, one
in a hundred has 88 or more). numpy only: customers advance together, one step of the chain at a time.

    python benchmarks/speed/generate.py 1M -o FOLDER [--csv] [--seed 7]
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq
from numpy.typing import NDArray

TOUCHPOINTS = 60
EVENTS_PER_CUSTOMER = 12
DAY_SHARE = 0.003
YEAR_US = 365 * 86_400_000_000
START_US = 1_735_689_600_000_000  # 2025-01-01
CHUNK = 1_000_000

KINDS = (
    "ad",
    "home",
    "search",
    "product",
    "cart",
    "checkout",
    "order",
    "parcel",
    "ticket",
    "call",
)
CHANNELS = ("web", "app", "email", "phone", "chat", "store", "social", "survey")
COUNTRIES = ("DE", "FR", "IT", "ES", "NL", "PL", "GB", "US", "AT", "CH", "BE", "SE")
WORDS = [
    "the",
    "app",
    "was",
    "slow",
    "but",
    "agent",
    "kind",
    "order",
    "late",
    "refund",
    "please",
    "love",
    "price",
    "broken",
    "page",
    "again",
    "easy",
    "never",
    "help",
    "thanks",
    "login",
    "fast",
    "wrong",
    "size",
]


@dataclass(frozen=True, slots=True)
class Log:
    """The narrow columns of a log, in time order."""

    customer: NDArray[np.int32]
    at_us: NDArray[np.int64]
    touchpoint: NDArray[np.int8]
    customers: int


def size_of(words: str) -> int:
    """Read `1M`, `500k` or a plain number."""
    units = {"k": 1_000, "m": 1_000_000}
    return int(float(words[:-1]) * units[words[-1].lower()]) if words[-1].isalpha() else int(words)


def simulate(events: int, seed: int) -> Log:
    """Walk every customer through the chain; one pass of the loop is one step of everybody left."""
    rng = np.random.default_rng(seed)
    customers = max(events // EVENTS_PER_CUSTOMER, 1)
    counts = _counts(rng, events, customers)
    chain = _chain(rng)
    first = np.cumsum(counts) - counts
    touchpoint = np.empty(events, np.int8)
    at_us = np.empty(events, np.int64)
    active = np.arange(customers)
    state = _draw(
        rng, np.broadcast_to(_popularity(rng), (1, TOUCHPOINTS)), np.zeros(customers, int)
    )
    now = START_US + rng.integers(0, YEAR_US, customers)
    step = 0
    while len(active):
        place = first[active] + step
        touchpoint[place], at_us[place] = state, now
        step += 1
        going = counts[active] > step
        active, state, now = active[going], state[going], now[going]
        state = _draw(rng, chain, state)
        now = now + _gaps(rng, len(active))
    at_us = START_US + (at_us - START_US) % YEAR_US  # as busy on the last day as on the first
    customer = np.repeat(rng.permutation(customers).astype(np.int32), counts)
    order = np.argsort(at_us, kind="stable")
    return Log(customer[order], at_us[order], touchpoint[order], customers)


def _counts(rng: np.random.Generator, events: int, customers: int) -> NDArray[np.int64]:
    """Lognormal events per customer, at least one, exactly `events` in all."""
    raw = rng.lognormal(1.75, 1.17, customers)
    counts = np.maximum((raw * (events / raw.sum())).astype(np.int64), 1)
    while (missing := events - int(counts.sum())) != 0:
        chosen = rng.integers(0, customers, abs(missing))
        if missing < 0:
            chosen = np.unique(chosen[counts[chosen] > 1])
        np.add.at(counts, chosen, 1 if missing > 0 else -1)
    return counts


def _popularity(rng: np.random.Generator) -> NDArray[np.float64]:
    weight = 1 / np.arange(1, TOUCHPOINTS + 1) ** 1.1
    return np.cumsum(rng.permutation(weight) / weight.sum())


def _chain(rng: np.random.Generator) -> NDArray[np.float64]:
    """Cumulative transition rows: each touchpoint has a few likely successors and a long tail."""
    rows = rng.dirichlet(np.full(TOUCHPOINTS, 0.08), TOUCHPOINTS)
    tail = 1 / np.arange(1, TOUCHPOINTS + 1) ** 1.1
    rows = 0.9 * rows + 0.1 * tail / tail.sum()
    return np.cumsum(rows / rows.sum(axis=1, keepdims=True), axis=1)


def _draw(
    rng: np.random.Generator, cumulative: NDArray[np.float64], state: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Draw the next touchpoint of each customer: one search in all rows laid end to end."""
    flat = (cumulative + np.arange(len(cumulative))[:, None]).ravel()
    drawn = np.searchsorted(flat, state + rng.random(len(state)) * (1 - 1e-9), side="right")
    return np.minimum(drawn - state * TOUCHPOINTS, TOUCHPOINTS - 1)


def _gaps(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Minutes inside a visit, days between visits, now and then months."""
    kind = rng.random(n)
    median_s = np.select([kind < 0.72, kind < 0.97], [90.0, 3 * 86_400.0], 60 * 86_400.0)
    return (median_s * rng.lognormal(0, 1.0, n) * 1e6).astype(np.int64) // 1000 * 1000


def table(log: Log, start: int, end: int, seed: int) -> pa.Table:
    """All sixteen columns of some rows of a log; the same whichever way the log is cut in chunks."""
    rng = np.random.default_rng((seed, start))
    n = end - start
    customer, step = log.customer[start:end], log.touchpoint[start:end]
    names = [f"{KINDS[i % len(KINDS)]}_{i:02d}" for i in range(TOUCHPOINTS)]
    home = np.random.default_rng(seed).integers(0, len(CHANNELS), TOUCHPOINTS)
    channel = np.where(rng.random(n) < 0.8, home[step], rng.integers(0, len(CHANNELS), n))
    sentences = _sentences(seed)
    campaign = np.minimum(199, rng.geometric(0.03, n))
    columns: dict[str, pa.Array] = {
        "event_id": pa.array(np.arange(start, end)),
        "customer_id": _customer_ids(customer),
        "ts": pa.array(log.at_us[start:end], pa.timestamp("us")),
        "touchpoint": _pick(names, step),
        "channel": _pick(CHANNELS, channel),
        "rating": pa.array(rng.integers(1, 6, n).astype(np.float32), mask=rng.random(n) > 0.12),
        "text": pa.array(
            sentences[rng.integers(0, len(sentences), n)], pa.string(), mask=rng.random(n) > 0.05
        ),
        "country": _pick(COUNTRIES, customer % len(COUNTRIES)),
        "device": _pick(("desktop", "mobile", "tablet"), rng.integers(0, 3, n)),
        "campaign": _pick([f"camp_{i:03d}" for i in range(200)], campaign),
        "url": _pick([f"/p/{i:05d}/item" for i in range(20_000)], rng.integers(0, 20_000, n)),
        "amount": pa.array(np.round(rng.gamma(2, 30, n), 2), mask=rng.random(n) > 0.1),
        "agent_id": pa.array(rng.integers(0, 500, n).astype(np.int32), mask=rng.random(n) > 0.15),
        "lang": _pick(COUNTRIES[:8], (customer // 7) % 8),
        "is_new": pa.array(rng.random(n) < 0.2),
        "score": pa.array(rng.random(n)),
    }
    return pa.table(columns)


def _customer_ids(customer: NDArray[np.int32]) -> pa.Array:
    digits = pc.utf8_lpad(pa.array(customer).cast(pa.string()), 9, padding="0")
    return pc.binary_join_element_wise(pa.scalar("C"), digits, "")


def _pick(names: tuple[str, ...] | list[str], codes: NDArray[np.generic]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), list(names)).cast(
        pa.string()
    )


def _sentences(seed: int) -> NDArray[np.object_]:
    rng = np.random.default_rng(seed + 1)
    return np.array(
        [" ".join(rng.choice(WORDS, rng.integers(4, 18))) for _ in range(5_000)], dtype=object
    )


def write(events: int, folder: Path, *, seed: int = 7, csv: bool = False) -> None:
    """Write the log; nothing when it is there already."""
    done = folder / "done"
    wanted = f"{events} {seed} 3"
    if (
        done.exists()
        and done.read_text() == wanted
        and (not csv or (folder / "base.csv").exists())
    ):
        return
    folder.mkdir(parents=True, exist_ok=True)
    done.unlink(missing_ok=True)
    log = simulate(events, seed)
    cut = events - round(events * DAY_SHARE)
    for name, low, high in (("base", 0, cut), ("day", cut, events)):
        _write(log, folder / name, low, high, seed=seed, csv=csv)
    done.write_text(wanted)


def _write(log: Log, path: Path, low: int, high: int, *, seed: int, csv: bool) -> None:
    chunks = (
        table(log, start, min(start + CHUNK, high), seed) for start in range(low, high, CHUNK)
    )
    first = next(chunks)
    parquet = pq.ParquetWriter(
        path.with_suffix(".parquet"), first.schema, compression="zstd", compression_level=1
    )
    text = pv.CSVWriter(path.with_suffix(".csv"), first.schema) if csv else None
    for chunk in itertools.chain([first], chunks):
        parquet.write_table(chunk, row_group_size=245_760)
        if text is not None:
            text.write_table(chunk)
    parquet.close()
    if text is not None:
        text.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("events", type=size_of, help="1M, 10M, 100M")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--csv", action="store_true")
    options = parser.parse_args()
    write(options.events, options.output, seed=options.seed, csv=options.csv)


if __name__ == "__main__":
    main()
