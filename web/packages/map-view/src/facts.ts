// What stands behind a part of the map, as plain facts: ready for a popover, a table or a test.
//
// In: the map and a reference (`binding:b-1`, `touchpoint:t-2`, `callout:0` ...). Out: a title, rows
// of label and text, quotes. No DOM here.
import type { CellState, Curve, CurvePoint, EvidenceRecord, JourneyMap, Labels, Locale, Value } from "@desireline/map-core";
import { channelName, curveTitle } from "@desireline/map-core";
import { date, duration, number, percent } from "@desireline/map-core/format";
import type { Words } from "./words";

export interface Row {
  label: string;
  text: string;
}

export interface Section {
  title: string | null;
  state: CellState | null;
  rows: Row[];
}

export interface Facts {
  title: string;
  sentence: string | null;
  sections: Section[];
  quotes: { id: string; text: string; from: string }[];
}

export interface Teller {
  map: JourneyMap;
  locale: Locale;
  labels: Labels;
  words: Words;
}

/** A number of this unit, as people read it. */
export function amount(value: number, unit: string | null, locale: Locale): string {
  if (unit === "share") return percent(value, locale);
  if (unit === "s") return duration(value, locale);
  if (unit === "count") return number(value, locale);
  return number(value, locale, 2);
}

export function valueWords(value: Value, { locale, labels }: Teller): string {
  if (value.suppressed) return labels.tooFew;
  if (value.text) return value.text;
  return value.value === null ? (value.reason ?? labels.notMeasured) : amount(value.value, value.unit, locale);
}

/** Units that begin so are differences of shares: `share, above the usual`. */
const DIFFERENCE = "share, ";

export function intervalWords(value: { low: number | null; high: number | null; unit?: string | null }, { locale, words }: Teller): string | null {
  if (value.low === null || value.high === null) return null;
  if (value.unit?.startsWith(DIFFERENCE)) {
    const points = (share: number) => `${share > 0 ? "+" : ""}${number(100 * share, locale, 1)}`;
    return `${points(value.low)} ${words.to} ${points(value.high)} ${words.points}`;
  }
  return `${amount(value.low, value.unit ?? null, locale)} ${words.to} ${amount(value.high, value.unit ?? null, locale)}`;
}

function row(label: string, text: string | null | undefined): Row[] {
  return text ? [{ label, text }] : [];
}

function periodWords(record: EvidenceRecord | undefined, teller: Teller): string | null {
  const period = record?.period ?? teller.map.file.document.period;
  if (!period.start || !period.end) return null;
  return `${date(period.start, teller.locale)} ${teller.words.to} ${date(period.end, teller.locale)}`;
}

export function valueSection(binding: string, teller: Teller, title: string | null = null): Section | null {
  const { map, labels, locale } = teller;
  const value = map.value(binding);
  if (!value) return null;
  const record = value.evidence ? map.file.snapshot.evidence[value.evidence] : undefined;
  const isKnown = value.value !== null && !value.suppressed;
  return {
    title: title ?? value.label,
    state: value.state,
    rows: [
      ...row(teller.words.value, valueWords(value, teller)),
      ...(isKnown ? row(teller.words.interval, intervalWords(value, teller)) : []),
      ...(value.n === null || value.suppressed ? [] : row(teller.words.n, `${number(value.n, locale)} ${value.unit_of_n}`)),
      ...row(teller.words.why, value.reason),
      ...(value.verdict === "shown" ? [] : row(teller.words.verdict, teller.words.verdicts[value.verdict])),
      ...(value.fixed_timer ? row(teller.words.wait, teller.words.fixedRule) : []),
      ...row(teller.words.state, `${labels[value.state]}: ${labels.meaning[value.state]}`),
      ...row(teller.words.sources, value.sources.join(", ")),
      ...(value.alone ?? []).flatMap((each) => row(aloneName(each.who, teller), `${each.text}, n ${number(each.n, teller.locale)}`)),
      ...row(teller.words.period, periodWords(record, teller)),
      ...row(teller.words.method, record?.method),
      ...row(teller.words.erased, record?.erased_since ? date(record.erased_since, locale) : null),
      ...row(teller.words.proof, record ? `${record.query} · ${teller.words.dataVersion} ${record.data_version} · ${teller.words.recipe} ${record.recipe}` : null),
    ],
  };
}

/** `zendesk alone`, `First half`: whether sources agree, and where it goes. */
function aloneName(who: string, { words }: Teller): string {
  const [kind, name] = [who.slice(0, who.indexOf(":")), who.slice(who.indexOf(":") + 1)];
  return kind === "period" ? (words.halves[Number(name) - 1] ?? who) : `${name} ${words.alone}`;
}

type Finder = (id: string, teller: Teller) => Facts | null;

const FINDERS: Record<string, Finder> = {
  binding: bindingFacts,
  cell: cellFacts,
  touchpoint: touchpointFacts,
  curve: touchpointOrStageFacts,
  line: lineFacts,
  callout: calloutFacts,
  river: riverFacts,
  action: actionFacts,
  coverage: coverageFacts,
  stage: stageFacts,
  silence: (id, teller) => ({ ...empty(placeName(id, teller)), sentence: `${teller.words.silence}. ${teller.words.silenceWhy}` }),
  wait: waitFacts,
  more: moreFacts,
  quote: quoteFacts,
};

/** The facts behind a reference, or null where there is nothing to tell. */
export function factsOf(reference: string, teller: Teller): Facts | null {
  const cut = reference.indexOf(":");
  const [kind, id] = cut < 0 ? [reference, ""] : [reference.slice(0, cut), reference.slice(cut + 1)];
  return FINDERS[kind]?.(id, teller) ?? null;
}

const empty = (title: string): Facts => ({ title, sentence: null, sections: [], quotes: [] });

function placeName(id: string, { map }: Teller): string {
  return map.touchpoint(id)?.title ?? map.stage(id)?.verb ?? id;
}

function quotesAt(key: string | null | undefined, teller: Teller, most = 3): Facts["quotes"] {
  return Object.entries(teller.map.file.snapshot.quotes)
    .filter(([, quote]) => key && quote.touchpoint === key)
    .slice(0, most)
    .map(([id, quote]) => ({ id, text: quote.text, from: `${quote.source}, ${date(quote.at, teller.locale)}` }));
}

function quoteOf(key: string | null, teller: Teller): Facts["quotes"] {
  const quote = teller.map.quote(key);
  return quote && key ? [{ id: key, text: quote.text, from: `${quote.source}, ${date(quote.at, teller.locale)}` }] : [];
}

const present = <T>(items: readonly (T | null | undefined)[]): T[] => items.filter((item) => item != null);

function bindingFacts(id: string, teller: Teller): Facts | null {
  const { map } = teller;
  const section = valueSection(id, teller);
  const binding = map.file.document.bindings[id];
  if (!section || !binding) return null;
  const place = map.touchpoints.find((each) => each.key === binding.touchpoint) ?? map.stages.find((each) => each.key === binding.stage);
  const title = place && "verb" in place ? place.verb : place?.title;
  return { title: title ?? section.title ?? id, sentence: map.value(id)?.words ?? null, sections: [section], quotes: quotesAt(binding.touchpoint, teller) };
}

function curveSection(curve: Curve, point: CurvePoint, column: string, teller: Teller): Section[] {
  const { map, labels, locale, words } = teller;
  if (point.value === null) return [];
  const record = curve.evidence ? map.file.snapshot.evidence[curve.evidence] : undefined;
  return [{
    title: curveTitle(curve, teller.labels),
    state: point.state,
    rows: [
      ...row(words.value, number(point.value, locale, 2)),
      ...row(words.band, intervalWords(point, teller)),
      ...row(words.n, number(point.n, locale)),
      ...row(words.where, point.column === column ? null : placeName(point.column, teller)),
      ...row(words.state, `${labels[point.state]}: ${labels.meaning[point.state]}`),
      ...row(words.says, point.words),
      ...row(words.line, curve.words),
      ...row(words.method, record?.method),
    ],
  }];
}

/** What the curves beside that of everybody say of a column; of its stage where they say nothing of the touchpoint. */
function besideSections(column: string, teller: Teller): Section[] {
  const stage = teller.map.touchpoint(column)?.stage ?? column;
  return teller.map.curves.flatMap((curve) => {
    const point = curve.points.find((each) => each.column === column) ?? curve.points.find((each) => each.column === stage);
    return point ? curveSection(curve, point, column, teller) : [];
  });
}

/** A curve as a whole, or one of its points: `persona-1`, `persona-1/tp-survey`. */
function lineFacts(id: string, teller: Teller): Facts | null {
  const [name, column] = id.split("/");
  const curve = teller.map.curves.find((each) => each.id === name);
  if (!curve) return null;
  const point = curve.points.find((each) => each.column === column);
  return { ...empty(point ? placeName(point.column, teller) : curveTitle(curve, teller.labels)), sentence: point ? null : curve.words, sections: point ? curveSection(curve, point, point.column, teller) : [] };
}

function cellFacts(id: string, teller: Teller): Facts | null {
  const { map, labels } = teller;
  const cell = map.file.document.cells[id];
  if (!cell) return null;
  // an empty cell claims nothing that one could be sure of
  const says = cell.words || cell.bindings.length > 0 || Object.keys(cell.cards).length > 0;
  const state = says || map.stateOf(cell) === "unmeasured" ? map.stateOf(cell) : null;
  const lane = map.file.document.lanes[cell.lane]?.title ?? "";
  const own: Section = {
    title: null,
    state,
    rows: [
      ...row(teller.words.ourWords, cell.words ? [cell.words, cell.author].filter(Boolean).join(" · ") : null),
      ...(state ? row(teller.words.state, `${labels[state]}: ${labels.meaning[state]}`) : []),
      ...(cell.overruled ? row(teller.words.why, teller.words.overruled) : []),
    ],
  };
  const cards = map.cards(cell);
  const bindings = [...new Set([...cell.bindings, ...present(cards.map((card) => card.binding))])];
  const isStage = map.stage(cell.column) !== undefined;
  const sections = bindings.map((binding) => {
    const key = map.file.document.bindings[binding]?.touchpoint;
    const name = isStage ? map.touchpoints.find((each) => each.key === key)?.title : undefined;
    const label = map.value(binding)?.label;
    return valueSection(binding, teller, name ? [name, label].filter(Boolean).join(": ") : null);
  });
  const quotes = cards.flatMap((card) => quoteOf(card.quote, teller));
  const beside = map.file.document.lanes[cell.lane]?.kind === "feelings" ? besideSections(cell.column, teller) : [];
  return { title: `${lane} · ${placeName(cell.column, teller)}`, sentence: null, sections: [own, ...present(sections), ...beside], quotes };
}

function touchpointFacts(id: string, teller: Teller): Facts | null {
  const { map, labels, locale } = teller;
  const touchpoint = map.touchpoint(id);
  if (!touchpoint) return null;
  const shown = map.file.snapshot.reading.stages.flatMap((stage) => stage.touchpoints).find((each) => each.touchpoint === id);
  const state = touchpoint.measured ? (shown?.state ?? null) : "unmeasured";
  const own: Section = {
    title: null,
    state,
    rows: [
      ...row(teller.words.channel, channelName(touchpoint.channel, teller.labels)),
      ...row(teller.words.owner, touchpoint.owner),
      ...(shown?.reach != null ? row(teller.words.reach, percent(shown.reach, locale)) : []),
      ...(state ? row(teller.words.state, `${labels[state]}: ${labels.meaning[state]}`) : []),
    ],
  };
  const seen = new Set<string>();
  const sections = Object.values(map.file.document.bindings)
    .filter((binding) => touchpoint.key !== null && binding.touchpoint === touchpoint.key && binding.target === null)
    .filter((binding) => {
      const isNew = !seen.has(`${binding.insight}.${binding.metric}`);
      seen.add(`${binding.insight}.${binding.metric}`);
      return isNew;
    })
    .map((binding) => valueSection(binding.id, teller));
  return { title: touchpoint.title, sentence: null, sections: [own, ...present(sections)], quotes: quotesAt(touchpoint.key, teller) };
}

function touchpointOrStageFacts(id: string, teller: Teller): Facts | null {
  const { map, labels, locale } = teller;
  const point = map.file.snapshot.reading.curve.find((each) => each.column === id);
  if (!point) return touchpointFacts(id, teller);
  const touchpoint = map.touchpoint(id);
  const binding = Object.values(map.file.document.bindings).find((each) => each.metric === "feeling" && touchpoint?.key != null && each.touchpoint === touchpoint.key);
  const known = binding ? valueSection(binding.id, teller, teller.words.feeling) : null;
  const own: Section = {
    title: teller.words.feeling,
    state: point.state,
    rows: [
      ...row(teller.words.value, point.value === null ? labels.nobodyAsked : number(point.value, locale, 2)),
      ...row(teller.words.interval, intervalWords(point, teller)),
      ...row(teller.words.n, number(point.n, locale)),
      ...row(teller.words.state, `${labels[point.state]}: ${labels.meaning[point.state]}`),
    ],
  };
  return { title: placeName(id, teller), sentence: null, sections: [known ?? own], quotes: quotesAt(touchpoint?.key, teller) };
}

function calloutFacts(id: string, teller: Teller): Facts | null {
  const { map, labels, locale } = teller;
  const callout = map.file.snapshot.reading.callouts[Number(id)];
  if (!callout) return null;
  const own: Section = {
    title: labels[callout.kind],
    state: callout.state,
    rows: [
      ...row(teller.words.value, callout.number),
      ...(callout.n === null ? [] : row(teller.words.n, number(callout.n, locale))),
      ...row(teller.words.verdict, teller.words.verdicts[callout.verdict]),
      ...(callout.state ? row(teller.words.state, `${labels[callout.state]}: ${labels.meaning[callout.state]}`) : []),
    ],
  };
  const behind = callout.column ? touchpointFacts(callout.column, teller) : null;
  return { title: callout.title, sentence: callout.words, sections: [own, ...(behind?.sections.slice(1) ?? [])], quotes: quoteOf(callout.quote, teller) };
}

function riverFacts(id: string, teller: Teller): Facts | null {
  const { map, locale, labels } = teller;
  const point = map.file.snapshot.reading.river.find((each) => each.stage === id);
  if (!point) return null;
  const rows = [
    ...row(teller.words.stillHere, point.remaining === null ? labels.notMeasured : percent(point.remaining, locale)),
    ...row(teller.words.interval, intervalWords({ ...point, unit: "share" }, teller)),
    ...(point.left === null ? [] : row(teller.words.leave, percent(point.left, locale))),
    ...(point.n > 0 ? row(teller.words.n, `${number(point.n, locale)}`) : []),
    ...row(teller.words.why, point.reason),
  ];
  return { ...empty(placeName(id, teller)), sections: [{ title: null, state: point.remaining === null ? "unmeasured" : null, rows }] };
}

function actionFacts(id: string, teller: Teller): Facts | null {
  const { map, labels, locale } = teller;
  const action = map.file.document.actions[id];
  if (!action) return null;
  const rows = [...row(teller.words.owner, action.owner ?? labels.nobodyYet), ...(action.due ? row(teller.words.due, date(action.due, locale)) : []), ...row(teller.words.why, action.why)];
  const section = action.binding ? valueSection(action.binding, teller) : null;
  return { ...empty(action.title), sections: present([{ title: null, state: null, rows }, section]) };
}

function coverageFacts(_: string, teller: Teller): Facts {
  const { map, locale } = teller;
  const { coverage, notices, newest_event: newest } = map.file.snapshot;
  const channels = Object.entries(coverage.channels).map(([name, isMeasured]) => `${channelName(name, teller.labels)}${isMeasured ? "" : ` (${teller.words.notMeasured})`}`);
  const sources = Object.entries(coverage.sources).map(([name, events]) => `${name} ${number(events, locale)}`);
  const rows = [
    ...row(teller.words.customers, number(coverage.customers, locale)),
    ...row(teller.words.journeys, number(coverage.journeys, locale)),
    ...row(teller.words.events, number(coverage.events, locale)),
    ...row(teller.words.heard, coverage.heard ? valueWords(coverage.heard, teller) : null),
    ...row(teller.words.sources, sources.join(", ")),
    ...row(teller.words.channel, channels.join(", ")),
    ...row(teller.words.period, [periodWords(undefined, teller), newest ? `${teller.words.newest} ${date(newest, locale)}` : null].filter(Boolean).join(", ")),
  ];
  return { ...empty(map.file.document.title), sentence: notices.join(" ") || null, sections: [{ title: null, state: null, rows }] };
}

function stageFacts(id: string, teller: Teller): Facts | null {
  const { map } = teller;
  const stage = map.stage(id);
  if (!stage) return null;
  const river = riverFacts(id, teller);
  const names = map.touchpointsOf(id).map((touchpoint) => touchpoint.title).join(", ");
  return { ...empty(`${stage.verb} · ${stage.title}`), sentence: names || null, sections: river?.sections ?? [] };
}

function waitFacts(id: string, teller: Teller): Facts | null {
  const stage = teller.map.file.snapshot.reading.stages.find((each) => each.stage === id);
  if (!stage || stage.wait_s === null) return null;
  const rows = [...row(teller.words.wait, stage.wait_text ?? duration(stage.wait_s, teller.locale)), ...(stage.wait_fixed ? row(teller.words.why, teller.words.fixedRule) : [])];
  return { ...empty(placeName(id, teller)), sections: [{ title: null, state: null, rows }] };
}

function moreFacts(id: string, teller: Teller): Facts | null {
  const stage = teller.map.file.snapshot.reading.stages.find((each) => each.stage === id);
  if (!stage) return null;
  const rows = stage.touchpoints
    .filter((each) => !each.labelled)
    .map((each) => ({ label: placeName(each.touchpoint, teller), text: each.reach === null ? teller.labels[each.state] : percent(each.reach, teller.locale) }));
  return { ...empty(teller.words.hidden), sections: [{ title: null, state: null, rows }] };
}

function quoteFacts(id: string, teller: Teller): Facts | null {
  const quote = teller.map.quote(id);
  if (!quote) return null;
  const place = teller.map.touchpoints.find((each) => each.key === quote.touchpoint)?.title ?? quote.touchpoint;
  return { ...empty(place), quotes: quoteOf(id, teller) };
}
