// The reading view: a map understood in half a minute. Composes the parts from top to bottom.
import type { Box } from "../boxes";
import { hatchPattern } from "../ink";
import type { JourneyMap } from "../model";
import type { Options } from "../options";
import { element, Scene, thing, type Attributes, type Element } from "../scene";
import { THEMES, type Theme } from "../theme";
import { drawActions, planActions } from "./actions";
import { drawCallouts } from "./callouts";
import { makeColumns, STAGE_SIZE, type Column } from "./columns";
import { drawFeeling } from "./feeling";
import { makeBands, makeFrame, type Frame } from "./frame";
import { drawHeader } from "./header";
import { drawLegend } from "./legend";
import { drawRiver } from "./river";
import { drawTouchpoints, planTouchpoints } from "./touchpoints";

export interface Drawing {
  scene: Scene;
  body: Element[];
  title: string;
  description: string;
  /** Further attributes of the root, for a viewer. */
  attributes?: Attributes;
}

export function drawReading(map: JourneyMap, options: Options): Drawing {
  const theme = THEMES[options.theme];
  const frame = makeFrame(options);
  const scene = new Scene(options.width, options.height, options.prefix);
  scene.definitions.push(hatchPattern(scene, theme));
  const { reading } = map.file.snapshot;
  const header = drawHeader(map, frame, scene, theme);
  const description = reading.story.length > 0 ? reading.story.join(" ") : `${reading.headline} ${reading.subtitle}`;
  const columns = makeColumns(map, frame);
  if (columns.length === 0) return { scene, body: [...header.elements, nothing(frame, scene, theme)], title: reading.headline, description };

  const touchpoints = planTouchpoints(map, columns, frame);
  const actions = planActions(map, frame);
  const verbLines = Math.max(...columns.map((column) => column.verb.length));
  const stageSize = frame.size(STAGE_SIZE, 13);
  const isSilent = reading.curve.every((point) => point.value === null);
  const bands = makeBands(frame, header.bottom, { stages: verbLines * stageSize * 1.2 + 6 * frame.s, touchpoints: touchpoints.height, actions: actions.height }, isSilent);

  const feeling = drawFeeling(map, frame, bands.plot, columns, scene, theme);
  const body = [
    ...header.elements,
    ...drawGrid(columns, bands.stages, bands.touchpoints.bottom, frame, theme),
    group("stages", columns.map((column) => drawVerb(column, bands.stages, verbLines, frame, scene, theme))),
    group("feeling", [...feeling.back, ...feeling.front]),
    group("callouts", drawCallouts(map, frame, bands.plot, feeling, scene, theme)),
    group("river", drawRiver(map, frame, bands.river, columns, scene, theme)),
    group("touchpoints", drawTouchpoints(map, frame, bands.touchpoints, columns, touchpoints, scene, theme)),
    group("actions", drawActions(map, frame, bands.actions, actions, scene, theme)),
    ...drawLegend(map, frame, bands.footer, scene, theme),
  ];
  return { scene, body, title: reading.headline, description };
}

function group(name: string, children: Element[]): Element {
  return element("g", { "data-part": name }, children);
}

function drawVerb(column: Column, at: Box, most: number, frame: Frame, scene: Scene, theme: Theme): Element {
  const size = frame.size(STAGE_SIZE, 13);
  const leading = size * 1.2;
  const first = at.top + size * 0.9 + ((most - column.verb.length) * leading) / 2;
  const style = { size, face: "semibold" as const, fill: theme.ink, anchor: "middle" as const, role: "stage" };
  return thing(`stage:${column.stage.id}`, `${frame.options.labels.stage}: ${column.stage.verb}`, scene.lines(column.verb, (column.left + column.right) / 2, first, leading, style));
}

/** Hairlines between stages; a long wait is a pale gap between two of them. */
function drawGrid(columns: readonly Column[], stages: Box, bottom: number, frame: Frame, theme: Theme): Element[] {
  const line = (x: number) => element("line", { x1: x, x2: x, y1: stages.top, y2: bottom, stroke: theme.hairline, "stroke-width": 1.2 * frame.s });
  return columns.slice(0, -1).flatMap(({ right, gap }) => {
    if (!gap) return [line(right)];
    const shade = element("rect", { x: gap.left, y: stages.top, width: gap.right - gap.left, height: bottom - stages.top, fill: theme.panel, opacity: 0.7 });
    return [shade, line(gap.left), line(gap.right)];
  });
}

function nothing(frame: Frame, scene: Scene, theme: Theme): Element {
  return scene.text(frame.options.labels.noData, frame.left, frame.height / 2, { size: frame.size(18, 13), fill: theme.muted, role: "empty" });
}
