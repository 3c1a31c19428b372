// A map's document as registers (ADR 22): `stages/st-wait/title` -> "Waiting".
//
// In: a document. Out: its registers; and a mirror that follows changes of registers and gives the
// document again, sharing what did not change.
import type { Card, Cell, Document } from "@desireline/map-core";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** A register and what becomes of it; undefined takes it away. */
export type Write = [key: string, value: Json | undefined];

export const COLLECTIONS = ["stages", "touchpoints", "lanes", "cells", "bindings", "actions", "cards"] as const;
export type Collection = (typeof COLLECTIONS)[number];
type Fields = Record<string, Json>;

export const key = (collection: Collection | "map", id: string, field: string) => `${collection}/${id}/${field}`;

export function fieldsOf(collection: Collection | "map", id: string, fields: object): Write[] {
  return Object.entries(fields as Fields).map(([field, value]) => [key(collection, id, field), value]);
}

export function registersOf(document: Document): Write[] {
  const { stages, touchpoints, lanes, cells, bindings, actions, ...own } = document;
  const parts = { stages, touchpoints, lanes, bindings, actions };
  const writes = fieldsOf("map", "", own);
  for (const [collection, each] of Object.entries(parts)) {
    for (const part of Object.values(each)) writes.push(...fieldsOf(collection as Collection, part.id, part));
  }
  for (const { cards, ...cell } of Object.values(cells)) {
    writes.push(...fieldsOf("cells", cell.id, cell));
    for (const card of Object.values(cards)) writes.push(...fieldsOf("cards", card.id, { ...card, cell: cell.id }));
  }
  return writes;
}

const REQUIRED: Record<Collection, readonly string[]> = {
  stages: ["order", "title", "verb"],
  touchpoints: ["order", "stage", "title", "channel"],
  lanes: ["order", "kind", "title"],
  cells: ["column", "lane"],
  bindings: ["insight", "metric"],
  actions: ["order", "title"],
  cards: ["order", "cell"],
};
/** What a part has when nobody wrote it. */
const DEFAULTS: Record<Collection, Fields> = {
  stages: { key: null, pinned: false },
  touchpoints: { key: null, owner: null, measured: true },
  lanes: { hidden: false },
  cells: { persona: "*", words: null, author: null, bindings: [], overruled: false, claim: null, reviewed: null },
  bindings: { stage: null, touchpoint: null, target: null },
  actions: { owner: null, due: null, binding: null, suggested: false, why: null },
  cards: { words: null, author: null, quote: null, binding: null, claim: null },
};

/** Follows registers. `document` is a new object after each change; parts that did not change stay the same objects. */
export class Mirror {
  private readonly raw = new Map<string, Fields>();
  private own: Fields = {};
  private readonly parts: Record<Collection, Record<string, Fields>> = { stages: {}, touchpoints: {}, lanes: {}, cells: {}, bindings: {}, actions: {}, cards: {} };
  private readonly cardsOf = new Map<string, Set<string>>();
  document!: Document;

  constructor(registers: Iterable<Write> = []) {
    this.apply(registers);
  }

  apply(writes: Iterable<Write>): void {
    const touched = new Map<string, [Collection, string]>();
    for (const [path, value] of writes) {
      const cut = path.indexOf("/");
      const end = path.lastIndexOf("/");
      if (cut < 0 || end <= cut - 1) continue;
      const [collection, id, field] = [path.slice(0, cut), path.slice(cut + 1, end), path.slice(end + 1)];
      if (collection === "map") {
        this.own = { ...this.own };
        if (value === undefined) delete this.own[field];
        else this.own[field] = value;
      } else if (collection in this.parts) {
        this.put(`${collection}/${id}`, field, value);
        touched.set(`${collection}/${id}`, [collection as Collection, id]);
      }
    }
    this.settle(touched.values());
  }

  private put(part: string, field: string, value: Json | undefined): void {
    // the part as a whole: what follows is all that it has
    if (field === "") {
      this.raw.delete(part);
      return;
    }
    const fields = this.raw.get(part) ?? {};
    if (value === undefined) delete fields[field];
    else fields[field] = value;
    this.raw.set(part, fields);
  }

  private settle(touched: Iterable<[Collection, string]>): void {
    const changed = new Set<Collection>();
    const cells = new Set<string>();
    for (const [collection, id] of touched) {
      changed.add(collection);
      const before = this.parts[collection][id];
      const raw = this.raw.get(`${collection}/${id}`);
      const isWhole = raw?.id === id && REQUIRED[collection].every((field) => typeof raw[field] === "string");
      if (isWhole) this.parts[collection][id] = { ...DEFAULTS[collection], ...raw };
      else delete this.parts[collection][id];
      if (collection === "cards") this.rehome(id, before, this.parts.cards[id], cells);
      if (collection === "cells") cells.add(id);
    }
    for (const id of cells) this.fill(id);
    if (cells.size > 0) changed.add("cells");
    const fresh = (name: Exclude<Collection, "cards">) => (changed.has(name) || !this.document ? { ...this.parts[name] } : (this.document[name] as unknown as Record<string, Fields>));
    const document = { ...this.own, stages: fresh("stages"), touchpoints: fresh("touchpoints"), lanes: fresh("lanes"), cells: fresh("cells"), bindings: fresh("bindings"), actions: fresh("actions") };
    this.document = withoutOrphans(document as unknown as Document);
  }

  private rehome(id: string, before: Fields | undefined, after: Fields | undefined, cells: Set<string>): void {
    const [from, to] = [before?.cell as string | undefined, after?.cell as string | undefined];
    if (from !== undefined) {
      this.cardsOf.get(from)?.delete(id);
      cells.add(from);
    }
    if (to !== undefined) {
      this.cardsOf.set(to, (this.cardsOf.get(to) ?? new Set()).add(id));
      cells.add(to);
    }
  }

  private fill(id: string): void {
    const cell = this.parts.cells[id] as unknown as Cell | undefined;
    if (!cell) return;
    const cards: Record<string, Card> = {};
    for (const each of this.cardsOf.get(id) ?? []) {
      const { cell: _home, ...card } = this.parts.cards[each];
      cards[each] = card as unknown as Card;
    }
    this.parts.cells[id] = { ...this.parts.cells[id], cards: cards as unknown as Json };
  }
}

/** A touchpoint whose stage somebody removed meanwhile stands in the first stage that is left. */
function withoutOrphans(document: Document): Document {
  const lost = Object.values(document.touchpoints).filter((touchpoint) => !(touchpoint.stage in document.stages));
  const home = Object.values(document.stages).sort((a, b) => (a.order < b.order ? -1 : 1))[0];
  if (lost.length === 0 || !home) return document;
  const touchpoints = { ...document.touchpoints };
  for (const touchpoint of lost) touchpoints[touchpoint.id] = { ...touchpoint, stage: home.id };
  return { ...document, touchpoints };
}
