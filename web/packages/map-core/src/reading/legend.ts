// The quiet line at the foot: what the ink means, only for the states that this map shows.
import type { Box } from "../boxes";
import type { CellState } from "../generated/map";
import { badge, disc, STATES } from "../ink";
import type { JourneyMap } from "../model";
import { element, type Element, type Scene } from "../scene";
import { elide, textWidth } from "../text/measure";
import type { Theme } from "../theme";
import type { Frame } from "./frame";

export function statesShown(map: JourneyMap): CellState[] {
  const { reading } = map.file.snapshot;
  const seen = new Set<CellState>([
    ...reading.curve.map((point) => point.state),
    ...reading.stages.flatMap((stage) => stage.touchpoints.map((touchpoint) => touchpoint.state)),
  ]);
  return STATES.filter((state) => seen.has(state));
}

export function drawLegend(map: JourneyMap, frame: Frame, at: Box, scene: Scene, theme: Theme): Element[] {
  const { s, options } = frame;
  const { labels } = options;
  const size = frame.size(13, 10.5);
  const y = (at.top + at.bottom) / 2 + 2 * s;
  const style = { size, fill: theme.muted, role: "legend" };
  const baseline = y + size * 0.36;
  let x = at.left;
  const parts: Element[] = [];
  const title = map.file.document.title;
  const titleWidth = Math.min(textWidth(title, size), (at.right - at.left) * 0.3);
  const limit = at.right - titleWidth - 24 * s;
  for (const state of statesShown(map)) {
    const width = 22 * s + textWidth(labels[state], size);
    if (x + width > limit) break;
    parts.push(disc({ x: x + 7 * s, y, radius: 7 * s, state, ring: false }, scene, theme));
    parts.push(...badge(state, x + 11 * s, y + 4 * s, 5.5 * s, theme));
    parts.push(scene.text(labels[state], x + 21 * s, baseline, style));
    x += width + 20 * s;
  }
  if (x + textWidth(labels.areaIsReach, size) < limit) parts.push(scene.text(labels.areaIsReach, x, baseline, style));
  parts.push(scene.text(elide(title, titleWidth + 1, size), at.right, baseline, { ...style, anchor: "end" }));
  return [element("g", { "aria-hidden": "true" }, parts)];
}
