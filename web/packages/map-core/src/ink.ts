// Evidence is ink: one look per state of a cell, the same in every view.
//
// solid = supported, tick = validated, dashed = assumption, hatched = unmeasured, notched =
// contradicted, clock = stale. Shape carries the state; colour only helps.
import type { CellState } from "./generated/map";
import { ICONS, type Icon } from "./icons";
import { element, type Element, type Scene } from "./scene";
import type { Theme } from "./theme";
import { coordinate } from "./svg";

export const STATES: readonly CellState[] = ["supported", "validated", "assumption", "contradicted", "stale", "unmeasured"];

export function hatchPattern(scene: Scene, theme: Theme): Element {
  return element("pattern", { id: scene.id("hatch"), width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, [
    element("rect", { width: 7, height: 7, fill: theme.hatchPaper }),
    element("line", { x1: 0, y1: 0, x2: 0, y2: 7, stroke: theme.hatch, "stroke-width": 1.6, "stroke-opacity": 0.75 }),
  ]);
}

/** An icon centred at (x, y), `size` wide, stroked. */
export function icon(name: Icon, x: number, y: number, size: number, stroke: string, width = 1.7): Element {
  return element("path", {
    d: ICONS[name],
    transform: `translate(${coordinate(x - size / 2)} ${coordinate(y - size / 2)}) scale(${coordinate4(size / 24)})`,
    fill: "none",
    stroke,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  });
}

function coordinate4(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

/** A small badge: tick for validated, clock for stale; nothing for the rest. */
export function badge(state: CellState, x: number, y: number, radius: number, theme: Theme): Element[] {
  if (state !== "validated" && state !== "stale") return [];
  const r = radius;
  const disc = element("circle", { cx: x, cy: y, r, fill: theme.paper, stroke: theme.line, "stroke-width": Math.max(1.2, r * 0.2) });
  const d =
    state === "validated"
      ? `M${coordinate(x - r * 0.48)} ${coordinate(y + r * 0.05)}l${coordinate(r * 0.34)} ${coordinate(r * 0.36)}l${coordinate(r * 0.6)} ${coordinate(-r * 0.74)}`
      : `M${coordinate(x)} ${coordinate(y - r * 0.58)}v${coordinate(r * 0.62)}l${coordinate(r * 0.42)} ${coordinate(r * 0.26)}`;
  const mark = element("path", { d, fill: "none", stroke: theme.line, "stroke-width": Math.max(1.4, r * 0.26), "stroke-linecap": "round", "stroke-linejoin": "round" });
  return [disc, mark];
}

/** A disc with a wedge cut out of its upper right: what the data say is not what the words say. */
function notched(x: number, y: number, r: number): string {
  const [a, b] = [-Math.PI * 0.42, -Math.PI * 0.08];
  const at = (angle: number, radius: number) => `${coordinate(x + radius * Math.cos(angle))} ${coordinate(y + radius * Math.sin(angle))}`;
  return `M${at(a, r)}L${at((a + b) / 2, r * 0.35)}L${at(b, r)}A${coordinate(r)} ${coordinate(r)} 0 1 1 ${at(a, r)}Z`;
}

export interface Disc {
  x: number;
  y: number;
  radius: number;
  state: CellState;
  /** Drawn as a ring: its true area would be too small to see. */
  ring: boolean;
}

/** A touchpoint's disc, inked by its state, without its badge. */
export function disc(of: Disc, scene: Scene, theme: Theme): Element {
  const { x, y, radius, state, ring } = of;
  const stroke = Math.max(1.5, radius * 0.11);
  const circle = (fill: string, line: string, dash?: string) =>
    element("circle", { cx: x, cy: y, r: radius - stroke / 2, fill, stroke: line, "stroke-width": stroke, "stroke-dasharray": dash });
  if (state === "unmeasured") return circle(scene.reference("hatch"), theme.hatch);
  if (state === "assumption") return circle(theme.paper, theme.line, `${coordinate(stroke * 2)} ${coordinate(stroke * 1.7)}`);
  if (state === "contradicted")
    return element("path", { d: notched(x, y, radius), fill: ring ? theme.paper : theme.line, stroke: ring ? theme.line : undefined, "stroke-width": ring ? stroke : undefined });
  return circle(ring ? theme.paper : theme.line, theme.line);
}

/** Colour of an icon that stands on such a disc. */
export function onDisc(state: CellState, ring: boolean, theme: Theme): string {
  if (state === "unmeasured") return theme.ink;
  return state === "assumption" || ring ? theme.line : theme.onLine;
}

export type CalloutKind = "pain" | "delight" | "moment";

/** Marker of a callout: its shape says the kind. Down for pain, up for delight, a diamond for what decides. */
export function marker(kind: CalloutKind, x: number, y: number, r: number, fill: string, rim: string): Element {
  const shapes: Record<CalloutKind, [number, number][]> = {
    pain: [[-1.05, -0.75], [1.05, -0.75], [0, 1.1]],
    delight: [[-1.05, 0.75], [1.05, 0.75], [0, -1.1]],
    moment: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  };
  const points = shapes[kind].map(([dx, dy]) => `${coordinate(x + dx * r)},${coordinate(y + dy * r)}`).join(" ");
  return element("g", {}, [
    element("polygon", { points, fill: rim, stroke: rim, "stroke-width": r * 0.5, "stroke-linejoin": "round" }),
    element("polygon", { points, fill, stroke: kind === "moment" && fill === rim ? undefined : fill, "stroke-width": r * 0.1, "stroke-linejoin": "round" }),
  ]);
}
