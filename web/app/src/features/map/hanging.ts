// Hanging a card on a map that is not open here: the commands that the server takes.
import type { Document } from "@desireline/map-core";
import type { components } from "../../api/schema";
import { newId } from "./canvas/part";

export type Commands = components["schemas"]["Commands"]["commands"];

/** A card at the end of a cell; a cell that nobody has opened yet is opened by writing nothing into it. */
export function hang(document: Document, lane: string, column: string, card: { words: string; author: string; quote: string | null; binding: string | null }): Commands {
  const cell = Object.values(document.cells).find((each) => each.lane === lane && each.column === column && each.persona === "*");
  const id = cell?.id ?? `c-${lane.replace(/^l-/, "")}-${column}-all`;
  const last = Object.values(cell?.cards ?? {}).map((each) => each.order).sort().at(-1) ?? "";
  const opening: Commands = cell ? [] : [{ command: "set_words", column, lane, persona: "*", words: null, author: null, claim: null, reviewed: null }];
  return [...opening, { command: "add_card", cell: id, card: { id: newId("k"), order: `${last}V`, ...card } }];
}
