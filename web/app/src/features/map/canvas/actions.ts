// What people can do with a chosen part: one list for keyboard, menu, panel and help.
//
// In: the chosen part and the document. Out: actions that apply, each with its shortcut and the command that it
// runs. An action that asks for words first says what it asks.
import type { Document } from "@desireline/map-core";
import type { Command } from "@desireline/map-edit";
import type { Sentence } from "../../../i18n";
import { lanesOf, newId, stagesOf, touchpointsOf, type Part } from "./part";

/** Words that are written in place: where the pen is put, what stands there, what becomes of them. */
export interface Writing {
  value: string;
  label: Sentence;
  done(words: string): Command | null;
  /** Chosen once it is done. */
  then?: string;
}

export interface Action {
  id: string;
  label: Sentence;
  /** As KeyboardEvent.key, with Alt+ before it; letters without modifiers. */
  keys: string[];
  write?(part: Part, document: Document, me: string): Writing | null;
  run?(part: Part, document: Document, me: string): { command: Command; then?: string } | null;
}

const quick = (command: Command | null, then?: string) => (command ? { command, then } : null);

const index = <T extends { id: string }>(parts: readonly T[], id: string) => parts.findIndex((each) => each.id === id);

function rename(part: Part, _: Document, me: string): Writing | null {
  switch (part.kind) {
    case "stage":
      return { value: part.stage.verb, label: "ask.verb", done: (verb) => (verb ? { command: "rename_stage", stage: part.stage.id, title: part.stage.title, verb } : null) };
    case "touchpoint":
      return { value: part.touchpoint.title, label: "ask.touchpoint", done: (title) => (title ? { command: "rename_touchpoint", touchpoint: part.touchpoint.id, title } : null) };
    case "lane":
      return { value: part.lane.title, label: "ask.lane", done: (title) => (title ? { command: "rename_lane", lane: part.lane.id, title } : null) };
    case "card":
      return { value: part.card.words ?? "", label: "ask.card", done: (words) => ({ command: "set_card_words", card: part.card.id, words, author: me }) };
    case "cell":
      return { value: part.cell?.words ?? "", label: "ask.words", done: (words) => ({ command: "set_words", column: part.column, lane: part.lane, words: words || null, author: words ? me : null }) };
  }
}

function addCard(part: Part, _: Document, me: string): Writing | null {
  const at = part.kind === "card" ? part.cell : part.kind === "cell" ? part : null;
  if (!at) return null;
  const id = newId("k");
  return { value: "", label: "ask.card", then: `card:${id}`, done: (words) => (words ? { command: "add_card", lane: at.lane, column: at.column, card: { id, words, author: me } } : null) };
}

function addBeside(part: Part, document: Document): Writing | null {
  if (part.kind === "stage") {
    const id = newId("st");
    const at = index(stagesOf(document), part.stage.id) + 1;
    return { value: "", label: "ask.verb", then: `stage:${id}`, done: (verb) => (verb ? { command: "add_stage", id, title: verb, verb, at } : null) };
  }
  if (part.kind === "touchpoint") {
    const id = newId("tp");
    const { stage } = part.touchpoint;
    const at = index(touchpointsOf(document, stage), part.touchpoint.id) + 1;
    return { value: "", label: "ask.touchpoint", then: `touchpoint:${id}`, done: (title) => (title ? { command: "declare_touchpoint", id, stage, title, channel: part.touchpoint.channel, at } : null) };
  }
  if (part.kind === "lane") {
    const id = newId("l");
    const at = index(lanesOf(document), part.lane.id) + 1;
    return { value: "", label: "ask.lane", then: `lane-title:${id}`, done: (title) => (title ? { command: "add_lane", id, kind: "text", title, at } : null) };
  }
  return null;
}

function addTouchpoint(part: Part, document: Document): Writing | null {
  if (part.kind !== "stage") return null;
  const id = newId("tp");
  return { value: "", label: "ask.touchpoint", then: `touchpoint:${id}`, done: (title) => (title ? { command: "declare_touchpoint", id, stage: part.stage.id, title, channel: touchpointsOf(document, part.stage.id).at(-1)?.channel ?? "other" } : null) };
}

function remove(part: Part): { command: Command } | null {
  switch (part.kind) {
    case "stage":
      return { command: { command: "remove_stage", stage: part.stage.id } };
    case "touchpoint":
      return { command: { command: "remove_touchpoint", touchpoint: part.touchpoint.id } };
    case "lane":
      return { command: { command: "remove_lane", lane: part.lane.id } };
    case "card":
      return { command: { command: "remove_card", card: part.card.id } };
    case "cell":
      return part.cell?.words ? { command: { command: "set_words", column: part.column, lane: part.lane, words: null, author: null } } : null;
  }
}

/** Sideways among its like; cards go from column to column, touchpoints over the borders of stages. */
function moveAlong(step: 1 | -1) {
  return (part: Part, document: Document) => {
    if (part.kind === "stage") return quick({ command: "move_stage", stage: part.stage.id, to: index(stagesOf(document), part.stage.id) + step });
    if (part.kind === "touchpoint") return quick(alongStages(part.touchpoint, document, step));
    if (part.kind === "card") return quick(alongColumns(part, document, step));
    return null;
  };
}

function alongStages({ id, stage }: { id: string; stage: string }, document: Document, step: 1 | -1): Command | null {
  const spots = touchpointsOf(document, stage);
  const at = index(spots, id) + step;
  if (at >= 0 && at < spots.length) return { command: "move_touchpoint", touchpoint: id, stage, to: at };
  const stages = stagesOf(document);
  const next = stages[index(stages, stage) + step];
  if (!next) return null;
  return { command: "move_touchpoint", touchpoint: id, stage: next.id, to: step > 0 ? 0 : touchpointsOf(document, next.id).length };
}

function alongColumns({ card, cell }: Extract<Part, { kind: "card" }>, document: Document, step: 1 | -1): Command | null {
  const isStage = cell.column in document.stages;
  const columns: readonly { id: string }[] = isStage ? stagesOf(document) : stagesOf(document).flatMap((stage) => touchpointsOf(document, stage.id));
  const next = columns[index(columns, cell.column) + step];
  return next ? { command: "move_card", card: card.id, lane: cell.lane, column: next.id, persona: cell.persona } : null;
}

/** Up and down: lanes among lanes, cards in their cell, then into the next lane. */
function moveAcross(step: 1 | -1) {
  return (part: Part, document: Document) => {
    const lanes = lanesOf(document).filter((lane) => !lane.hidden);
    if (part.kind === "lane") return quick({ command: "move_lane", lane: part.lane.id, to: index(lanesOf(document), part.lane.id) + step });
    if (part.kind !== "card") return null;
    const cards = Object.values(part.cell.cards).sort((a, b) => (a.order < b.order ? -1 : 1));
    const at = index(cards, part.card.id) + step;
    const { persona, column, lane } = part.cell;
    if (at >= 0 && at < cards.length) return quick({ command: "move_card", card: part.card.id, lane, column, persona, to: at });
    const next = lanes[index(lanes, lane) + step];
    return next ? quick({ command: "move_card", card: part.card.id, lane: next.id, column, persona, to: step > 0 ? 0 : undefined }) : null;
  };
}

function splitPart(part: Part, document: Document, me: string): { command: Command; then?: string } | null {
  switch (part.kind) {
    case "stage": {
      const spots = touchpointsOf(document, part.stage.id);
      const id = newId("st");
      return spots.length < 2 ? null : quick({ command: "split_stage", stage: part.stage.id, before: spots[Math.ceil(spots.length / 2)].id, id, title: part.stage.title, verb: `${part.stage.verb} (2)` }, `stage:${id}`);
    }
    case "touchpoint": {
      const id = newId("tp");
      return quick({ command: "split_touchpoint", touchpoint: part.touchpoint.id, id, title: `${part.touchpoint.title} (2)` }, `touchpoint:${id}`);
    }
    case "lane": {
      const id = newId("l");
      return quick({ command: "split_lane", lane: part.lane.id, id, title: `${part.lane.title} (2)` }, `lane-title:${id}`);
    }
    case "card": {
      const [first, second] = halves(part.card.words ?? "");
      return second ? quick({ command: "split_card", card: part.card.id, first, second, id: newId("k") }) : null;
    }
    case "cell": {
      // words of a cell become a card, so that they can be moved on their own
      if (!part.cell?.words) return null;
      const id = newId("k");
      return quick({ command: "add_card", lane: part.lane, column: part.column, card: { id, words: part.cell.words, author: part.cell.author ?? me } }, `card:${id}`);
    }
  }
}

/** At a line's end, else between sentences, else in the middle of the words. */
function halves(words: string): [string, string] {
  const at = [words.indexOf("\n"), words.search(/[.;!?]\s/) + 1, words.indexOf(" ", words.length / 2)].find((each) => each > 0) ?? -1;
  return at > 0 ? [words.slice(0, at).trim(), words.slice(at).trim()] : [words, ""];
}

function mergeBack(part: Part, document: Document): { command: Command; then?: string } | null {
  const before = <T extends { id: string }>(parts: readonly T[], id: string): T | undefined => parts[index(parts, id) - 1];
  if (part.kind === "stage") {
    const into = before(stagesOf(document), part.stage.id);
    return into ? quick({ command: "merge_stages", stage: part.stage.id, into: into.id }, `stage:${into.id}`) : null;
  }
  if (part.kind === "touchpoint") {
    const into = before(touchpointsOf(document, part.touchpoint.stage), part.touchpoint.id);
    return into ? quick({ command: "merge_touchpoints", touchpoint: part.touchpoint.id, into: into.id }, `touchpoint:${into.id}`) : null;
  }
  if (part.kind === "lane") {
    const into = before(lanesOf(document), part.lane.id);
    return into ? quick({ command: "merge_lanes", lane: part.lane.id, into: into.id }, `lane-title:${into.id}`) : null;
  }
  if (part.kind === "card") {
    const cards = Object.values(part.cell.cards).sort((a, b) => (a.order < b.order ? -1 : 1));
    const into = before(cards, part.card.id);
    return into ? quick({ command: "merge_cards", card: part.card.id, into: into.id }, `card:${into.id}`) : null;
  }
  return null;
}

export const ACTIONS: readonly Action[] = [
  { id: "write", label: "do.write", keys: ["F2"], write: rename },
  { id: "card", label: "do.card", keys: ["n"], write: addCard },
  { id: "beside", label: "do.beside", keys: ["a"], write: addBeside },
  { id: "touchpoint", label: "do.touchpoint", keys: ["p"], write: addTouchpoint },
  { id: "split", label: "do.split", keys: ["s"], run: splitPart },
  { id: "merge", label: "do.merge", keys: ["m"], run: mergeBack },
  { id: "left", label: "do.left", keys: ["Alt+ArrowLeft"], run: moveAlong(-1) },
  { id: "right", label: "do.right", keys: ["Alt+ArrowRight"], run: moveAlong(1) },
  { id: "up", label: "do.up", keys: ["Alt+ArrowUp"], run: moveAcross(-1) },
  { id: "down", label: "do.down", keys: ["Alt+ArrowDown"], run: moveAcross(1) },
  { id: "hide", label: "do.hide", keys: ["h"], run: (part) => (part.kind === "lane" ? quick({ command: "hide_lane", lane: part.lane.id, hidden: true }) : null) },
  { id: "overrule", label: "do.overrule", keys: ["o"], run: (part) => (part.kind === "cell" && part.cell?.words && part.cell.bindings.length > 0 ? quick({ command: "overrule_binding", cell: part.cell.id, overruled: !part.cell.overruled }) : null) },
  { id: "remove", label: "do.remove", keys: ["Delete", "Backspace"], run: remove },
];

/** Those that would do something with this part now. */
export function actionsFor(part: Part, document: Document, me: string): Action[] {
  return ACTIONS.filter((action) => (action.write?.(part, document, me) ?? action.run?.(part, document, me) ?? null) !== null && !(action.id === "remove" && part.kind === "stage" && touchpointsOf(document, part.stage.id).length > 0));
}

export function actionForKey(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const name = `${event.altKey ? "Alt+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
  return ACTIONS.find((action) => action.keys.includes(name));
}
