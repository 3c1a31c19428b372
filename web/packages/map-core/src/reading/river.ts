// The river: its thickness is the customers who are still here; who leaves flows away below.
//
// In: the share that remains at the end of each stage. Out: shapes. The upper bank is straight, so
// thickness is read off one edge. Only numbered exits carry a number; unseen stages are hatched.
import type { Box } from "../boxes";
import { linePath, type Point } from "../curve";
import { percent } from "../format";
import type { RiverPoint } from "../generated/map";
import type { JourneyMap } from "../model";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { textWidth, wrap } from "../text/measure";
import type { Theme } from "../theme";
import type { Column } from "./columns";
import type { Frame } from "./frame";

interface Reach {
  point: RiverPoint | undefined;
  column: Column;
  /** Right end, the waiting gap included. */
  right: number;
  before: number;
  after: number;
}

export function drawRiver(map: JourneyMap, frame: Frame, at: Box, columns: readonly Column[], scene: Scene, theme: Theme): Element[] {
  const { s } = frame;
  const exitsHeight = 24 * s;
  const full = at.bottom - at.top - exitsHeight;
  const reaches = makeReaches(map.file.snapshot.reading.river, columns);
  if (reaches.length === 0) return [];
  if (reaches.every((reach) => !reach.point || reach.point.remaining === null)) return drawUnseen(map, frame, at, full, reaches, scene, theme);
  const bank = bankPoints(reaches, at, full);
  scene.definitions.push(
    element("linearGradient", { id: scene.id("leaving"), x1: 0, y1: 0, x2: 0, y2: 1 }, [
      element("stop", { offset: "0", "stop-color": theme.exit, "stop-opacity": 0.95 }),
      element("stop", { offset: "1", "stop-color": theme.exit, "stop-opacity": 0.05 }),
    ]),
  );
  const body = [linePath(bank), `L${coordinate(bank[bank.length - 1].x)} ${coordinate(at.top)}`, `L${coordinate(bank[0].x)} ${coordinate(at.top)}Z`].join("");
  const parts: Element[] = reaches.flatMap((reach) => drawExit(reach, at, full, frame, scene, theme));
  parts.push(element("path", { d: body, fill: theme.river }));
  for (const reach of reaches) parts.push(...drawHidden(reach, at, full, frame, scene, theme));
  parts.push(...drawName(map, frame, at, full * reaches[0].before, reaches[0], scene, theme));
  return parts;
}

function makeReaches(river: readonly RiverPoint[], columns: readonly Column[]): Reach[] {
  let still = 1;
  return columns.map((column) => {
    const point = river.find((each) => each.stage === column.stage.id);
    const before = still;
    if (point?.remaining != null) still = Math.min(point.remaining, before);
    return { point, column, right: column.gap?.right ?? column.right, before, after: still };
  });
}

const isUnseen = (reach: Reach) => !reach.point || reach.point.remaining === null;

/** Where in a stage people are seen to leave: the exit curls away here. */
const exitX = (reach: Reach) => reach.column.left + (reach.column.right - reach.column.left) * 0.62;

function bankPoints(reaches: readonly Reach[], at: Box, full: number): Point[] {
  const y = (share: number) => at.top + Math.max(full * share, 3);
  const points: Point[] = [{ x: at.left, y: y(reaches[0].before) }];
  for (const reach of reaches) {
    const x = exitX(reach);
    const soft = Math.min(26, (reach.column.right - reach.column.left) * 0.2);
    if (reach.before !== reach.after) points.push({ x: x - soft, y: y(reach.before) }, { x: x + soft, y: y(reach.after) });
  }
  points.push({ x: at.right, y: y(reaches[reaches.length - 1].after) });
  return points;
}

function drawExit(reach: Reach, at: Box, full: number, frame: Frame, scene: Scene, theme: Theme): Element[] {
  const { s, options } = frame;
  const { point, before, after, column } = reach;
  const thick = (before - after) * full;
  if (!point || thick < 0.6 * s) return [];
  const soft = Math.min(26, (column.right - column.left) * 0.2);
  const x = exitX(reach) - soft;
  const upper = at.top + full * after;
  const lower = at.top + full * before;
  const end = at.bottom - 2 * s;
  const drop = Math.max(end - lower, 10 * s);
  // the inner bank bends later than the outer one: the stream keeps its thickness while it turns
  const turn = 16 * s;
  const d = [
    `M${coordinate(x)} ${coordinate(upper)}`,
    `C${coordinate(x + turn + thick * 0.8)} ${coordinate(upper)} ${coordinate(x + turn + thick)} ${coordinate(lower - thick * 0.1)} ${coordinate(x + turn + thick)} ${coordinate(lower + drop)}`,
    `L${coordinate(x + turn)} ${coordinate(lower + drop)}`,
    `C${coordinate(x + turn)} ${coordinate(lower + drop * 0.4)} ${coordinate(x + turn * 0.55)} ${coordinate(lower)} ${coordinate(x)} ${coordinate(lower)}Z`,
  ].join("");
  const text = point.numbered ? (point.text ?? percent(point.left ?? before - after, options.locale)) : null;
  const said = `${column.stage.verb}: ${point.text ?? percent(before - after, options.locale)}, n ${point.n}`;
  const parts = [element("path", { d, fill: scene.reference("leaving"), opacity: point.numbered ? 1 : 0.6 })];
  if (text) {
    const size = frame.size(15, 11);
    const width = textWidth(text, size, "semibold");
    const beside = x + turn + thick + 7 * s;
    const fits = beside + width < frame.right;
    parts.push(scene.text(text, fits ? beside : x + turn - 7 * s, end - 1 * s, { size, face: "semibold", fill: theme.pain, anchor: fits ? "start" : "end", role: "exit" }));
  }
  return [thing(`river:${column.stage.id}`, said, parts)];
}

function drawHidden(reach: Reach, at: Box, full: number, frame: Frame, scene: Scene, theme: Theme): Element[] {
  if (!isUnseen(reach)) return [];
  const { s, options } = frame;
  const left = reach.column.left + 3 * s;
  const right = reach.column.right - 3 * s;
  const height = full * reach.after;
  const parts = [element("rect", { x: left, y: at.top, width: right - left, height, fill: scene.reference("hatch") })];
  const size = frame.size(14, 11);
  const width = textWidth(options.labels.notMeasured, size, "italic");
  const middle = (left + right) / 2;
  if (width + 16 * s < right - left && height > size * 2) {
    const y = at.top + height / 2;
    parts.push(
      element("rect", { x: middle - width / 2 - 7 * s, y: y - size * 0.85, width: width + 14 * s, height: size * 1.7, rx: size * 0.85, fill: theme.paper }),
      scene.text(options.labels.notMeasured, middle, y + size * 0.34, { size, face: "italic", fill: theme.muted, anchor: "middle", role: "river" }),
    );
  }
  const said = `${reach.column.stage.verb}: ${options.labels.notMeasured}. ${reach.point?.reason ?? ""}`;
  return [thing(`river:${reach.column.stage.id}`, said, parts)];
}

function drawName(map: JourneyMap, frame: Frame, at: Box, thickness: number, first: Reach, scene: Scene, theme: Theme): Element[] {
  const { s } = frame;
  const size = frame.size(15.5, 11);
  const room = exitX(first) - first.column.left - 40 * s;
  const { lines } = wrap(map.file.snapshot.reading.river_label, Math.max(room, 90 * s), size, "semibold", 2);
  const leading = size * 1.2;
  const y = at.top + thickness / 2 - ((lines.length - 1) * leading) / 2 + size * 0.36;
  if (isUnseen(first)) return [];
  return scene.lines(lines, at.left + 14 * s, y, leading, { size, face: "semibold", fill: theme.riverInk, role: "river" });
}

/** Nothing at all is known of who leaves. */
function drawUnseen(map: JourneyMap, frame: Frame, at: Box, full: number, reaches: readonly Reach[], scene: Scene, theme: Theme): Element[] {
  const { labels } = frame.options;
  const size = frame.size(15, 11);
  const text = `${map.file.snapshot.reading.river_label}: ${labels.notMeasured}`;
  const width = textWidth(text, size, "italic");
  const y = at.top + full / 2;
  return [
    thing(`river:${reaches[0].column.stage.id}`, text, [
      element("rect", { x: at.left, y: at.top, width: at.right - at.left, height: full, fill: scene.reference("hatch") }),
      element("rect", { x: at.left + 14 * frame.s, y: y - size, width: width + 20 * frame.s, height: size * 2, rx: size, fill: theme.paper }),
      scene.text(text, at.left + 24 * frame.s, y + size * 0.35, { size, face: "italic", fill: theme.muted, role: "river" }),
    ]),
  ];
}
