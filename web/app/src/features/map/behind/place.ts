// Which touchpoint of the data a part of the map speaks of, and where a card of somebody's words would hang.
import type { Document } from "@desireline/map-core";
import type { Command } from "@desireline/map-edit";
import { newId, split, type Part } from "../canvas/part";

export interface Place {
  /** Id of the column in which a card would hang. */
  column: string;
  /** Name in the data; null where nothing measures it, or a stage is meant. */
  touchpoint: string | null;
  /** Name of the touchpoint that a wait ends at. */
  target: string | null;
}

export function placeBehind(refer: string, part: Part | null, document: Document): Place | null {
  const column = part === null ? null : part.kind === "touchpoint" ? part.touchpoint.id : part.kind === "stage" ? part.stage.id : part.kind === "cell" ? part.column : part.kind === "card" ? part.cell.column : null;
  const [kind, id] = split(refer);
  const asked = kind === "binding" ? id : part?.kind === "card" ? part.card.binding : part?.kind === "cell" ? (part.cell?.bindings[0] ?? null) : null;
  const binding = asked === null ? undefined : document.bindings[asked];
  const spot = Object.values(document.touchpoints).find((each) => each.id === column || each.id === id || (binding?.touchpoint != null && each.key === binding.touchpoint));
  const own = column ?? spot?.id ?? (id in document.stages ? id : null);
  if (own === null) return null;
  return { column: own, touchpoint: binding?.touchpoint ?? (own in document.touchpoints ? document.touchpoints[own].key : null), target: binding?.target ?? null };
}

/** A card in the lane of thoughts; where a map has none, in its first lane of words. */
export function cardOfWords(words: string, quote: string | null, column: string, document: Document, author: string): Command | null {
  const lanes = Object.values(document.lanes);
  const lane = lanes.find((each) => each.kind === "thoughts") ?? lanes.find((each) => ["needs", "pains", "text"].includes(each.kind));
  return lane ? { command: "add_card", lane: lane.id, column, card: { id: newId("k"), words: `“${words}”`, author, quote } } : null;
}
