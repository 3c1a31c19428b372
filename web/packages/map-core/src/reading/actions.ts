// The strip at the bottom: three actions with owner and date, or `nobody yet`.
import type { Box } from "../boxes";
import { date } from "../format";
import type { Action } from "../generated/map";
import type { JourneyMap } from "../model";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { wrap } from "../text/measure";
import type { Theme } from "../theme";
import type { Frame } from "./frame";

export interface ActionPlan {
  actions: Action[];
  height: number;
}

const TITLE = 17;

export function planActions(map: JourneyMap, frame: Frame): ActionPlan {
  const actions = map.file.snapshot.reading.actions
    .map((id) => map.file.document.actions[id])
    .filter((action) => action !== undefined)
    .slice(0, 3);
  const most = Math.max(1, ...actions.map((action) => titleLines(action.title, actions.length, frame).length));
  const size = frame.size(TITLE, 12);
  return { actions, height: 26 * frame.s + most * size * 1.2 + frame.size(14, 11) * 1.45 };
}

function room(count: number, frame: Frame): number {
  return (frame.right - frame.left) / count - 66 * frame.s;
}

function titleLines(title: string, count: number, frame: Frame): string[] {
  return wrap(title, room(count, frame), frame.size(TITLE, 12), "semibold", 2).lines;
}

export function drawActions(map: JourneyMap, frame: Frame, at: Box, plan: ActionPlan, scene: Scene, theme: Theme): Element[] {
  const parts = [element("rect", { x: at.left, y: at.top, width: at.right - at.left, height: at.bottom - at.top, rx: 10 * frame.s, fill: theme.panel })];
  if (plan.actions.length === 0) return [...parts, ...drawNone(map, frame, at, scene, theme)];
  const width = (at.right - at.left) / plan.actions.length;
  plan.actions.forEach((action, i) => parts.push(drawAction(action, at.left + i * width, plan, frame, at, scene, theme)));
  return parts;
}

function drawNone(map: JourneyMap, frame: Frame, at: Box, scene: Scene, theme: Theme): Element[] {
  const { labels } = frame.options;
  const next = map.file.snapshot.reading.next_measure;
  const size = frame.size(TITLE, 12);
  const text = next ? `${labels.measureNext}: ${next}` : labels.noActions;
  const { lines } = wrap(text, at.right - at.left - 48 * frame.s, size, "semibold", 2);
  const y = (at.top + at.bottom) / 2 - ((lines.length - 1) * size * 1.25) / 2 + size * 0.36;
  return scene.lines(lines, at.left + 24 * frame.s, y, size * 1.25, { size, face: "semibold", fill: theme.ink, role: "action" });
}

function drawAction(action: Action, left: number, plan: ActionPlan, frame: Frame, at: Box, scene: Scene, theme: Theme): Element {
  const { s, options } = frame;
  const { labels, locale } = options;
  const size = frame.size(TITLE, 12);
  const small = frame.size(14, 11);
  const x = left + 50 * s;
  const lines = titleLines(action.title, plan.actions.length, frame);
  const first = at.top + 13 * s + size * 0.9;
  const due = action.due ? `${labels.by} ${date(action.due, locale, false)}` : null;
  const who = [action.owner ?? labels.nobodyYet, due].filter(Boolean).join(" · ");
  const owner = action.suggested ? `${who} · ${labels.suggestedAction}` : who;
  return thing(`action:${action.id}`, `${action.title}. ${owner}. ${action.why ?? ""}`, [
    arrow(left + 27 * s, first - size * 0.34, 9.5 * s, action.owner !== null, theme),
    ...scene.lines(lines, x, first, size * 1.2, { size, face: "semibold", fill: theme.ink, role: "action" }),
    scene.text(owner, x, first + (lines.length - 1) * size * 1.2 + small * 1.45, { size: small, fill: action.owner ? theme.muted : theme.warn, role: "action" }),
  ]);
}

/** Filled when somebody owns it, open when nobody does yet. */
function arrow(x: number, y: number, r: number, isOwned: boolean, theme: Theme): Element {
  const d = `M${coordinate(x - r * 0.42)} ${coordinate(y)}h${coordinate(r * 0.84)}m${coordinate(-r * 0.36)} ${coordinate(-r * 0.38)}l${coordinate(r * 0.38)} ${coordinate(r * 0.38)}l${coordinate(-r * 0.38)} ${coordinate(r * 0.38)}`;
  const colour = isOwned ? theme.line : theme.warn;
  return element("g", { "aria-hidden": "true" }, [
    element("circle", { cx: x, cy: y, r, fill: isOwned ? colour : "none", stroke: colour, "stroke-width": r * 0.17, "stroke-dasharray": isOwned ? undefined : `${coordinate(r * 0.38)} ${coordinate(r * 0.32)}` }),
    element("path", { d, fill: "none", stroke: isOwned ? theme.onLine : colour, "stroke-width": r * 0.19, "stroke-linecap": "round", "stroke-linejoin": "round" }),
  ]);
}
