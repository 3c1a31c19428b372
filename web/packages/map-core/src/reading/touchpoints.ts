// One row of channel icons; the area of a disc is its reach. Waits are gaps that one sees.
//
// Labels stand in one tier when each fits beneath its disc, else in two, so that none is cut short
// while there is room beside it.
import { clamp, type Box } from "../boxes";
import { number, percent } from "../format";
import { badge, disc, icon, onDisc } from "../ink";
import { iconFor } from "../icons";
import { channelName } from "../labels";
import type { JourneyMap } from "../model";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { balance, textWidth } from "../text/measure";
import type { Theme } from "../theme";
import type { Column, Slot } from "./columns";
import type { Frame } from "./frame";

interface PlannedLabel {
  slot: Slot;
  lines: string[];
  tier: number;
  /** Middle of the label. */
  x: number;
}

export interface TouchpointPlan {
  labels: PlannedLabel[];
  tiers: number;
  most: number;
  size: number;
  /** Radius of the disc that everybody reaches. */
  largest: number;
  height: number;
}

const LARGEST = 27;
/** Share of the largest radius below which a disc becomes a ring: no icon would fit. */
const SMALLEST = 0.46;
const SIZE = 14;

interface Room {
  left: number;
  right: number;
}

/** What a label may take: half the way to its neighbours in the tier. It need not stand in the middle. */
function rooms(slots: readonly Slot[], step: number, frame: Frame): Room[] {
  const gap = 4 * frame.s;
  return slots.map((slot, i) => {
    const [before, after] = [slots[i - step], slots[i + step]];
    return {
      left: before ? (slot.x + before.x) / 2 + gap : frame.left * 0.5,
      right: after ? (slot.x + after.x) / 2 - gap : frame.right + 6 * frame.s,
    };
  });
}

function placeLabel(title: string, slot: Slot, room: Room, size: number, tier: number): PlannedLabel & { elided: boolean; broken: boolean } {
  // a label far off its disc would belong to nothing
  const reach = Math.max(Math.min(slot.x - room.left, room.right - slot.x) * 2.6, 24);
  const wrapped = balance(title, Math.min(room.right - room.left, reach), size, "regular", 2);
  const width = Math.max(...wrapped.lines.map((line) => textWidth(line, size)), 0);
  const x = clamp(slot.x, room.left + width / 2, Math.max(room.right - width / 2, room.left + width / 2));
  return { slot, tier, x, ...wrapped };
}

export function planTouchpoints(map: JourneyMap, columns: readonly Column[], frame: Frame): TouchpointPlan {
  const slots = columns.flatMap((column) => column.slots.filter((slot) => slot.touchpoint.labelled));
  const title = (slot: Slot) => map.touchpoint(slot.touchpoint.touchpoint)?.title ?? "";
  const attempt = (step: number, size: number) => {
    const free = rooms(slots, step, frame);
    return slots.map((slot, i) => placeLabel(title(slot), slot, free[i], size, step === 2 ? i % 2 : 0));
  };
  const isTight = (labels: { elided: boolean; broken: boolean }[]) => labels.some((label) => label.elided || label.broken);
  const large = frame.size(SIZE, 11);
  const small = frame.size(SIZE * 0.9, 11);
  const spaces = slots.slice(1).map((slot, i) => slot.x - slots[i].x);
  const largest = Math.min(LARGEST * frame.s, ...spaces.map((space) => space / 2 - 1.5 * frame.s));
  const single = [large, small].map((size) => ({ size, labels: attempt(1, size) })).find(({ labels }) => !isTight(labels));
  const tiers = single ? 1 : 2;
  const double = [large, small].map((size) => ({ size, labels: attempt(2, size) }));
  const { size, labels } = single ?? double.find((each) => !isTight(each.labels)) ?? double[1];
  const most = Math.max(1, ...labels.map((label) => label.lines.length));
  const evidence = frame.options.evidence ? size * 1.25 : 0;
  const height = 2 * LARGEST * frame.s + 12 * frame.s + tiers * (most * size * 1.2 + evidence) + (tiers - 1) * 5 * frame.s;
  return { labels, tiers, most, size, largest, height };
}

export function drawTouchpoints(map: JourneyMap, frame: Frame, at: Box, columns: readonly Column[], plan: TouchpointPlan, scene: Scene, theme: Theme): Element[] {
  const y = at.top + LARGEST * frame.s;
  const parts: Element[] = [];
  for (const column of columns) {
    for (const slot of column.slots) parts.push(drawTouchpoint(slot, y, at, plan, map, frame, scene, theme));
    if (column.moreX !== null) parts.push(drawMore(column, y, map, frame, scene, theme));
    if (column.gap) parts.push(drawGap(column, y, frame, scene, theme));
  }
  return parts;
}

function drawTouchpoint(slot: Slot, y: number, at: Box, plan: TouchpointPlan, map: JourneyMap, frame: Frame, scene: Scene, theme: Theme): Element {
  const { s, options } = frame;
  const { touchpoint, reach, state, labelled } = slot.touchpoint;
  const known = map.touchpoint(touchpoint);
  const said = [known?.title ?? touchpoint, known && channelName(known.channel, options.labels), reach === null ? options.labels.notMeasured : `${options.labels.reach} ${percent(reach, options.locale)}`, options.labels[state]].filter(Boolean).join(", ");
  if (!labelled) {
    const dot = element("circle", { cx: slot.x, cy: y, r: 3.4 * s, fill: state === "unmeasured" ? theme.paper : theme.line, stroke: state === "unmeasured" ? theme.hatch : theme.line, "stroke-width": 1.4 * s });
    return thing(`touchpoint:${touchpoint}`, said, [dot, element("circle", { cx: slot.x, cy: y, r: 11 * s, fill: "transparent" })]);
  }
  const exact = plan.largest * (reach === null ? 0.63 : Math.sqrt(Math.min(reach, 1)));
  const smallest = plan.largest * SMALLEST;
  const ring = exact < smallest;
  const radius = Math.max(exact, smallest);
  const parts = [disc({ x: slot.x, y, radius, state, ring }, scene, theme)];
  parts.push(icon(iconFor(known?.channel ?? ""), slot.x, y, Math.max(radius * 1.15, smallest * 1.2), onDisc(state, ring, theme), 1.8));
  parts.push(...badge(state, slot.x + radius * 0.78, y + radius * 0.7, Math.min(7.5 * s, radius * 0.62), theme));
  parts.push(...drawLabel(slot, y, at, plan, map, frame, scene, theme));
  return thing(`touchpoint:${touchpoint}`, said, parts);
}

function drawLabel(slot: Slot, y: number, at: Box, plan: TouchpointPlan, map: JourneyMap, frame: Frame, scene: Scene, theme: Theme): Element[] {
  const planned = plan.labels.find((label) => label.slot.touchpoint === slot.touchpoint);
  if (!planned) return [];
  const { s, options } = frame;
  const { size } = plan;
  const leading = size * 1.2;
  const evidence = options.evidence ? size * 1.25 : 0;
  const tierTop = at.top + 2 * LARGEST * s + 8 * s + planned.tier * (plan.most * leading + evidence + 5 * s);
  const fill = slot.touchpoint.state === "unmeasured" ? theme.muted : theme.ink;
  const parts: Element[] = [];
  if (planned.tier > 0) parts.push(element("line", { x1: slot.x, y1: y + LARGEST * s * 0.8, x2: slot.x, y2: tierTop - 1 * s, stroke: theme.hairline, "stroke-width": 1.2 * s }));
  const style = { size, fill, anchor: "middle" as const, role: "touchpoint" };
  parts.push(...scene.lines(planned.lines, planned.x, tierTop + size * 0.86, leading, style));
  const n = options.evidence ? curveN(slot, map) : null;
  if (n !== null) {
    const below = tierTop + size * 0.86 + planned.lines.length * leading;
    parts.push(scene.text(`n ${number(n, options.locale)}`, planned.x, below, { ...style, size: size * 0.92, fill: theme.muted, role: "evidence" }));
  }
  return parts;
}

function curveN(slot: Slot, map: JourneyMap): number | null {
  return map.file.snapshot.reading.curve.find((point) => point.column === slot.touchpoint.touchpoint)?.n ?? null;
}

function drawMore(column: Column, y: number, map: JourneyMap, frame: Frame, scene: Scene, theme: Theme): Element {
  const size = frame.size(14, 11);
  const wished = column.reading.more_text ?? frame.options.labels.more;
  const text = textWidth(wished, size, "semibold") <= column.moreWidth ? wished : "…";
  const behind = column.slots.filter((slot) => !slot.touchpoint.labelled).map((slot) => map.touchpoint(slot.touchpoint.touchpoint)?.title);
  return thing(`more:${column.stage.id}`, [wished, ...behind].filter(Boolean).join(", "), [
    scene.text(text, column.moreX!, y + size * 0.36, { size, face: "semibold", fill: theme.muted, anchor: "middle", role: "more" }),
  ]);
}

/** A long wait: a dotted way with a pause in it; a rule of the company has straight edges instead. */
function drawGap(column: Column, y: number, frame: Frame, scene: Scene, theme: Theme): Element {
  const { s, options } = frame;
  const { left, right } = column.gap!;
  const middle = (left + right) / 2;
  const { wait_fixed: isFixed, wait_s: wait, wait_text: text } = column.reading;
  const parts: Element[] = [];
  const arm = { stroke: theme.muted, "stroke-width": 1.8 * s, "stroke-linecap": "round" };
  if (isFixed) {
    const d = `M${coordinate(left + 5 * s)} ${coordinate(y - 8 * s)}v${coordinate(16 * s)}M${coordinate(left + 5 * s)} ${coordinate(y)}H${coordinate(right - 5 * s)}M${coordinate(right - 5 * s)} ${coordinate(y - 8 * s)}v${coordinate(16 * s)}`;
    parts.push(element("path", { d, fill: "none", ...arm }));
  } else {
    parts.push(element("line", { x1: left + 4 * s, x2: right - 4 * s, y1: y, y2: y, ...arm, "stroke-dasharray": `${coordinate(0.1)} ${coordinate(5.5 * s)}` }));
    const r = 8 * s;
    parts.push(element("rect", { x: middle - r * 1.4, y: y - r * 1.4, width: r * 2.8, height: r * 2.8, fill: theme.paper }));
    const glass = `M${coordinate(middle - r * 0.7)} ${coordinate(y - r)}h${coordinate(r * 1.4)}L${coordinate(middle - r * 0.7)} ${coordinate(y + r)}h${coordinate(r * 1.4)}Z`;
    parts.push(element("path", { d: glass, fill: "none", stroke: theme.muted, "stroke-width": 1.6 * s, "stroke-linejoin": "round" }));
  }
  const size = frame.size(13, 11);
  const word = waitWord(wait ?? 0, options.labels);
  parts.push(scene.text(word, middle, y + 22 * s + size * 0.5, { size, face: "italic", fill: theme.muted, anchor: "middle", role: "wait" }));
  return thing(`wait:${column.stage.id}`, `${options.labels.wait}: ${text ?? word}`, parts);
}

function waitWord(seconds: number, labels: { hours: string; days: string; weeks: string; months: string }): string {
  if (seconds < 86_400 * 1.5) return labels.hours;
  if (seconds < 86_400 * 14) return labels.days;
  return seconds < 86_400 * 60 ? labels.weeks : labels.months;
}
