// Maps made up from a seed, for properties that must hold for every map: long words, empty stages,
// holes in the data, one touchpoint or forty.
import type { CellState, CurvePoint, MapFile, Value } from "../src/generated/map";

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const STATES: CellState[] = ["supported", "validated", "assumption", "contradicted", "stale", "unmeasured"];
const TITLES = [
  "Search", "Product page", "Kundendienstmitarbeiterin", "Call about a delay", "App", "Self-service returns portal for business customers",
  "Подтверждение заказа", "Επιστροφή", "Basket", "E-mail", "Order confirmed <b>&\"now\"", "Pay",
];
const VERBS = ["I choose", "I look around and compare what others have said", "I pay", "I wait", "It arrives", "I get help", "I tell others"];
const QUOTES = [
  "Three weeks, and nobody says a word.",
  "I called four times, was transferred twice, explained everything again to [name], and in the end the parcel stood in the wrong shop for another nine days.",
  "ok",
];

/** A valid map file with `stages` stages, otherwise random. */
export function makeMap(seed: number, stages?: number): MapFile {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const maybe = <T>(chance: number, value: () => T): T | null => (next() < chance ? value() : null);
  const stageCount = stages ?? 1 + Math.floor(next() * 7);
  const file = emptyMap(next() < 0.5 ? pick(TITLES) : "Buying at a company with quite a long name, everywhere");
  const { document, snapshot } = file;
  const { reading } = snapshot;
  document.generated_sample = next() < 0.5;
  reading.headline = pick([
    "Not enough evidence yet: measure delivery next.",
    "Late delivery goes with our worst ratings: 9.5 % of orders come late and score 2.2, not 4.3.",
    "Late delivery goes with our worst ratings in every region that we looked at, for every carrier, and for new and returning customers alike: 9.5 % of orders come late and score 2.2, not 4.3.",
  ]);
  reading.verdict = pick(["shown", "suggested", "unknown"] as const);
  let still = 1;
  for (let i = 0; i < stageCount; i++) {
    const stage = `s${i}`;
    document.stages[stage] = { id: stage, order: `a${i}`, title: pick(TITLES), verb: pick(VERBS), key: stage, pinned: false };
    const count = Math.floor(next() * 6) + (i === 0 ? 1 : 0);
    const touchpoints = Array.from({ length: count }, (_, j) => `t${i}-${j}`);
    touchpoints.forEach((id, j) => {
      document.touchpoints[id] = { id, order: `${i}${j}`, stage, title: pick(TITLES), channel: pick(["web", "email", "phone", "store", "pigeon post", "app"]), key: id, owner: null, measured: next() < 0.85 };
      reading.curve.push(makePoint(id, stage, next, pick(STATES)));
    });
    still *= 1 - next() * 0.3;
    const remaining = maybe(0.8, () => still);
    reading.river.push({ stage, remaining, low: remaining, high: remaining, n: 900, numbered: i < 2, left: maybe(0.8, () => 0.12), text: i < 2 ? "12 % leave" : null, reason: null });
    reading.stages.push({
      stage,
      touchpoints: touchpoints.map((touchpoint, j) => ({ touchpoint, reach: maybe(0.8, next), labelled: j < 3, state: pick(STATES) })),
      more: Math.max(0, count - 3),
      more_text: count > 3 ? "more" : null,
      wait_s: maybe(0.5, () => next() ** 4 * 9_000_000),
      wait_text: "3 days",
      wait_fixed: next() < 0.3,
    });
  }
  addCallouts(file, next, pick);
  addCurves(file, next, pick);
  addLanes(file, next, pick);
  return file;
}

function makePoint(column: string, stage: string, next: () => number, state: CellState): CurvePoint {
  if (next() < 0.25) return { column, stage, value: null, low: null, high: null, n: 0, state: "unmeasured", words: null };
  const value = next() * 1.9 - 0.95;
  const spread = next() * 0.4;
  return { column, stage, value, low: Math.max(-1, value - spread), high: Math.min(1, value + spread), n: Math.floor(next() * 5000) + 5, state, words: null };
}

function addCallouts(file: MapFile, next: () => number, pick: <T>(items: readonly T[]) => T): void {
  const { reading, quotes } = file.snapshot;
  const columns = reading.curve.map((point) => point.column);
  for (const kind of ["pain", "delight", "moment"] as const) {
    if (next() < 0.2) continue;
    const quote = next() < 0.7 ? `q-${kind}` : null;
    if (quote) quotes[quote] = { text: pick(QUOTES), source: "survey", touchpoint: pick(columns), at: "2026-03-04", feeling: 0.2 };
    const isContinuum = kind === "moment" && next() < 0.5;
    reading.callouts.push({
      kind, title: pick(["It turns", "After three days late it turns", "Call-backs never come"]), column: isContinuum ? null : pick(columns),
      number: next() < 0.8 ? "score 2.2" : null, n: next() < 0.8 ? 266 : null, quote: isContinuum ? null : quote,
      verdict: isContinuum ? "continuum" : pick(["shown", "suggested"] as const), state: pick(["supported", "validated", "stale"] as const), words: null, level: next() < 0.3 ? next() * 2 - 1 : null,
    });
  }
  const count = Math.floor(next() * 4);
  for (let i = 0; i < count; i++) {
    file.document.actions[`a${i}`] = { id: `a${i}`, order: `a${i}`, title: pick(["Tell them before the date slips", "Ask", "Move the northern regions to the faster carrier and tell the shops about it in time"]), owner: next() < 0.5 ? "Operations" : null, due: next() < 0.5 ? "2026-05-15" : null, binding: null, suggested: next() < 0.5, why: null };
    reading.actions.push(`a${i}`);
  }
}

function addCurves(file: MapFile, next: () => number, pick: <T>(items: readonly T[]) => T): void {
  const { document, snapshot } = file;
  const alongStages = () => Object.keys(document.stages).map((stage) => makePoint(stage, stage, next, pick(STATES)));
  const alongTouchpoints = () => Object.values(document.touchpoints).map(({ id, stage }) => makePoint(id, stage, next, pick(STATES)));
  if (next() < 0.5) snapshot.curves.push({ id: "remembered", kind: "remembered", title: "nps", points: alongStages(), words: "How it is remembered.", evidence: null });
  for (let i = 1; i <= Math.floor(next() * 6); i++) snapshot.curves.push({ id: `persona-${i}`, kind: "persona", title: pick([...TITLES, ...VERBS]), points: alongTouchpoints(), words: "Of one persona.", evidence: null });
}

function addLanes(file: MapFile, next: () => number, pick: <T>(items: readonly T[]) => T): void {
  const { document, snapshot } = file;
  const kinds = ["goals", "actions", "feelings", "thoughts", "waiting", "pains", "drop_off", "metrics", "owners"] as const;
  kinds.forEach((kind, i) => {
    document.lanes[kind] = { id: kind, order: `a${i}`, kind, title: pick(["What I do", "Wie lange ich warten muss", "Numbers"]), hidden: false };
    const isStageLane = kind === "goals" || kind === "thoughts" || kind === "pains" || kind === "owners";
    const isMixed = !isStageLane && next() < 0.4;
    const columns = isStageLane ? document.stages : isMixed ? { ...document.stages, ...document.touchpoints } : document.touchpoints;
    for (const column of Object.keys(columns)) {
      if (next() < 0.2) continue;
      const id = `c-${kind}-${column}`;
      const binding = `b-${kind}-${column}`;
      const hasValue = next() < 0.7;
      document.cells[id] = { id, column, lane: kind, persona: "*", words: next() < 0.2 ? pick(QUOTES) : null, author: "workshop", bindings: hasValue ? [binding] : [], overruled: false, claim: null, reviewed: null, cards: {} };
      if (hasValue) {
        document.bindings[binding] = { id: binding, insight: kind, metric: kind, stage: null, touchpoint: column, target: null };
        snapshot.values[binding] = makeValue(next, pick);
      }
      if (kind === "pains" && hasValue) document.cells[id].cards = { k: { id: "k", order: "a", words: null, author: null, quote: null, binding, claim: null } };
      if (next() < 0.9) snapshot.cell_states[id] = pick(STATES);
    }
  });
}

function makeValue(next: () => number, pick: <T>(items: readonly T[]) => T): Value {
  const value = next() < 0.85 ? next() : null;
  return {
    value, low: value === null ? null : value * 0.9, high: value === null ? null : Math.min(1, value * 1.1), n: value === null ? null : 1234, unit_of_n: "customers",
    unit: pick(["share", "s", "stars 1-5", null]), verdict: "shown", state: pick(STATES), alone: [], sources: ["survey"], evidence: null, reason: value === null ? "nobody asked" : null,
    label: pick(["come here", "Call-backs never come", null]), text: next() < 0.5 && value !== null ? "41 % not called back" : null, words: null, rank: next() < 0.3 ? 1 + Math.floor(next() * 12) : null, suppressed: next() < 0.05, fixed_timer: next() < 0.1,
  };
}

export function emptyMap(title: string): MapFile {
  return {
    format: "desireline.map/1",
    document: {
      id: "m", title, goal: null, purpose: { id: "buy", title: "buying" }, personas: [], period: { start: null, end: null }, state: "present", generated_sample: false, review_months: 6, reviewed: null, place: null,
      stages: {}, touchpoints: {}, lanes: {}, cells: {}, bindings: {}, actions: {},
    },
    snapshot: {
      data_version: 1, recipe: "r", newest_event: null, suppressed_groups: 0, notices: [],
      coverage: { customers: 10, journeys: 12, events: 100, heard: null, sources: {}, channels: {} },
      values: {}, cell_states: {}, card_states: {}, quotes: {}, evidence: {}, curves: [],
      reading: { headline: title, verdict: "shown", subtitle: "Everybody · buying · 3,120 journeys, 42 % heard · January to June 2026", curve: [], river: [], river_label: "still here", callouts: [], stages: [], actions: [], next_measure: null, story: [] },
    },
  };
}
