// Dragging a part to another place: a ghost under the pointer, a mark where it would land.
//
// In: a press on a part. Out: the command that puts it where it was let go, or nothing. Keys do the same
// (Alt and an arrow), so nothing here is the only way.
import type { Document } from "@desireline/map-core";
import type { Command } from "@desireline/map-edit";
import type { Drawing } from "./drawing";
import type { Overlay } from "./overlay";
import { lanesOf, stagesOf, touchpointsOf, type Part } from "./part";

export interface Drag {
  part: Part;
  node: SVGGElement;
  document: Document;
  host: HTMLElement;
  drawing: Drawing;
  scale(): number;
  overlay: Overlay;
}

interface Landing {
  mark: { x: number; y: number; width: number; height: number };
  command: Command;
}

const [THRESHOLD, EDGE, LINE] = [6, 48, 3];

export function startDrag(start: PointerEvent, drag: Drag, done: (command: Command | null) => void): void {
  let ghost: SVGSVGElement | null = null;
  let landing: Landing | null = null;
  const move = (event: PointerEvent) => {
    if (!ghost && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < THRESHOLD) return;
    ghost ??= makeGhost(drag);
    ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    scrollAtEdge(drag.host, event);
    landing = landingAt(drag, event);
    drag.overlay.land(landing?.mark ?? null);
  };
  const end = (event: Event) => {
    for (const [kind, listener] of Object.entries(listeners)) window.removeEventListener(kind, listener as EventListener, true);
    drag.overlay.land(null);
    ghost?.remove();
    if (ghost) done(event.type === "pointerup" ? (landing?.command ?? null) : null);
  };
  const cancel = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end(event);
  };
  const listeners = { pointermove: move, pointerup: end, pointercancel: end, keydown: cancel };
  for (const [kind, listener] of Object.entries(listeners)) window.addEventListener(kind, listener as EventListener, true);
}

function makeGhost({ node, drawing, scale }: Drag): SVGSVGElement {
  const box = node.getBBox();
  const ghost = drawing.svg.cloneNode(false) as SVGSVGElement;
  ghost.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  ghost.setAttribute("width", String(box.width * scale()));
  ghost.setAttribute("height", String(Math.min(box.height, 220) * scale()));
  ghost.setAttribute("preserveAspectRatio", "xMinYMin slice");
  ghost.setAttribute("class", "dl-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.append(node.cloneNode(true));
  document.body.append(ghost);
  return ghost;
}

function scrollAtEdge(host: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const box = host.getBoundingClientRect();
  const push = (at: number, low: number, high: number) => (at < low + EDGE ? at - low - EDGE : at > high - EDGE ? at - high + EDGE : 0) / 3;
  host.scrollBy(push(clientX, box.left, box.right), push(clientY, box.top, box.bottom));
}

function landingAt(drag: Drag, event: PointerEvent): Landing | null {
  const box = drag.drawing.svg.getBoundingClientRect();
  const at = { x: (event.clientX - box.left) / drag.scale(), y: (event.clientY - box.top) / drag.scale() };
  switch (drag.part.kind) {
    case "card":
      return cardLanding(drag, event, at.y);
    case "stage":
      return stageLanding(drag, at.x);
    case "touchpoint":
      return touchpointLanding(drag, at.x);
    case "lane":
      return laneLanding(drag, at.y);
    default:
      return null;
  }
}

function boxOf({ drawing }: Drag, ref: string): DOMRect | null {
  return drawing.find(ref)?.getBBox() ?? null;
}

function cardLanding(drag: Drag, event: PointerEvent, y: number): Landing | null {
  const cell = document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest<SVGGElement>("[data-lane]")).find((each) => each && drag.drawing.holds(each));
  if (!cell || drag.part.kind !== "card") return null;
  const { lane, column } = cell.dataset as { lane: string; column: string };
  const others = [...cell.querySelectorAll<SVGGElement>("[data-ref^='card:']")].filter((each) => each.dataset.ref !== drag.part.ref);
  const below = others.findIndex((each) => { const box = each.getBBox(); return y < box.y + box.height / 2; });
  const to = below < 0 ? others.length : below;
  const whole = cell.getBBox();
  const next = others[to]?.getBBox();
  const last = others.at(-1)?.getBBox();
  const mark = others.length === 0 ? whole : { x: whole.x + 6, width: whole.width - 12, height: LINE, y: next ? next.y - 5 : last!.y + last!.height + 3 };
  return { mark, command: { command: "move_card", card: drag.part.card.id, lane, column, to } };
}

function stageLanding(drag: Drag, x: number): Landing | null {
  if (drag.part.kind !== "stage") return null;
  const { stage } = drag.part;
  const others = stagesOf(drag.document).filter((each) => each.id !== stage.id).flatMap((each) => { const box = boxOf(drag, `stage:${each.id}`); return box ? [box] : []; });
  return between(others, x, (to) => ({ command: "move_stage", stage: stage.id, to }));
}

/** A bar between two of what stands side by side. */
function between(others: readonly DOMRect[], x: number, command: (to: number) => Command): Landing | null {
  if (others.length === 0) return null;
  const after = others.findIndex((box) => x < box.x + box.width / 2);
  const to = after < 0 ? others.length : after;
  const edge = others[to] ? others[to].x : others[to - 1].x + others[to - 1].width;
  return { mark: { x: edge - LINE / 2, y: others[0].y, width: LINE, height: others[0].height + 60 }, command: command(to) };
}

function touchpointLanding(drag: Drag, x: number): Landing | null {
  if (drag.part.kind !== "touchpoint") return null;
  const { touchpoint } = drag.part;
  const stage = stagesOf(drag.document).find((each) => { const box = boxOf(drag, `stage:${each.id}`); return box !== null && x >= box.x && x <= box.x + box.width; });
  if (!stage) return null;
  const others = touchpointsOf(drag.document, stage.id).filter((each) => each.id !== touchpoint.id).flatMap((each) => { const box = boxOf(drag, `touchpoint:${each.id}`); return box ? [box] : []; });
  const move = (to: number): Command => ({ command: "move_touchpoint", touchpoint: touchpoint.id, stage: stage.id, to });
  const found = between(others, x, move);
  if (found) return found;
  const head = boxOf(drag, `stage:${stage.id}`)!;
  return { mark: { x: head.x, y: head.y + head.height, width: head.width, height: 80 }, command: move(0) };
}

function laneLanding(drag: Drag, y: number): Landing | null {
  if (drag.part.kind !== "lane") return null;
  const { lane } = drag.part;
  const all = lanesOf(drag.document);
  const shown = all.filter((each) => !each.hidden && each.id !== lane.id);
  const boxes = shown.map((each) => boxOf(drag, `lane-title:${each.id}`));
  const below = boxes.findIndex((box) => box !== null && y < box.y + box.height / 2);
  const others = all.filter((each) => each.id !== lane.id);
  const to = below < 0 ? others.length : others.indexOf(shown[below]);
  const edge = below < 0 ? boxes.at(-1) : boxes[below];
  if (!edge) return null;
  return { mark: { x: 0, y: (below < 0 ? edge.y + edge.height : edge.y) - LINE / 2, width: drag.drawing.svg.viewBox.baseVal.width, height: LINE }, command: { command: "move_lane", lane: lane.id, to } };
}
