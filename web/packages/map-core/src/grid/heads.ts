// The grid's head and foot: title, stages as chevrons, touchpoints with their icons, the legend.
import { iconFor } from "../icons";
import { badge, disc, icon, STATES } from "../ink";
import { channelName } from "../labels";
import type { JourneyMap } from "../model";
import { element, thing, type Element } from "../scene";
import { coordinate } from "../svg";
import { balance, elide, textWidth } from "../text/measure";
import { SIZES, type Pen } from "./blocks";
import type { GridStage } from "./columns";

export const HEADER_HEIGHT = 84;
export const HEADS_HEIGHT = 142;
export const LEGEND_HEIGHT = 40;
const CHEVRON = 50;

export function drawGridHeader(map: JourneyMap, left: number, right: number, page: number, pages: number, pen: Pen): Element[] {
  const { scene, theme, options } = pen;
  const { labels } = options;
  const { document, snapshot } = map.file;
  const parts: Element[] = [];
  let edge = right;
  if (document.generated_sample) {
    const size = 13;
    const width = textWidth(labels.generatedSample, size, "semibold") + 24;
    parts.push(
      element("rect", { x: right - width, y: 40, width, height: 25, rx: 12.5, fill: theme.paper, stroke: theme.warn, "stroke-width": 1.4 }),
      scene.text(labels.generatedSample, right - width / 2, 57, { size, face: "semibold", fill: theme.warn, anchor: "middle", role: "chip" }),
    );
    edge = right - width - 20;
  }
  const title = elide(document.title, edge - left, 30, "bold");
  const where = pages > 1 ? `${snapshot.reading.subtitle} · ${labels.page} ${page + 1}/${pages}` : snapshot.reading.subtitle;
  return [
    element("g", { role: "heading", "aria-level": 1, "aria-label": document.title }, [scene.text(title, left, 64, { size: 30, face: "bold", fill: theme.ink, role: "headline" })]),
    element("g", { "data-ref": "coverage" }, [scene.text(elide(where, right - left, 15), left, 92, { size: 15, fill: theme.muted, role: "subtitle" })]),
    ...parts,
  ];
}

/** How far the words of a screen's header reach. */
export function headerWidth(map: JourneyMap): number {
  return Math.ceil(Math.max(textWidth(map.file.document.title, 30, "bold"), textWidth(map.file.snapshot.reading.subtitle, 15)));
}

export function drawColumnHeads(stages: readonly GridStage[], top: number, pen: Pen): Element[] {
  return stages.flatMap((stage, i) => [
    drawStage(stage, i === 0, top, pen),
    ...stage.columns.flatMap((column) => (column.touchpoint ? [drawTouchpoint(column.touchpoint, column.left, column.right, top + CHEVRON, pen)] : [])),
  ]);
}

/** Lines between stages, and between touchpoints where `hasColumns` says that a row speaks of each. */
export function drawSeparators(stages: readonly GridStage[], top: number, bottom: number, hasColumns: (stage: GridStage) => boolean, { theme }: Pen): Element[] {
  return stages.flatMap((stage, i) => [
    ...(i === 0 ? [] : [element("line", { x1: stage.left, x2: stage.left, y1: top, y2: bottom, stroke: theme.hairline, "stroke-width": 2 })]),
    ...(hasColumns(stage)
      ? stage.columns.slice(1).map(({ left }) => element("line", { x1: left, x2: left, y1: top, y2: bottom, stroke: theme.hairline, "stroke-width": 1, "stroke-dasharray": "2 4" }))
      : []),
  ]);
}

/** Stages point the way: each a chevron that the next one fits into. */
function drawStage({ stage, left, right }: GridStage, isFirst: boolean, y: number, pen: Pen): Element {
  const { scene, theme } = pen;
  const [tip, height, gap] = [13, CHEVRON - 6, 3];
  const start = left + (isFirst ? 0 : gap);
  const d = `M${coordinate(start)} ${coordinate(y)}H${coordinate(right - tip)}l${tip} ${height / 2}-${tip} ${height / 2}H${coordinate(start)}${isFirst ? "" : `l${tip}-${height / 2}`}Z`;
  const text = elide(stage.verb, right - left - 44, 17, "semibold");
  const room = right - left - 52 - textWidth(text, 17, "semibold");
  const noun = stage.title && stage.title !== stage.verb && room > 46 ? elide(stage.title, room, SIZES.small) : null;
  return thing(`stage:${stage.id}`, `${stage.verb}, ${stage.title}`, [
    element("path", { d, fill: theme.river }),
    scene.text(text, left + 24, y + height / 2 + 6, { size: 17, face: "semibold", fill: theme.riverInk, role: "stage" }),
    ...(noun ? [scene.text(noun, right - tip - 12, y + height / 2 + 5, { size: SIZES.small, fill: theme.riverInk, anchor: "end", role: "stage" })] : []),
  ]);
}

function drawTouchpoint(touchpoint: { id: string; title: string; channel: string; measured: boolean }, left: number, right: number, y: number, pen: Pen): Element {
  const { scene, theme, options } = pen;
  const middle = (left + right) / 2;
  const state = touchpoint.measured ? "supported" : "unmeasured";
  const { lines } = balance(touchpoint.title, right - left - 14, SIZES.title, "semibold", 2);
  const said = `${options.labels.touchpoint}: ${touchpoint.title}, ${channelName(touchpoint.channel, options.labels)}${touchpoint.measured ? "" : `, ${options.labels.notMeasured}`}`;
  return thing(`touchpoint:${touchpoint.id}`, said, [
    disc({ x: middle, y: y + 25, radius: 17, state, ring: false }, scene, theme),
    icon(iconFor(touchpoint.channel), middle, y + 25, 19, touchpoint.measured ? theme.onLine : theme.ink, 1.8),
    ...scene.lines(lines, middle, y + 61, 17, { size: SIZES.title, face: "semibold", fill: touchpoint.measured ? theme.ink : theme.muted, anchor: "middle", role: "touchpoint" }),
  ]);
}

export function drawGridLegend(left: number, right: number, y: number, pen: Pen): Element[] {
  const { scene, theme, options } = pen;
  const { labels } = options;
  const size = 12;
  const style = { size, fill: theme.muted, role: "legend" };
  const parts: Element[] = [element("line", { x1: left, x2: right, y1: y - 12, y2: y - 12, stroke: theme.hairline, "stroke-width": 1.2 })];
  parts.push(scene.text(labels.legend, left, y + 14, { ...style, face: "semibold", fill: theme.ink }));
  let x = left + textWidth(labels.legend, size, "semibold") + 20;
  for (const state of STATES) {
    const text = `${labels[state]}: ${labels.meaning[state]}`;
    const width = 20 + textWidth(text, size) + 18;
    if (x + width > right) break;
    parts.push(disc({ x: x + 7, y: y + 10, radius: 7, state, ring: false }, scene, theme), ...badge(state, x + 11, y + 14, 5.5, theme));
    parts.push(scene.text(text, x + 20, y + 14, style));
    x += width;
  }
  return [element("g", { "aria-hidden": "true" }, parts)];
}
