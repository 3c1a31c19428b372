// What a comment is pinned to, and which part of the drawing that is: the two ways between them.
import type { Document } from "@desireline/map-core";
import { cellOfCard } from "@desireline/map-edit";
import { nameOf, partOf, type Part } from "../canvas/part";

/** The part's own id; of a place that nobody has opened, its column. */
export function anchorOf(part: Part): string {
  switch (part.kind) {
    case "stage":
      return part.stage.id;
    case "touchpoint":
      return part.touchpoint.id;
    case "lane":
      return part.lane.id;
    case "card":
      return part.card.id;
    case "cell":
      return part.cell?.id ?? part.column;
  }
}

/** Null where the part is gone, or where the comment is about the whole map. */
export function refOf(anchor: string, document: Document): string | null {
  if (anchor in document.cells) return `cell:${anchor}`;
  if (anchor in document.stages) return `stage:${anchor}`;
  if (anchor in document.touchpoints) return `touchpoint:${anchor}`;
  if (anchor in document.lanes) return `lane-title:${anchor}`;
  return cellOfCard(document, anchor) ? `card:${anchor}` : null;
}

export function placeOf(anchor: string, document: Document): string | null {
  const ref = refOf(anchor, document);
  const part = ref && partOf(ref, document);
  return part ? nameOf(part, document) : null;
}
