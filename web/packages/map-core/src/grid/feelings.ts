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
import { nText, SIZES, valueText, type Pen } from "./blocks";
import type { Row } from "./lanes";

interface Point extends BandPoint {
  cell: Row["cells"][number];
  binding: string;
}

const FOOT = 74;

export function drawFeelings(map: JourneyMap, row: Row, at: Box, pen: Pen): Element[] {
  const { theme } = pen;
  const plot = { ...at, top: at.top + 12, bottom: at.bottom - FOOT };
  const range = feelingRange(map.file.snapshot.reading.curve);
  const y = (value: number) => plot.top + ((range.high - value) / (range.high - range.low)) * (plot.bottom - plot.top);
  const zero = y(0);
  const parts: Element[] = [element("line", { x1: at.left, x2: at.right, y1: zero, y2: zero, stroke: theme.muted, "stroke-width": 1.1, "stroke-dasharray": "1.5 4.5", "stroke-linecap": "round" })];
  const heard = row.cells.map((cell) => pointOf(map, cell, y, range));
  parts.push(...row.cells.flatMap((cell, i) => (heard[i] ? [] : drawUnheard(map, cell, zero, at, pen))));
  for (const run of runs(heard)) parts.push(...drawRun(run, map, zero, at, pen));
  return parts;
}

function pointOf(map: JourneyMap, cell: Row["cells"][number], y: (value: number) => number, range: { low: number; high: number }): Point | null {
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

function drawUnheard(map: JourneyMap, cell: Row["cells"][number], zero: number, at: Box, pen: Pen): Element[] {
  const { scene, theme, options } = pen;
  const width = cell.right - cell.left - 20;
  const value = map.value(cell.cell.bindings[0]);
  const text = value?.suppressed ? options.labels.tooFew : options.labels.nobodyAsked;
  const { lines } = wrap(text, width, SIZES.small, "italic", 2);
  const middle = (cell.left + cell.right) / 2;
  return [
    thing(`cell:${cell.cell.id}`, `${cell.column}: ${text}`, [
      element("rect", { x: cell.left + 8, y: zero - 11, width: cell.right - cell.left - 16, height: 22, rx: 11, fill: scene.reference("hatch") }),
      ...scene.lines(lines, middle, at.bottom - FOOT + 18, SIZES.small * 1.2, { size: SIZES.small, face: "italic", fill: theme.muted, anchor: "middle", role: "cell" }),
    ]),
  ];
}

function drawRun(run: Point[], map: JourneyMap, zero: number, at: Box, pen: Pen): Element[] {
  const { theme, scene } = pen;
  const parts: Element[] = [];
  if (run.length > 1) {
    const [above, below] = [scene.id(`f${at.top}a`), scene.id(`f${at.top}b`)];
    if (!scene.definitions.some((each) => each.attributes.id === above)) {
      scene.definitions.push(
        element("clipPath", { id: above }, [element("rect", { x: at.left, y: at.top, width: at.right - at.left, height: zero - at.top })]),
        element("clipPath", { id: below }, [element("rect", { x: at.left, y: zero, width: at.right - at.left, height: at.bottom - zero })]),
      );
    }
    const area = areaPath(run, zero);
    parts.push(
      element("path", { d: area, fill: theme.gladTint, "clip-path": `url(#${above})` }),
      element("path", { d: area, fill: theme.upsetTint, "clip-path": `url(#${below})` }),
      ...drawLine(run, map, theme),
    );
  } else {
    const [{ x, y, above, below }] = run;
    parts.push(element("line", { x1: x, x2: x, y1: y - above, y2: y + below, stroke: theme.band, "stroke-width": 10, "stroke-linecap": "round" }));
  }
  return [...parts, ...run.map((point) => drawPoint(point, map, at, pen))];
}

function drawLine(run: Point[], map: JourneyMap, theme: Theme): Element[] {
  const stretches = cut(run.map((point) => map.value(point.binding)?.state === "assumption"));
  return [
    ...stretches.map(({ from, to, dashed }) => element("path", { d: bandPath(run, from, to), fill: theme.band, "fill-opacity": dashed ? 0.4 : 0.85 })),
    ...stretches.map(({ from, to, dashed }) =>
      element("path", { d: linePath(run, from, to), fill: "none", stroke: theme.line, "stroke-width": 3.6, "stroke-linecap": "round", "stroke-dasharray": dashed ? "6 7" : undefined }),
    ),
  ];
}

function drawPoint(point: Point, map: JourneyMap, at: Box, pen: Pen): Element {
  const { scene, theme, options } = pen;
  const value = map.value(point.binding)!;
  const text = valueText(value, options) ?? "";
  const { x, y } = point;
  const foot = at.bottom - FOOT + 18;
  const children = [element("circle", { cx: x, cy: y, r: 4.2, fill: theme.paper, stroke: theme.line, "stroke-width": 2 })];
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
  return thing(`binding:${point.binding}`, `${point.cell.column}: ${value.words ?? `${options.labels.feelings} ${number(value.value!, options.locale, 2)}`}.${claim}`, children);
}
