// The feelings lane: the same curve as in the reading view, with value and n beneath each point.
import { areaPath, bandPath, linePath, type BandPoint } from "../curve";
import type { Box } from "../boxes";
import { number } from "../format";
import { badge } from "../ink";
import type { JourneyMap } from "../model";
import { cut, feelingRange } from "../reading/feeling";
import { element, thing, type Element } from "../scene";
import { coordinate } from "../svg";
import { textWidth, wrap } from "../text/measure";
import type { Theme } from "../theme";
import type { GridStage } from "./columns";
import { drawCurves, shownCurves } from "./curves";
import { nText, SIZES, valueText, type Pen } from "./blocks";
import { feelingsFoot, type Row } from "./lanes";

interface Point extends BandPoint {
  cell: Placed;
  binding: string;
}


export function drawFeelings(map: JourneyMap, row: Row, stages: readonly GridStage[], at: Box, pen: Pen): Element[] {
  const { theme } = pen;
  const foot = feelingsFoot(row.cells);
  const plot = { ...at, top: at.top + 12, bottom: at.bottom - foot };
  const curves = shownCurves(map, pen.options.curves);
  const range = feelingRange([...map.file.snapshot.reading.curve, ...curves.flatMap((curve) => curve.points)]);
  const y = (value: number) => plot.top + ((range.high - value) / (range.high - range.low)) * (plot.bottom - plot.top);
  const zero = y(0);
  const parts: Element[] = [element("line", { x1: at.left, x2: at.right, y1: zero, y2: zero, stroke: theme.muted, "stroke-width": 1.1, "stroke-dasharray": "1.5 4.5", "stroke-linecap": "round" })];
  const cells = pointCells(map, row);
  const heard = cells.map((cell) => pointOf(map, cell, y, range));
  for (const silent of runsOf(cells, (_, i) => heard[i] === null)) parts.push(...drawUnheard(map, silent, zero, at.bottom - foot, pen));
  const heardRuns = runs(heard);
  const inside = (value: number) => y(Math.min(Math.max(value, range.low), range.high));
  return [
    ...parts,
    ...heardRuns.flatMap((run) => drawGround(run, map, zero, at, pen)),
    ...drawCurves(map, curves, stages, inside, pen),
    ...heardRuns.flatMap((run) => drawLine(run, map, pen.theme)),
    ...heardRuns.flat().map((point) => drawPoint(point, map, at, at.bottom - foot, pen)),
  ];
}

type Placed = Row["cells"][number];

/** The cells that make the line: a stage's touchpoints where one was heard, else the stage as a whole. */
function pointCells(map: JourneyMap, row: Row): Placed[] {
  const has = ({ cell }: Placed) => cell.bindings.some((binding) => map.value(binding)?.value != null);
  const isStage = ({ cell }: Placed) => map.stage(cell.column) !== undefined;
  const inside = (inner: Placed, outer: Placed) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const stages = row.cells.filter(isStage);
  const touchpoints = row.cells.filter((cell) => !isStage(cell));
  const instead = stages.filter((stage) => {
    const own = touchpoints.filter((cell) => inside(cell, stage));
    return own.length === 0 || (has(stage) && !own.some(has));
  });
  return [...touchpoints.filter((cell) => !instead.some((stage) => inside(cell, stage))), ...instead].sort((a, b) => a.left - b.left);
}

function runsOf<T>(items: readonly T[], belongs: (item: T, index: number) => boolean): T[][] {
  const result: T[][] = [];
  let isOpen = false;
  items.forEach((item, i) => {
    if (!belongs(item, i)) isOpen = false;
    else if (isOpen) result[result.length - 1].push(item);
    else {
      result.push([item]);
      isOpen = true;
    }
  });
  return result;
}

function pointOf(map: JourneyMap, cell: Placed, y: (value: number) => number, range: { low: number; high: number }): Point | null {
  const binding = cell.cell.bindings.find((each) => map.value(each)?.value != null);
  const value = map.value(binding);
  if (!binding || value?.value == null || value.suppressed) return null;
  const inside = (amount: number) => Math.min(Math.max(amount, range.low), range.high);
  const at = y(inside(value.value));
  return {
    cell,
    binding,
    x: (cell.left + cell.right) / 2,
    y: at,
    above: Math.max(0, at - y(inside(value.high ?? value.value))),
    below: Math.max(0, y(inside(value.low ?? value.value)) - at),
  };
}

function runs(points: readonly (Point | null)[]): Point[][] {
  const result: Point[][] = [];
  let open: Point[] | null = null;
  for (const point of points) {
    if (!point) open = null;
    else if (open) open.push(point);
    else result.push((open = [point]));
  }
  return result;
}

/** Neighbours where nobody was heard: one hatched stretch, one line of words. */
function drawUnheard(map: JourneyMap, silent: readonly Placed[], zero: number, footTop: number, pen: Pen): Element[] {
  const { scene, theme, options } = pen;
  const [first, last] = [silent[0], silent[silent.length - 1]];
  const isHidden = silent.every(({ cell }) => map.value(cell.bindings[0])?.suppressed);
  const text = isHidden ? options.labels.tooFew : options.labels.nobodyAsked;
  const { lines } = wrap(text, last.right - first.left - 20, SIZES.small, "italic", 2);
  const words = scene.lines(lines, (first.left + last.right) / 2, footTop + 18, SIZES.small * 1.2, { size: SIZES.small, face: "italic", fill: theme.muted, anchor: "middle", role: "cell" });
  const stretch = element("rect", { x: first.left + 8, y: zero - 11, width: last.right - first.left - 16, height: 22, rx: 11, fill: scene.reference("hatch") });
  const cells = silent.map((placed) =>
    thing(`cell:${placed.cell.id}`, `${placed.column}: ${text}`, [element("rect", { x: placed.left + 4, y: zero - 18, width: placed.right - placed.left - 8, height: 36, fill: "transparent" })]),
  );
  return [stretch, ...words, ...cells];
}

/** What lies beneath all lines: where it is glad or upset, and the band. */
function drawGround(run: Point[], map: JourneyMap, zero: number, at: Box, pen: Pen): Element[] {
  const { theme, scene } = pen;
  if (run.length === 1) {
    const [{ x, y, above, below }] = run;
    return [element("line", { x1: x, x2: x, y1: y - above, y2: y + below, stroke: theme.band, "stroke-width": 10, "stroke-linecap": "round" })];
  }
  const [above, below] = [scene.id(`f${at.top}a`), scene.id(`f${at.top}b`)];
  if (!scene.definitions.some((each) => each.attributes.id === above)) {
    scene.definitions.push(
      element("clipPath", { id: above }, [element("rect", { x: at.left, y: at.top, width: at.right - at.left, height: zero - at.top })]),
      element("clipPath", { id: below }, [element("rect", { x: at.left, y: zero, width: at.right - at.left, height: at.bottom - zero })]),
    );
  }
  const area = areaPath(run, zero);
  return [
    element("path", { d: area, fill: theme.gladTint, "clip-path": `url(#${above})` }),
    element("path", { d: area, fill: theme.upsetTint, "clip-path": `url(#${below})` }),
    ...stretchesOf(run, map).map(({ from, to, dashed }) => element("path", { d: bandPath(run, from, to), fill: theme.band, "fill-opacity": dashed ? 0.4 : 0.85 })),
  ];
}

function drawLine(run: Point[], map: JourneyMap, theme: Theme): Element[] {
  return stretchesOf(run, map).map(({ from, to, dashed }) =>
    element("path", { d: linePath(run, from, to), fill: "none", stroke: theme.line, "stroke-width": 3.6, "stroke-linecap": "round", "stroke-dasharray": dashed ? "6 7" : undefined }),
  );
}

const stretchesOf = (run: Point[], map: JourneyMap) => cut(run.map((point) => map.value(point.binding)?.state === "assumption"));

function drawPoint(point: Point, map: JourneyMap, row: Box, footTop: number, pen: Pen): Element {
  const { scene, theme, options } = pen;
  const value = map.value(point.binding)!;
  const text = valueText(value, options) ?? "";
  const { x, y } = point;
  const foot = footTop + 18;
  const { left, right } = point.cell;
  const hit = element("rect", { x: left, y: row.top, width: right - left, height: row.bottom - row.top, fill: "transparent" });
  const children = [hit, element("circle", { cx: x, cy: y, r: 4.2, fill: theme.paper, stroke: theme.line, "stroke-width": 2 })];
  children.push(
    scene.text(text, x, foot, { size: SIZES.body + 1, face: "bold", fill: theme.ink, anchor: "middle", role: "cell" }),
    scene.text(nText(value, options) ?? "", x, foot + 16, { size: SIZES.small, fill: theme.muted, anchor: "middle", role: "cell" }),
    ...badge(value.state, x + textWidth(text, SIZES.body + 1, "bold") / 2 + 11, foot - 5, 6.5, theme),
  );
  if (point.cell.state === "contradicted") {
    const d = `M${coordinate(x - 6)} ${coordinate(y - 9)}L${coordinate(x)} ${coordinate(y + 4)}L${coordinate(x + 6)} ${coordinate(y - 9)}`;
    children.push(element("path", { d, fill: theme.paper, stroke: theme.warn, "stroke-width": 2.2, "stroke-linejoin": "round" }));
  }
  const said = point.cell.cell.words;
  if (said) {
    const { lines } = wrap(`“${said}”`, point.cell.right - point.cell.left - 14, SIZES.small, "italic", 2);
    const fill = point.cell.state === "contradicted" ? theme.warn : theme.muted;
    children.push(...scene.lines(lines, x, foot + 33, SIZES.small * 1.2, { size: SIZES.small, face: "italic", fill, anchor: "middle", role: "cell" }));
  }
  const { state } = point.cell;
  const claim = said ? ` ${options.labels.people}: ${said}${state ? ` (${options.labels[state]})` : ""}.` : "";
  return thing(`cell:${point.cell.cell.id}`, `${point.cell.column}: ${value.words ?? `${options.labels.feelings} ${number(value.value!, options.locale, 2)}.`}${claim}`, children);
}
