// A lane as a row: what each kind of lane puts into a cell.
//
// In: a lane and the columns. Out: cells with their blocks. Feelings are drawn as one curve over the
// whole row (`feelings.ts`); every other kind is a rule here that turns one cell into blocks.
import type { Card, Cell, CellState, Lane, LaneKind, Value } from "../generated/map";
import type { JourneyMap } from "../model";
import { barBlock, slimBarBlock, channelBlock, findingBlock, flow, named, noteBlock, peopleBlock, quoteBlock, stack, valueBlock, words, SIZES, type Block, type Pen } from "./blocks";
import { LANE_TITLE, type GridStage } from "./columns";
import { keyHeight, shownCurves } from "./curves";

export interface PlacedCell {
  /** One that nobody has opened yet has an empty id: a place for words. */
  cell: Cell;
  state: CellState | null;
  left: number;
  right: number;
  /** Column title, for screen readers. */
  column: string;
  block: Block | null;
  /** Below the row's top; cells of stages stand above those of their touchpoints. */
  offset: number;
  height: number;
}

export interface Row {
  lane: Lane;
  cells: PlacedCell[];
  height: number;
  isEmpty: boolean;
  /** Height of the strip that speaks of whole stages; 0 where none does, or where all do. */
  strip: number;
}

interface Context {
  map: JourneyMap;
  cell: Cell;
  lane: Lane;
  width: number;
  pen: Pen;
  /** Largest value of each metric in the lane: the end of its bars. */
  largest: ReadonlyMap<string, number>;
}

export const PADDING = 12;
const FEELINGS_PLOT = { heard: 140, several: 200, silent: 42 };
/** Room above the key of the curves: the lane's title, and how many were heard. */
const ABOVE_KEY = 86;
/** Room beneath the curve for value and n, and for what people say about it. */
export function feelingsFoot(cells: readonly PlacedCell[]): number {
  return cells.some(({ cell }) => cell.words) ? 74 : 46;
}
const EMPTY_HEIGHT = { screen: 34, paper: 25 };
const MOST_BARS = 5;

type Rule = (context: Context) => Block[];

const RULES: Partial<Record<LaneKind, Rule>> = {
  drop_off: (context) => bars(context, context.pen.theme.exit),
  waiting: (context) => slimBars(context),
  actions: (context) => slimBars(context),
  channels: channels,
  pains: (context) => findings(context, context.pen.theme.pain),
  delights: (context) => findings(context, context.pen.theme.delight),
  moments: (context) => findings(context, context.pen.theme.moment),
};

/** Lanes whose rule draws the cards itself. */
const DRAWS_CARDS: ReadonlySet<Lane["kind"]> = new Set(["pains", "delights", "moments"]);

/** Whether a cell's number needs the touchpoint's name: a stage's cell speaks of several. */
function labelOf(context: Context, binding: string): string | null {
  const { map, cell } = context;
  const asked = map.file.document.bindings[binding];
  const isStageCell = map.stage(cell.column) !== undefined;
  const touchpoint = asked?.touchpoint ? map.touchpoints.find((each) => each.key === asked.touchpoint) : undefined;
  const label = map.value(binding)?.label ?? null;
  if (!isStageCell || !touchpoint) return label;
  // a wait leads somewhere: `Parcel sent to Parcel arrives`
  return asked?.target && label ? `${touchpoint.title} ${label}` : touchpoint.title;
}

/** How the bar of a binding looks: its full length, its colour. */
function barLook({ map, largest, pen }: Context, binding: string, value: Value, colour: string): [end: number, colour: string] {
  const metric = map.file.document.bindings[binding]?.metric ?? "";
  if (value.fixed_timer) return [largest.get(metric) ?? 0, pen.theme.muted];
  // who is still here is the river, not a loss
  if (metric === "remaining") return [1, pen.theme.riverBar];
  return [largest.get(metric) ?? 0, colour];
}

function bars(context: Context, colour: string): Block[] {
  const { map, cell, width, pen } = context;
  return cell.bindings.flatMap((binding) => {
    const value = map.value(binding);
    if (!value) return [];
    const [end, look] = barLook(context, binding, value, colour);
    return [barBlock(binding, value, labelOf(context, binding), end, width, look, pen)];
  });
}

/** Several bars under each other, or side by side where the stage is wide. */
function slimBars(context: Context): Block[] {
  const { map, cell, width, pen } = context;
  const known = cell.bindings.flatMap((binding) => {
    const value = map.value(binding);
    return value ? [{ binding, value }] : [];
  });
  if (known.length === 0) return [];
  // paper shows the longest; all of them stand on the screen and in the annex
  const most = pen.options.paper ? MOST_BARS * Math.max(1, Math.floor(width / 290)) : Infinity;
  const shown = known.length <= most ? known : [...known].sort((a, b) => (b.value.value ?? 0) - (a.value.value ?? 0)).slice(0, most);
  const rest = known.length - shown.length;
  const more = (room: number) => (rest > 0 ? [words(`+${rest}`, room, { size: SIZES.small, fill: pen.theme.muted, most: 1 }, pen)] : []);
  const make = (room: number) => [...bars(room), ...more(room)];
  const bars = (room: number) =>
    shown.map(({ binding, value }) => {
      const [end, look] = barLook(context, binding, value, pen.theme.line);
      return slimBarBlock(binding, value, labelOf(context, binding) ?? "", end, room, look, pen);
    });
  return [flow(make, shown.length, width, 290, 10)];
}

function channels({ map, cell, width, pen }: Context): Block[] {
  const touchpoint = map.touchpoint(cell.column);
  if (!touchpoint) return [];
  return [channelBlock(touchpoint.channel, map.value(cell.bindings[0]), cell.bindings[0], width, pen)];
}

/** Cards, side by side where the stage is wide. */
function findings(context: Context, colour: string): Block[] {
  const { map, cell, width } = context;
  const cards = map.cards(cell);
  if (cards.length === 0) return [];
  return [flow((room) => cards.flatMap((card) => cardBlock(context, card, colour, room)), cards.length, width, 250, 10)];
}

function cardBlock(context: Context, card: Card, colour: string, width: number): Block[] {
  const said = cardWords(context, card);
  return cardBlocks(context, card, colour, width).map((block) => named(`card:${card.id}`, said, block, width, context.pen));
}

function cardWords({ map }: Context, card: Card): string {
  return [card.words, map.value(card.binding)?.words, map.quote(card.quote)?.text, card.author].filter(Boolean).join(". ");
}

function cardBlocks({ map, pen }: Context, card: Card, colour: string, width: number): Block[] {
  const value = map.value(card.binding);
  const quote = map.quote(card.quote);
  const place = card.binding ? placeOf(map, map.file.document.bindings[card.binding]?.touchpoint) : "";
  const state = map.stateOfCard(card);
  const note = card.words ? [state ? peopleBlock(card.words, card.author, state, width, pen) : noteBlock(card.words, card.author, width, pen)] : [];
  if (value && card.binding) {
    const found = findingBlock({ binding: card.binding, value, rank: value.rank ?? null, quote, quoteKey: card.quote, place }, colour, width, pen);
    return [note.length > 0 ? stack([...note, found], 6) : found];
  }
  if (!quote || !card.quote) return note;
  const voice = quoteBlock(card.quote, quote, placeOf(map, quote.touchpoint), width, pen);
  return [note.length > 0 ? stack([...note, voice], 6) : voice];
}

function placeOf(map: JourneyMap, key: string | null | undefined): string {
  return map.touchpoints.find((touchpoint) => touchpoint.key === key || touchpoint.id === key)?.title ?? "";
}

function values(context: Context): Block[] {
  const { map, cell, width, pen } = context;
  const known = cell.bindings.flatMap((binding) => {
    const value = map.value(binding);
    return value ? [{ binding, value }] : [];
  });
  // why a number is missing is told where it would be the only one; else on focus
  const present = known.filter(({ value }) => value.value !== null && !value.suppressed);
  const shown = present.length > 0 ? present : known.slice(0, 1);
  if (shown.length === 0) return [];
  const make = (room: number) => shown.map(({ binding, value }) => valueBlock(binding, value, labelOf(context, binding), room, pen));
  return [flow(make, shown.length, width, 104)];
}

function blocksOf(context: Context): Block[] {
  const { map, cell, lane, width, pen } = context;
  const blocks: Block[] = [];
  if (cell.words) blocks.push(named(`words:${cell.id}`, [cell.words, cell.author].filter(Boolean).join(". "), peopleBlock(cell.words, cell.author, map.stateOf(cell), width, pen), width, pen));
  // people who overrule a number keep it to be seen on focus, not on the map
  if (cell.words && cell.overruled) return [...blocks, ...findings(context, pen.theme.ink)];
  const rule = RULES[lane.kind];
  const own = rule ? rule(context) : [...values(context), ...findings(context, pen.theme.ink)];
  // a rule that finds nothing of its kind still shows the numbers that the cell asks for
  const told = own.length === 0 && rule ? values(context) : own;
  // cards that people hung into a lane of numbers stand under these
  const notes = rule && !DRAWS_CARDS.has(lane.kind) ? findings(context, pen.theme.ink) : [];
  return [...blocks, ...told, ...notes];
}

function isBlank(cell: Cell): boolean {
  return !cell.words && cell.bindings.length === 0 && Object.keys(cell.cards).length === 0;
}

interface Spot {
  cell: Cell;
  left: number;
  right: number;
  column: string;
}

/** Where words could stand and nothing does: in each stage, or in each touchpoint where the lane speaks of them. */
function freeSpots(map: JourneyMap, lane: Lane, stages: readonly GridStage[], taken: readonly Spot[]): Spot[] {
  if (lane.kind === "feelings") return [];
  const speaksOfTouchpoints = taken.some(({ cell }) => map.touchpoint(cell.column));
  const blank = (column: string): Cell => ({ id: "", column, lane: lane.id, persona: "*", words: null, author: null, bindings: [], overruled: false, claim: null, reviewed: null, cards: {} });
  return stages.flatMap(({ stage, left, right, columns }) => {
    if (!speaksOfTouchpoints) return map.cell(lane.id, stage.id) ? [] : [{ cell: blank(stage.id), left, right, column: stage.verb }];
    return columns.flatMap(({ touchpoint, left: start, right: end }) =>
      touchpoint && !map.cell(lane.id, touchpoint.id) ? [{ cell: blank(touchpoint.id), left: start, right: end, column: touchpoint.title }] : [],
    );
  });
}

function cellsOf(map: JourneyMap, lane: Lane, stages: readonly GridStage[]): Spot[] {
  return stages.flatMap((stage) => {
    const whole = map.cell(lane.id, stage.stage.id);
    const parts = stage.columns.flatMap((column) => {
      const cell = column.touchpoint ? map.cell(lane.id, column.touchpoint.id) : undefined;
      return cell ? [{ cell, left: column.left, right: column.right, column: column.touchpoint!.title }] : [];
    });
    return whole ? [{ cell: whole, left: stage.left, right: stage.right, column: stage.stage.verb }, ...parts] : parts;
  });
}

function largestOf(map: JourneyMap, lane: Lane): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const cell of Object.values(map.file.document.cells)) {
    if (cell.lane !== lane.id) continue;
    for (const binding of cell.bindings) {
      const value = map.value(binding);
      const metric = map.file.document.bindings[binding]?.metric ?? "";
      if (value?.value != null && !value.fixed_timer && !value.suppressed) largest.set(metric, Math.max(largest.get(metric) ?? 0, value.value));
    }
  }
  return largest;
}

export function layRow(map: JourneyMap, lane: Lane, stages: readonly GridStage[], pen: Pen): Row {
  const largest = largestOf(map, lane);
  const taken = cellsOf(map, lane, stages);
  const placed = pen.options.parts ? [...taken, ...freeSpots(map, lane, stages, taken)] : taken;
  const isMixed = placed.some(({ cell }) => map.stage(cell.column)) && placed.some(({ cell }) => map.touchpoint(cell.column));
  const cells = placed.map(({ cell, left, right, column }): PlacedCell => {
    const width = right - left - 2 * PADDING;
    const context = { map, cell, lane, width, pen, largest };
    const isStage = map.stage(cell.column) !== undefined;
    const blocks = lane.kind !== "feelings" ? blocksOf(context) : isStage && isMixed ? values(context) : [];
    const state = map.stateOf(cell);
    if (blocks.length === 0 && state === "unmeasured" && lane.kind !== "feelings") {
      const look = { size: SIZES.small, face: "italic" as const, fill: pen.theme.muted, most: 2, halo: pen.theme.hatchPaper };
      blocks.push(words(pen.options.labels.notMeasured, width, look, pen));
    }
    return { cell, state, left, right, column, block: blocks.length > 0 ? stack(blocks, 10) : null, offset: 0, height: 0 };
  });
  return withHeights(map, lane, cells, isMixed, pen);
}

function feelingsHeight(map: JourneyMap, isHeard: boolean, { options }: Pen): number {
  if (shownCurves(map, options.curves).length > 0) return FEELINGS_PLOT.several;
  return FEELINGS_PLOT[isHeard ? "heard" : "silent"];
}

/** What the key needs of the row, beneath the lane's title. */
function keyRoom(map: JourneyMap, pen: Pen): number {
  const height = keyHeight(shownCurves(map, pen.options.curves), LANE_TITLE - 14, pen);
  return height === 0 ? 0 : ABOVE_KEY + height + PADDING;
}

function withHeights(map: JourneyMap, lane: Lane, cells: PlacedCell[], isMixed: boolean, pen: Pen): Row {
  const { paper, parts } = pen.options;
  const isStage = (placed: PlacedCell) => map.stage(placed.cell.column) !== undefined;
  const tallest = (some: readonly PlacedCell[]) => Math.max(0, ...some.map((placed) => placed.block?.height ?? 0));
  const strip = isMixed ? Math.max(tallest(cells.filter(isStage)) + 2 * PADDING - 4, 30) : 0;
  const rest = isMixed ? cells.filter((placed) => !isStage(placed)) : cells;
  // emptiness is the lane's, not the page's: a row is drawn alike on every page
  const everywhere = Object.values(map.file.document.cells).filter((cell) => cell.lane === lane.id);
  const isEmpty = !parts && lane.kind !== "feelings" && everywhere.every((cell) => isBlank(cell) && map.stateOf(cell) !== "unmeasured");
  const isHeard = everywhere.some((cell) => cell.bindings.some((binding) => map.value(binding)?.value != null));
  const below = lane.kind === "feelings" ? Math.max(feelingsHeight(map, isHeard, pen) + feelingsFoot(cells), keyRoom(map, pen) - strip) : Math.max(tallest(rest) + 2 * PADDING, 46);
  for (const placed of cells) {
    const isAbove = isMixed && isStage(placed);
    placed.offset = isAbove ? 0 : strip;
    placed.height = isAbove ? strip : below;
  }
  return { lane, cells, height: isEmpty ? EMPTY_HEIGHT[paper ? "paper" : "screen"] : strip + below, isEmpty, strip };
}
