// Lines beside the feeling curve: one per persona, and how the journey is remembered, with a key that names them.
//
// In: the curves of the snapshot that are to be shown, and the columns. Out: shapes over the feelings lane. A line is told by its
// mark, its colour and its name; dashes stay what they are everywhere: an assumption. Bands are pale, so that several stay legible.
import { bandPath, linePath, type BandPoint } from "../curve";
import type { Curve, CurvePoint } from "../generated/map";
import type { Labels } from "../labels";
import type { JourneyMap } from "../model";
import { cut } from "../reading/feeling";
import { element, thing, type Element } from "../scene";
import { coordinate } from "../svg";
import { wrap } from "../text/measure";
import type { Theme } from "../theme";
import { SIZES, type Pen } from "./blocks";
import type { GridStage } from "./columns";

export interface Look {
  colour: string;
  /** Path of its mark, about 8 wide, around the origin. */
  mark: string;
  isHollow: boolean;
}

/** Told apart by shape as well as by colour. */
const MARKS = ["M-4-4H4V4H-4Z", "M0-5L5 4H-5Z", "M-5-4H5L0 5Z", "M-1.7-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5v-3.4h3.3Z", "M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0"];
const REMEMBERED = "M0-5.5L5.5 0L0 5.5L-5.5 0Z";
const LINE = 13;
/** How strong the band of a single curve is; several are paler, or their sum would hide the rest. */
const BAND = 0.16;

export function lookOf(curve: Curve, theme: Theme): Look {
  if (curve.kind === "remembered") return { colour: theme.ink, mark: REMEMBERED, isHollow: true };
  const place = (Number(curve.id.replace(/\D+/g, "")) || 1) - 1;
  return { colour: theme.personas[place % theme.personas.length], mark: MARKS[place % MARKS.length], isHollow: false };
}

/** The curves to be drawn, in the order of the file. */
export function shownCurves(map: JourneyMap, shown: readonly string[] | null): Curve[] {
  return map.curves.filter((curve) => shown === null || shown.includes(curve.id));
}

export function curveTitle(curve: Curve, labels: Pick<Labels, "remembered">): string {
  return curve.kind === "remembered" ? `${labels.remembered}: ${curve.title}` : curve.title;
}

interface Placed extends BandPoint {
  point: CurvePoint;
}

/** Lines, bands and points. They lie under what takes clicks: a cell tells all of its column. */
export function drawCurves(map: JourneyMap, curves: readonly Curve[], stages: readonly GridStage[], y: (value: number) => number, pen: Pen): Element[] {
  const opacity = BAND / Math.max(curves.length, 1) ** 0.7;
  return curves.map((curve) => {
    const look = lookOf(curve, pen.theme);
    const lines = runsOf(curve, stages, y).flatMap((run) => drawRun(run, look, opacity, pen.theme));
    return element("g", { "data-ref": `line:${curve.id}`, role: "group", "aria-label": `${curveTitle(curve, pen.options.labels)}. ${curve.words}` }, lines.map((each) => ("ref" in each ? drawPoint(each, look, map, curve, pen) : each)));
  });
}

interface Point extends Placed {
  ref: string;
}

/** Stretches of neighbours that were heard, over the columns of this page. */
function runsOf(curve: Curve, stages: readonly GridStage[], y: (value: number) => number): Placed[][] {
  const centres = new Map<string, number>(stages.flatMap(({ stage, left, right, columns }) => [[stage.id, (left + right) / 2] as const, ...columns.flatMap((column) => (column.touchpoint ? [[column.touchpoint.id, (column.left + column.right) / 2] as const] : []))]));
  const runs: Placed[][] = [[]];
  for (const point of curve.points) {
    const x = centres.get(point.column);
    if (x === undefined) continue;
    if (point.value === null) runs.push([]);
    else {
      const at = y(point.value);
      runs[runs.length - 1].push({ point, x, y: at, above: Math.max(0, at - y(point.high ?? point.value)), below: Math.max(0, y(point.low ?? point.value) - at) });
    }
  }
  return runs.filter((run) => run.length > 0);
}

function drawRun(run: readonly Placed[], { colour }: Look, opacity: number, theme: Theme): (Element | Point)[] {
  const stretches = cut(run.map(({ point }) => point.state === "assumption"));
  const alone = run.length === 1 ? [element("line", { x1: run[0].x, x2: run[0].x, y1: run[0].y - run[0].above, y2: run[0].y + run[0].below, stroke: colour, "stroke-width": 6, "stroke-opacity": 1.6 * opacity, "stroke-linecap": "round" })] : [];
  return [
    ...alone,
    ...stretches.map(({ from, to }) => element("path", { d: bandPath(run, from, to), fill: colour, "fill-opacity": opacity })),
    ...stretches.map(({ from, to, dashed }) => element("path", { d: linePath(run, from, to), fill: "none", stroke: theme.paper, "stroke-width": 4.4, "stroke-opacity": dashed ? 0 : 0.7 })),
    ...stretches.map(({ from, to, dashed }) => element("path", { d: linePath(run, from, to), fill: "none", stroke: colour, "stroke-width": 2, "stroke-linecap": "round", "stroke-dasharray": dashed ? "5 5" : undefined })),
    ...run.map((placed) => ({ ...placed, ref: placed.point.column })),
  ];
}

function drawPoint({ point, x, y }: Point, look: Look, map: JourneyMap, curve: Curve, { theme, options }: Pen): Element {
  const place = map.touchpoint(point.column)?.title ?? map.stage(point.column)?.verb ?? "";
  return thing(`line:${curve.id}/${point.column}`, `${point.words ?? place} ${options.labels[point.state]}`, [mark(look, x, y, theme)]);
}

function mark({ colour, mark: d, isHollow }: Look, x: number, y: number, theme: Theme): Element {
  return element("path", { d, transform: `translate(${coordinate(x)} ${coordinate(y)})`, fill: isHollow ? theme.paper : colour, stroke: isHollow ? colour : theme.paper, "stroke-width": isHollow ? 1.8 : 1.2, "stroke-linejoin": "round" });
}

interface Key {
  lines: readonly string[];
  said: string;
  look: Look | null;
}

function keysOf(curves: readonly Curve[], width: number, pen: Pen): Key[] {
  const { theme, options } = pen;
  const named: [string, string, Look | null][] = [[options.labels.everybody, options.labels.everybody, null], ...curves.map((curve): [string, string, Look] => [curveTitle(curve, pen.options.labels), `${curveTitle(curve, pen.options.labels)}. ${curve.words}`, lookOf(curve, theme)])];
  return named.map(([title, said, look]) => ({ lines: wrap(title, width - 20, SIZES.small, "regular", 2).lines, said, look }));
}

/** Height of the key; 0 where the feeling curve stands alone. */
export function keyHeight(curves: readonly Curve[], width: number, pen: Pen): number {
  return curves.length === 0 ? 0 : keysOf(curves, width, pen).reduce((sum, { lines }) => sum + lines.length * LINE + 6, 0);
}

export function drawKey(curves: readonly Curve[], left: number, top: number, width: number, pen: Pen): Element[] {
  if (curves.length === 0) return [];
  const { scene, theme } = pen;
  let y = top;
  return keysOf(curves, width, pen).map(({ lines, said, look }) => {
    const middle = y + LINE * 0.55;
    const sample = look
      ? [element("line", { x1: left, x2: left + 14, y1: middle, y2: middle, stroke: look.colour, "stroke-width": 2 }), mark(look, left + 7, middle, theme)]
      : [element("line", { x1: left, x2: left + 14, y1: middle, y2: middle, stroke: theme.line, "stroke-width": 3.6, "stroke-linecap": "round" })];
    const text = scene.lines(lines, left + 20, y + SIZES.small * 0.92, LINE, { size: SIZES.small, fill: theme.muted, role: "lane" });
    y += lines.length * LINE + 6;
    return element("g", { role: "img", "aria-label": said }, [...sample, ...text]);
  });
}
