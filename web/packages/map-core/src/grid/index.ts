// The grid: stages and touchpoints as columns, lanes as rows, n on every cell.
//
// In: a map. Out: one drawing as tall as it needs (screen), or pages that fit a sheet (paper): stages
// are dealt to as few pages as keep the text legible, lanes that do not fit move to a further page.
import { hatchPattern } from "../ink";
import type { Lane, LaneKind, Stage } from "../generated/map";
import type { Labels } from "../labels";
import type { JourneyMap } from "../model";
import type { Options } from "../options";
import { element, Scene, thing, type Element } from "../scene";
import type { Drawing } from "../reading";
import { balance, elide } from "../text/measure";
import { THEMES } from "../theme";
import { ground, SIZES, type Pen } from "./blocks";
import { LANE_TITLE, layColumns, leastWidth, type GridStage } from "./columns";
import { drawKey, shownCurves } from "./curves";
import { drawFeelings } from "./feelings";
import { drawGridHeader, headerWidth, drawGridLegend, drawColumnHeads, drawSeparators, HEADS_HEIGHT, HEADER_HEIGHT, LEGEND_HEIGHT } from "./heads";
import { layRow, PADDING, type Row } from "./lanes";

const MARGIN = 40;
/** Paper is scaled to this at most: 13 units of text are about 7 points on A3. */
const LEAST_SCALE = 0.74;
/** Before lanes are moved to a further sheet, type may shrink a little more: to about 6 points. */
const TIGHT_SCALE = 0.64;

/** Lanes that data fill, not people. */
const FOUND = new Set<LaneKind>(["pains", "delights", "moments", "waiting", "drop_off", "effort", "metrics", "thoughts"]);

interface Page {
  stages: Stage[];
  lanes: Lane[];
  width: number;
  height: number;
}

/** Drawings of the grid: one for a screen, one or more for paper. */
export function drawGrid(map: JourneyMap, options: Options): Drawing[] {
  if (!options.paper) {
    const least = map.stages.reduce((sum, stage) => sum + leastWidth(map, stage), 0) + LANE_TITLE + 2 * MARGIN;
    const page = { stages: map.stages, lanes: map.lanes, width: Math.max(options.width, least), height: 0 };
    return [drawPage(map, page, 0, 1, options)];
  }
  const planned = planPages(map, options);
  return planned.map((page, i) => drawPage(map, page, i, planned.length, options));
}

/** Deal stages to pages so that none is wider than the sheet at its least scale, about equally. */
function planPages(map: JourneyMap, options: Options): Page[] {
  const room = options.width / LEAST_SCALE - LANE_TITLE - 2 * MARGIN;
  const groups: Stage[][] = [];
  const widths = map.stages.map((stage) => leastWidth(map, stage));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const count = Math.max(1, Math.ceil(total / room));
  const target = total / count;
  let filled = 0;
  map.stages.forEach((stage, i) => {
    const open = groups[groups.length - 1];
    const fits = open && filled + widths[i] <= room && filled + widths[i] / 2 <= target;
    if (fits) {
      open.push(stage);
      filled += widths[i];
    } else {
      groups.push([stage]);
      filled = widths[i];
    }
  });
  return groups.flatMap((stages) => splitLanes(map, stages, options));
}

function splitLanes(map: JourneyMap, stages: Stage[], options: Options): Page[] {
  const least = stages.reduce((sum, stage) => sum + leastWidth(map, stage), 0) + LANE_TITLE + 2 * MARGIN;
  const fixed = HEADER_HEIGHT + HEADS_HEIGHT + LEGEND_HEIGHT + 2 * MARGIN;
  const width = Math.max(least, options.width);
  const heightAt = (lanes: readonly Lane[], w: number) => fixed + rowsOf(map, lanes, stages, w, options).reduce((sum, row) => sum + row.height, 0);
  const ratio = options.height / options.width;
  // a wider drawing has shorter rows: widen until the sheet's shape is met or the least scale is reached
  for (let w = width; w <= options.width / TIGHT_SCALE + 1; w += 40) {
    if (heightAt(map.lanes, w) <= w * ratio) return [{ stages, lanes: map.lanes, width: w, height: w * ratio }];
  }
  const w = Math.max(width, options.width / LEAST_SCALE);
  const pages: Page[] = [];
  let lanes: Lane[] = [];
  for (const lane of map.lanes) {
    if (lanes.length > 0 && heightAt([...lanes, lane], w) > w * ratio) {
      pages.push({ stages, lanes, width: w, height: w * ratio });
      lanes = [];
    }
    lanes.push(lane);
  }
  return [...pages, { stages, lanes, width: w, height: w * ratio }];
}

function penFor(options: Options, width: number, height: number): Pen {
  const scene = new Scene(width, height, options.prefix);
  return { scene, theme: THEMES[options.theme], options };
}

function rowsOf(map: JourneyMap, lanes: readonly Lane[], stages: readonly Stage[], width: number, options: Options): Row[] {
  const columns = layColumns(map, stages, MARGIN + LANE_TITLE, width - MARGIN);
  const pen = penFor(options, width, 0);
  return lanes.map((lane) => layRow(map, lane, columns, pen));
}

function drawPage(map: JourneyMap, page: Page, index: number, count: number, options: Options): Drawing {
  const columns = layColumns(map, page.stages, MARGIN + LANE_TITLE, page.width - MARGIN);
  const rowsTop = MARGIN + HEADER_HEIGHT + HEADS_HEIGHT;
  const pen = penFor(options, page.width, page.height);
  pen.scene.definitions.push(hatchPattern(pen.scene, pen.theme));
  const rows = page.lanes.map((lane) => layRow(map, lane, columns, pen));
  const rowsBottom = rowsTop + rows.reduce((sum, row) => sum + row.height, 0);
  pen.scene.height = Math.max(page.height, rowsBottom + LEGEND_HEIGHT + MARGIN * 0.6);
  const body: Element[] = [
    ...drawGridHeader(map, MARGIN, page.width - MARGIN, index, count, pen),
    ...drawSeparators(columns, MARGIN + HEADER_HEIGHT + 54, rowsTop, () => true, pen),
    ...drawColumnHeads(columns, MARGIN + HEADER_HEIGHT, pen),
  ];
  let y = rowsTop;
  for (const row of rows) {
    body.push(drawRow(map, row, columns, y, pen));
    y += row.height;
  }
  body.push(...drawGridLegend(MARGIN, page.width - MARGIN, y + 12, pen));
  const drawing = { scene: pen.scene, body, title: map.file.document.title, description: map.file.snapshot.reading.story.join(" ") };
  // a viewer keeps the heads and the lanes' titles in sight while the rest scrolls
  const attributes = { "data-heads-top": MARGIN + HEADER_HEIGHT - 8, "data-heads-height": HEADS_HEIGHT + 4, "data-lane-width": MARGIN + LANE_TITLE, "data-title-width": MARGIN + headerWidth(map) + 16 };
  return options.paper ? onPaper(drawing, options) : { ...drawing, attributes };
}

/** The page, scaled to fill the sheet's width, or its height where that is scarcer. */
function onPaper(drawing: Drawing, options: Options): Drawing {
  const { scene, body } = drawing;
  const scale = Math.min(options.width / scene.width, options.height / scene.height);
  const sheet = new Scene(options.width, options.height, options.prefix);
  sheet.definitions.push(...scene.definitions);
  sheet.labels.push(
    ...scene.labels.map((label) => ({
      ...label,
      box: { left: label.box.left * scale, right: label.box.right * scale, top: label.box.top * scale, bottom: label.box.bottom * scale },
    })),
  );
  return { ...drawing, scene: sheet, body: [element("g", { transform: `scale(${Math.round(scale * 10_000) / 10_000})` }, body)] };
}

/** The share of customers that the feelings can hear, or null where it is not known. */
function heardText(map: JourneyMap, labels: Labels): string | null {
  const { heard } = map.file.snapshot.coverage;
  return heard?.value == null || heard.suppressed ? null : `${heard.text} ${labels.heard}`;
}

function drawRow(map: JourneyMap, row: Row, stages: readonly GridStage[], y: number, pen: Pen): Element {
  const { scene, theme, options } = pen;
  const [left, right] = [stages[0].left, stages[stages.length - 1].right];
  const at = { left, right, top: y, bottom: y + row.height };
  const parts: Element[] = [element("line", { x1: MARGIN, x2: right, y1: y, y2: y, stroke: theme.hairline, "stroke-width": 1.2 })];
  const size = SIZES.title;
  const hasColumns = (stage: GridStage) => row.cells.some((cell) => cell.left >= stage.left && cell.right <= stage.right && cell.right - cell.left < stage.right - stage.left - 1);
  parts.push(...drawSeparators(stages, y, y + row.strip, () => false, pen), ...drawSeparators(stages, y + row.strip, y + row.height, hasColumns, pen));
  if (row.isEmpty) {
    parts.push(scene.text(elide(row.lane.title, LANE_TITLE - 14, size, "semibold"), MARGIN, y + row.height / 2 + size * 0.36, { size, face: "semibold", fill: theme.muted, role: "lane" }));
    parts.push(scene.text(FOUND.has(row.lane.kind) ? options.labels.nothingFound : options.labels.emptyLane, left + PADDING, y + row.height / 2 + SIZES.small * 0.36, { size: SIZES.small, face: "italic", fill: theme.muted, role: "cell" }));
    return element("g", { "data-ref": `lane:${row.lane.id}`, role: "group", "aria-label": row.lane.title }, parts);
  }
  const title = balance(row.lane.title, LANE_TITLE - 14, size, "semibold", 3).lines;
  const head = scene.lines(title, MARGIN, y + PADDING + size * 0.98, size * 1.24, { size, face: "semibold", fill: theme.ink, role: "lane" });
  if (row.lane.kind === "feelings") {
    const heard = heardText(map, options.labels);
    const lines = heard === null ? [] : balance(heard, LANE_TITLE - 14, SIZES.small, "regular", 3).lines;
    const under = y + PADDING + size * 1.24 * title.length;
    head.push(...scene.lines(lines, MARGIN, under + SIZES.small * 1.1, SIZES.small * 1.24, { size: SIZES.small, fill: theme.muted, role: "lane" }));
    head.push(...drawKey(shownCurves(map, options.curves), MARGIN, under + SIZES.small * 1.24 * lines.length + 10, LANE_TITLE - 14, pen));
  }
  const handle = element("rect", { x: 0, y, width: MARGIN + LANE_TITLE - 8, height: row.height, fill: "transparent" });
  parts.push(...(options.parts ? [thing(`lane-title:${row.lane.id}`, row.lane.title, [handle, ...head])] : head));
  if (row.lane.kind === "feelings") {
    const strip = row.cells.filter((cell) => row.strip > 0 && map.stage(cell.cell.column));
    parts.push(...strip.map((cell) => drawCell(cell, row, y, pen)), ...drawFeelings(map, row, stages, { ...at, top: y + row.strip }, pen));
  } else parts.push(...row.cells.map((cell) => drawCell(cell, row, y, pen)));
  return element("g", { "data-ref": `lane:${row.lane.id}`, role: "group", "aria-label": row.lane.title }, parts);
}

function drawCell(placed: Row["cells"][number], row: Row, y: number, pen: Pen): Element {
  const { options } = pen;
  const at = { left: placed.left, right: placed.right, top: y + placed.offset, bottom: y + placed.offset + placed.height };
  const content = () => (placed.block ? [...ground(placed.state, at, pen), ...placed.block.draw(placed.left + PADDING, at.top + PADDING)] : []);
  const hit = element("rect", { x: at.left, y: at.top, width: at.right - at.left, height: placed.height, fill: "transparent" });
  const said = [`${row.lane.title}, ${placed.column}`, placed.state && options.labels[placed.state]].filter(Boolean).join(": ");
  const { id, lane, column } = placed.cell;
  const marks = options.parts ? { "data-lane": lane, "data-column": column, "data-state": placed.state ?? undefined } : {};
  const cell = (children: Element[]) => thing(id ? `cell:${id}` : `place:${lane} ${column}`, said, children, { role: "group", ...marks });
  return options.parts ? { ...cell([hit]), late: content } : cell([hit, ...content()]);
}
