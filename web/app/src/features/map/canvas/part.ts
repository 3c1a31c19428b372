// A part of the map that people can take hold of, by its reference in the drawing.
import type { Card, Cell, Document, Lane, Stage, Touchpoint } from "@desireline/map-core";
import { cellAt, cellOfCard, inOrder } from "@desireline/map-edit";

export type Part =
  | { kind: "stage"; ref: string; stage: Stage }
  | { kind: "touchpoint"; ref: string; touchpoint: Touchpoint }
  | { kind: "lane"; ref: string; lane: Lane }
  | { kind: "cell"; ref: string; cell: Cell | null; lane: string; column: string }
  | { kind: "card"; ref: string; card: Card; cell: Cell };
export type Kind = Part["kind"];

export const PARTS = ["stage", "touchpoint", "lane-title", "cell", "place", "card", "words"].map((kind) => `[data-ref^="${kind}:"]`).join(",");

export function split(ref: string): [kind: string, id: string] {
  const cut = ref.indexOf(":");
  return [ref.slice(0, cut), ref.slice(cut + 1)];
}

/** Null where somebody removed it meanwhile, or where it is no part of the document. */
export function partOf(ref: string, document: Document): Part | null {
  const [kind, id] = split(ref);
  if (kind === "stage") return document.stages[id] ? { kind, ref, stage: document.stages[id] } : null;
  if (kind === "touchpoint") return document.touchpoints[id] ? { kind, ref, touchpoint: document.touchpoints[id] } : null;
  if (kind === "lane-title") return document.lanes[id] ? { kind: "lane", ref, lane: document.lanes[id] } : null;
  if (kind === "cell" || kind === "words") {
    const cell = document.cells[id];
    return cell ? { kind: "cell", ref: `cell:${id}`, cell, lane: cell.lane, column: cell.column } : null;
  }
  if (kind === "place") {
    const [lane, column] = id.split(" ");
    const cell = cellAt(document, lane, column) ?? null;
    return lane in document.lanes ? { kind: "cell", ref: cell ? `cell:${cell.id}` : ref, cell, lane, column } : null;
  }
  if (kind === "card") {
    const cell = cellOfCard(document, id);
    return cell ? { kind, ref, card: cell.cards[id], cell } : null;
  }
  return null;
}

/** What a person would call it. */
export function nameOf(part: Part, document: Document): string {
  switch (part.kind) {
    case "stage":
      return part.stage.verb;
    case "touchpoint":
      return part.touchpoint.title;
    case "lane":
      return part.lane.title;
    case "card":
      return part.card.words ?? placeName(part.cell, document);
    case "cell":
      return placeName(part, document);
  }
}

function placeName({ lane, column }: { lane: string; column: string }, document: Document): string {
  const where = document.touchpoints[column]?.title ?? document.stages[column]?.verb ?? "";
  return `${document.lanes[lane]?.title ?? ""} · ${where}`;
}

export const stagesOf = (document: Document) => inOrder(Object.values(document.stages));
export const lanesOf = (document: Document) => inOrder(Object.values(document.lanes));
export const touchpointsOf = (document: Document, stage: string) => inOrder(Object.values(document.touchpoints).filter((each) => each.stage === stage));

let count = 0;
/** An id of one's own; no secure context is needed, so that a workshop over plain HTTP works. */
export function newId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}-${random[0].toString(36)}${random[1].toString(36)}${(count++).toString(36)}`;
}
