// The feeling curve: one line with its pale band and a zero line, broken where nobody was heard.
//
// In: curve points and the shared columns. Out: shapes, and what callouts must keep clear of.
import { clamp, type Box } from "../boxes";
import { areaPath, bandAt, bandPath, heightAt, linePath, type BandPoint } from "../curve";
import type { CurvePoint } from "../generated/map";
import { badge } from "../ink";
import type { JourneyMap } from "../model";
import { number } from "../format";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { balance, wrap } from "../text/measure";
import type { Theme } from "../theme";
import { positionOf, type Column } from "./columns";
import type { Frame } from "./frame";

export interface PlacedPoint {
  point: CurvePoint;
  x: number;
  /** null where nobody was heard. */
  y: number | null;
  above: number;
  below: number;
}

export interface Feeling {
  points: PlacedPoint[];
  zero: number;
  back: Element[];
  front: Element[];
  /** Top and bottom of what is drawn at this x, or null. */
  occupied(x: number): { top: number; bottom: number } | null;
  words: Box[];
  /** Height of a feeling. */
  y(value: number): number;
  /** Where a column without a point of its own stands on the line, or null where nothing places it. */
  onLine(column: string): { x: number; y: number; top: number; bottom: number } | null;
}

/** Zoomed so that the line is seen, but never so far that a small difference looks like a cliff. */
export function feelingRange(points: readonly CurvePoint[], levels: readonly number[] = []): { low: number; high: number } {
  const highs = [...points.map((p) => p.high ?? p.value ?? 0), ...levels];
  const lows = [...points.map((p) => p.low ?? p.value ?? 0), ...levels];
  return {
    high: clamp(Math.max(...highs, 0) * 1.08, 0.45, 1),
    low: clamp(Math.min(...lows, 0) * 1.08, -1, -0.45),
  };
}

interface Placement {
  placed: PlacedPoint[];
  zero: number;
  /** Height of a feeling. */
  y(value: number): number;
}

export function placePoints(points: readonly CurvePoint[], levels: readonly number[], columns: readonly Column[], plot: Box): Placement {
  const { low, high } = feelingRange(points, levels);
  const y = (value: number) => plot.top + ((high - clamp(value, low, high)) / (high - low)) * (plot.bottom - plot.top);
  const placed = points.flatMap((point): PlacedPoint[] => {
    const x = positionOf(point.column, point.stage, columns);
    if (x === null) return [];
    if (point.value === null) return [{ point, x, y: null, above: 0, below: 0 }];
    const at = y(point.value);
    return [{ point, x, y: at, above: Math.max(0, at - y(point.high ?? point.value)), below: Math.max(0, y(point.low ?? point.value) - at) }];
  });
  placed.sort((a, b) => a.x - b.x);
  for (let i = 1; i < placed.length; i++) placed[i].x = Math.max(placed[i].x, placed[i - 1].x + 6);
  return { placed, zero: y(0), y };
}

/** Runs of neighbours that were heard, or that were not. */
function runs(points: readonly PlacedPoint[]): PlacedPoint[][] {
  const result: PlacedPoint[][] = [];
  for (const point of points) {
    const last = result[result.length - 1];
    if (last && (last[0].y === null) === (point.y === null)) last.push(point);
    else result.push([point]);
  }
  return result;
}

const toBand = (p: PlacedPoint): BandPoint => ({ x: p.x, y: p.y!, above: p.above, below: p.below });

export function drawFeeling(map: JourneyMap, frame: Frame, plot: Box, columns: readonly Column[], scene: Scene, theme: Theme): Feeling {
  const inner = { ...plot, top: plot.top + 20 * frame.s, bottom: plot.bottom - 14 * frame.s };
  const { curve, callouts } = map.file.snapshot.reading;
  const levels = callouts.flatMap((callout) => callout.level ?? []);
  const { placed, zero, y } = placePoints(curve, levels, columns, inner);
  const all = runs(placed);
  const heard = all.filter((run) => run[0].y !== null);
  const silent = all.filter((run) => run[0].y === null);
  scene.definitions.push(
    element("clipPath", { id: scene.id("above") }, [element("rect", { x: 0, y: 0, width: frame.width, height: zero })]),
    element("clipPath", { id: scene.id("below") }, [element("rect", { x: 0, y: zero, width: frame.width, height: frame.height })]),
  );
  const back = [...heard.flatMap((run) => drawTint(run, zero, scene, theme)), ...drawAxis(frame, plot, zero, scene, theme)];
  const words: Box[] = [];
  if (heard.length === 0) back.push(...drawNobody(map, frame, plot, zero, scene, theme, words));
  else for (const run of silent) back.push(...drawSilence(run, placed, frame, plot, zero, scene, theme, words));
  const front = [
    ...heard.flatMap((run) => drawRun(run, frame, theme)),
    ...placed.filter((p) => p.y !== null).map((p) => drawPoint(p, map, frame, theme)),
  ];
  return { points: placed, zero, y, back, front, words, occupied: (x) => occupiedAt(heard, x, frame), onLine: (column) => onLine(column, map, columns, heard, zero) };
}

function onLine(column: string, map: JourneyMap, columns: readonly Column[], heard: readonly PlacedPoint[][], zero: number): ReturnType<Feeling["onLine"]> {
  const x = positionOf(column, map.touchpoint(column)?.stage ?? "", columns);
  if (x === null) return null;
  const run = heard.find((each) => each.length > 1 && x >= each[0].x && x <= each[each.length - 1].x);
  if (!run) return { x, y: zero, top: zero, bottom: zero };
  return { x, y: heightAt(run.map(toBand), x), ...bandAt(run.map(toBand), x) };
}

function occupiedAt(heard: readonly PlacedPoint[][], x: number, frame: Frame): { top: number; bottom: number } | null {
  const reach = 6 * frame.s;
  for (const run of heard) {
    const [first, last] = [run[0], run[run.length - 1]];
    if (x < first.x - reach || x > last.x + reach) continue;
    if (run.length === 1) return { top: first.y! - first.above - reach, bottom: first.y! + first.below + reach };
    const { top, bottom } = bandAt(run.map(toBand), clamp(x, first.x, last.x));
    return { top: top - 4 * frame.s, bottom: bottom + 4 * frame.s };
  }
  return null;
}

function drawTint(run: PlacedPoint[], zero: number, scene: Scene, theme: Theme): Element[] {
  const d = areaPath(run.map(toBand), zero);
  if (d === "") return [];
  return [
    element("path", { d, fill: theme.gladTint, "clip-path": scene.reference("above") }),
    element("path", { d, fill: theme.upsetTint, "clip-path": scene.reference("below") }),
  ];
}

function drawAxis(frame: Frame, plot: Box, zero: number, scene: Scene, theme: Theme): Element[] {
  const { s, plotLeft } = frame;
  const { labels } = frame.options;
  const size = frame.size(14, 11);
  const x = plotLeft - 14 * s;
  const style = { size, fill: theme.muted, anchor: "end" as const, role: "axis" };
  const top = plot.top + 26 * s;
  const bottom = plot.bottom - 26 * s;
  return [
    element("line", { x1: plotLeft, y1: zero, x2: plot.right, y2: zero, stroke: theme.muted, "stroke-width": 1.2 * s, "stroke-dasharray": `${coordinate(1.5 * s)} ${coordinate(5 * s)}`, "stroke-linecap": "round" }),
    face(x - 12 * s, top, 12 * s, true, theme.delight),
    scene.text(labels.glad, x, top + 14 * s + size, style),
    face(x - 12 * s, bottom - 12 * s, 12 * s, false, theme.pain),
    scene.text(labels.upset, x, bottom + 2 * s + size, style),
  ];
}

function face(x: number, y: number, r: number, glad: boolean, stroke: string): Element {
  const bend = glad ? 0.5 : -0.5;
  const mouthY = y + (glad ? 0.22 : 0.52) * r;
  const d = [
    `M${coordinate(x - 0.36 * r)} ${coordinate(y - 0.22 * r)}h.01`,
    `M${coordinate(x + 0.36 * r)} ${coordinate(y - 0.22 * r)}h.01`,
    `M${coordinate(x - 0.42 * r)} ${coordinate(mouthY)}Q${coordinate(x)} ${coordinate(mouthY + bend * r)} ${coordinate(x + 0.42 * r)} ${coordinate(mouthY)}`,
  ].join("");
  return element("g", { fill: "none", stroke, "stroke-width": r * 0.15, "stroke-linecap": "round", "aria-hidden": "true" }, [
    element("circle", { cx: x, cy: y, r: r * 0.92 }),
    element("path", { d }),
  ]);
}

/** Nobody was heard: a hatched stretch with the words that say so. */
function drawSilence(
  run: PlacedPoint[], all: PlacedPoint[], frame: Frame, plot: Box, zero: number, scene: Scene, theme: Theme, words: Box[],
): Element[] {
  const { s, plotLeft } = frame;
  const before = all[all.indexOf(run[0]) - 1];
  const after = all[all.indexOf(run[run.length - 1]) + 1];
  const left = before ? before.x + 10 * s : plotLeft;
  const right = after ? after.x - 10 * s : plot.right;
  if (right - left < 8 * s) return [];
  const depth = 26 * s;
  const size = frame.size(14, 11);
  const stretch = element("rect", { x: left, y: zero - depth / 2, width: right - left, height: depth, rx: depth / 2, fill: scene.reference("hatch"), opacity: 0.9 });
  const { lines, elided } = wrap(frame.options.labels.nobodyAsked, Math.max(right - left, 64 * s), size, "italic", 3);
  words.push({ left, right, top: zero - depth / 2, bottom: zero + depth / 2 });
  const label = thing(`silence:${run[0].point.column}`, frame.options.labels.nobodyAsked, [stretch]);
  if (elided) return [label];
  const leading = size * 1.2;
  const middle = clamp((left + right) / 2, plotLeft + 34 * s, plot.right - 34 * s);
  // above the zero line, unless a neighbour's line runs there
  const neighbours = [before, after].filter((p) => p !== undefined).map((p) => p.y!);
  const isBusyAbove = neighbours.some((y) => y < zero && zero - y < (lines.length + 2) * leading);
  const top = isBusyAbove ? zero + depth / 2 + size : zero - depth / 2 - 8 * s - (lines.length - 1) * leading;
  const from = scene.labels.length;
  const texts = scene.lines(lines, middle, top, leading, { size, face: "italic", fill: theme.muted, anchor: "middle", role: "silence", halo: theme.paper });
  words.push(...scene.labels.slice(from).map((each) => each.box));
  return [label, ...texts];
}

/** Nobody was heard anywhere: the words, and in their place what to ask next. */
function drawNobody(map: JourneyMap, frame: Frame, plot: Box, zero: number, scene: Scene, theme: Theme, words: Box[]): Element[] {
  const { s } = frame;
  const depth = 26 * s;
  const middle = (plot.left + plot.right) / 2;
  const size = frame.size(16, 12);
  const large = frame.size(23, 15);
  const style = { fill: theme.muted, anchor: "middle" as const, role: "silence" };
  const from = scene.labels.length;
  const texts = [scene.text(frame.options.labels.nobodyAsked, middle, zero - depth / 2 - 9 * s, { ...style, size, face: "italic", halo: theme.paper })];
  const next = map.file.snapshot.reading.next_measure;
  if (next) {
    const { lines } = balance(next, (plot.right - plot.left) * 0.8, large, "semibold", 2);
    texts.push(...scene.lines(lines, middle, zero + depth / 2 + large * 1.25, large * 1.25, { ...style, size: large, face: "semibold", halo: theme.paper }));
  }
  const stretch = { left: plot.left, right: plot.right, top: zero - depth / 2, bottom: zero + depth / 2 };
  words.push(stretch, ...scene.labels.slice(from).map((each) => each.box));
  const first = map.file.snapshot.reading.curve[0]?.column ?? map.stages[0]?.id ?? "";
  const rect = element("rect", { x: plot.left, y: stretch.top, width: plot.right - plot.left, height: depth, rx: depth / 2, fill: scene.reference("hatch") });
  return [thing(`silence:${first}`, [frame.options.labels.nobodyAsked, next].filter(Boolean).join(". "), [rect]), ...texts];
}

function drawRun(run: PlacedPoint[], frame: Frame, theme: Theme): Element[] {
  const { s } = frame;
  const width = 5 * s;
  if (run.length === 1) {
    const [{ x, y, above, below }] = run;
    return [element("line", { x1: x, x2: x, y1: y! - above, y2: y! + below, stroke: theme.band, "stroke-width": 12 * s, "stroke-linecap": "round" })];
  }
  const points = run.map(toBand);
  const line = { fill: "none", stroke: theme.line, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" };
  const isDashed = run.map((p) => p.point.state === "assumption");
  const stretches = cut(isDashed);
  // a guess has a paler band, so that its width does not shout
  const bands = stretches.map(({ from, to, dashed }) => element("path", { d: bandPath(points, from, to), fill: theme.band, "fill-opacity": dashed ? 0.4 : 0.85 }));
  const lines = stretches.map(({ from, to, dashed }) => {
    const dashes = dashed ? `${coordinate(width * 1.5)} ${coordinate(width * 1.9)}` : undefined;
    return element("path", { d: linePath(points, from, to), ...line, "stroke-dasharray": dashes });
  });
  return [...bands, ...lines];
}

interface Stretch {
  from: number;
  to: number;
  dashed: boolean;
}

/** Where solid turns to dashed: a piece is dashed when either of its ends is an assumption. */
export function cut(isDashed: readonly boolean[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i + 1 < isDashed.length; i++) {
    const dashed = isDashed[i] || isDashed[i + 1];
    const last = stretches[stretches.length - 1];
    if (last && last.dashed === dashed) last.to = i + 1;
    else stretches.push({ from: i, to: i + 1, dashed });
  }
  return stretches;
}

function drawPoint(placed: PlacedPoint, map: JourneyMap, frame: Frame, theme: Theme): Element {
  const { s, options } = frame;
  const { point, x } = placed;
  const y = placed.y!;
  const title = map.touchpoint(point.column)?.title ?? map.stage(point.column)?.verb ?? "";
  const said = `${title}: ${options.labels.feelings} ${number(point.value!, options.locale, 2)}, n ${number(point.n, options.locale)}, ${options.labels[point.state]}`;
  const children: Element[] = [element("circle", { cx: x, cy: y, r: 15 * s, fill: "transparent" })];
  if (point.state === "contradicted") children.push(notch(x, y, 9 * s, theme));
  else children.push(element("circle", { cx: x, cy: y, r: 4.2 * s, fill: theme.paper, stroke: theme.line, "stroke-width": 2 * s }));
  if (point.state === "stale") children.push(...badge("stale", x, y, 9 * s, theme));
  return thing(`curve:${point.column}`, said, children);
}

/** A cut in the line: what the words claim is not what the data say. */
function notch(x: number, y: number, r: number, theme: Theme): Element {
  const d = `M${coordinate(x - r * 0.7)} ${coordinate(y - r)}L${coordinate(x)} ${coordinate(y + r * 0.5)}L${coordinate(x + r * 0.7)} ${coordinate(y - r)}`;
  return element("path", { d, fill: theme.paper, stroke: theme.line, "stroke-width": r * 0.3, "stroke-linejoin": "round", "stroke-linecap": "round" });
}
