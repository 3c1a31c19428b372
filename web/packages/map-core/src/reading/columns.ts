// The horizontal grid that curve, river and touchpoints share: stages, slots, and the gaps of waiting.
//
// In: the stages of the reading view. Out: x positions. A labelled touchpoint has a slot of its own;
// those behind `+6` get a narrow one, so that the curve has room for them.
import { clamp } from "../boxes";
import type { ReadingStage, ReadingTouchpoint, Stage } from "../generated/map";
import type { JourneyMap } from "../model";
import { balance, textWidth } from "../text/measure";
import type { Frame } from "./frame";

export interface Slot {
  touchpoint: ReadingTouchpoint;
  x: number;
  width: number;
}

export interface Column {
  stage: Stage;
  reading: ReadingStage;
  left: number;
  right: number;
  slots: Slot[];
  /** Where `+6` stands. */
  moreX: number | null;
  moreWidth: number;
  /** A long wait after this stage. */
  gap: { left: number; right: number } | null;
  verb: string[];
}

const NARROW: number = 0.3;
const MORE: number = 0.66;
const LONG_WAIT_S = 3_600;
/** Share of the width that gaps may take together. */
const MOST_WAITING = 0.13;

export const STAGE_SIZE = 20;

function gapWidth(stage: ReadingStage, s: number): number {
  if (stage.wait_s === null || stage.wait_s < LONG_WAIT_S) return 0;
  return clamp(42 + 13 * Math.log10(stage.wait_s / LONG_WAIT_S), 42, 84) * s;
}

function weight(stage: ReadingStage): number {
  const slots = stage.touchpoints.reduce((sum, t) => sum + (t.labelled ? 1 : NARROW), 0);
  return Math.max(0.9, slots + (stage.more > 0 ? MORE : 0));
}

/** Room that the verb needs on at most two lines. */
function verbRoom(verb: string, frame: Frame): number {
  const size = frame.size(STAGE_SIZE, 13);
  const whole = textWidth(verb, size, "semibold");
  const { lines } = balance(verb, Math.max(whole - 1, 1), size, "semibold", 2);
  return Math.max(...lines.map((line) => textWidth(line, size, "semibold"))) + 18 * frame.s;
}

/** Widths in proportion to the weights, none below its least. */
export function share(total: number, weights: readonly number[], least: readonly number[]): number[] {
  const needed = least.reduce((sum, value) => sum + value, 0);
  if (needed >= total) return least.map((value) => (value * total) / needed);
  const fixed = new Set<number>();
  for (;;) {
    const rest = weights.reduce((sum, w, i) => (fixed.has(i) ? sum : sum + w), 0);
    const room = total - [...fixed].reduce((sum, i) => sum + least[i], 0);
    const short = weights.findIndex((w, i) => !fixed.has(i) && (w / rest) * room < least[i]);
    if (short < 0) return weights.map((w, i) => (fixed.has(i) ? least[i] : (w / rest) * room));
    fixed.add(short);
  }
}

export function makeColumns(map: JourneyMap, frame: Frame): Column[] {
  const stages = map.file.snapshot.reading.stages.filter((stage) => map.stage(stage.stage));
  const whole = frame.right - frame.plotLeft;
  const wished = stages.map((stage, i) => (i + 1 < stages.length ? gapWidth(stage, frame.s) : 0));
  const waiting = wished.reduce((sum, gap) => sum + gap, 0);
  const gaps = wished.map((gap) => gap * Math.min(1, (whole * MOST_WAITING) / Math.max(waiting, 1)));
  const room = whole - gaps.reduce((sum, gap) => sum + gap, 0);
  const verbs = stages.map((stage) => map.stage(stage.stage)!.verb);
  const widths = share(room, stages.map(weight), verbs.map((verb) => Math.max(verbRoom(verb, frame), 84 * frame.s)));
  let x = frame.plotLeft;
  return stages.map((reading, i) => {
    const column = makeColumn(map.stage(reading.stage)!, reading, x, widths[i], frame);
    if (gaps[i] > 0) column.gap = { left: column.right, right: column.right + gaps[i] };
    x = column.right + gaps[i];
    return column;
  });
}

function makeColumn(stage: Stage, reading: ReadingStage, left: number, width: number, frame: Frame): Column {
  const size = frame.size(STAGE_SIZE, 13);
  const units: number[] = reading.touchpoints.map((t) => (t.labelled ? 1 : NARROW));
  if (reading.more > 0) units.push(MORE);
  const total = Math.max(units.reduce((sum, unit) => sum + unit, 0), 1);
  const inner = width - 8 * frame.s;
  let at = left + 4 * frame.s + (units.length === 0 ? inner / 2 : 0);
  const middles = units.map((unit) => {
    const room = (unit / total) * inner;
    at += room;
    return { x: at - room / 2, width: room };
  });
  return {
    stage,
    reading,
    left,
    right: left + width,
    slots: reading.touchpoints.map((touchpoint, i) => ({ touchpoint, ...middles[i] })),
    moreX: reading.more > 0 ? middles[middles.length - 1].x : null,
    moreWidth: reading.more > 0 ? middles[middles.length - 1].width : 0,
    gap: null,
    verb: balance(stage.verb, width - 10 * frame.s, size, "semibold", 2).lines,
  };
}

/** The x of a curve point: its touchpoint's slot, or its stage's middle. */
export function positionOf(column: string, stage: string, columns: readonly Column[]): number | null {
  for (const each of columns) {
    const slot = each.slots.find((candidate) => candidate.touchpoint.touchpoint === column);
    if (slot) return slot.x;
  }
  const home = columns.find((each) => each.stage.id === column || each.stage.id === stage);
  return home ? (home.left + home.right) / 2 : null;
}
