// Where registers live in the shared document: the one place that knows the shape that the server keeps.
//
// In: register keys. Out: values, and which registers a transaction changed. A part is a map in the root
// map of its kind; absent fields are null; the words of cells and cards are root texts (`words:cells:ID`), so
// that what two people type into one card is merged letter by letter. Twin: `maps/shared.py`.
import * as Y from "yjs";
import { COLLECTIONS, type Collection, type Json, type Write } from "./registers";

type Part = Y.Map<Json>;
interface Place {
  collection: Collection | "map";
  id: string;
  field: string;
}

const HAS_TEXT: readonly string[] = ["cells", "cards"];

function placeOf(key: string): Place {
  const [cut, end] = [key.indexOf("/"), key.lastIndexOf("/")];
  return { collection: key.slice(0, cut) as Place["collection"], id: key.slice(cut + 1, end), field: key.slice(end + 1) };
}

const isWords = ({ collection, field }: Place) => field === "words" && HAS_TEXT.includes(collection);

export class Store {
  private readonly head: Y.Map<Json>;
  private readonly roots: Record<Collection, Y.Map<Part>>;
  private readonly names = new WeakMap<object, string>();

  constructor(private readonly doc: Y.Doc) {
    this.head = doc.getMap("map");
    this.roots = Object.fromEntries(COLLECTIONS.map((name) => [name, doc.getMap(name)])) as Record<Collection, Y.Map<Part>>;
  }

  get isEmpty(): boolean {
    return this.head.size === 0;
  }

  /** Undefined where the part is not there, null where the field is not. */
  read(key: string): Json | undefined {
    const place = placeOf(key);
    const part = this.part(place);
    if (!part) return undefined;
    return isWords(place) ? this.text(place).toString() || null : (part.get(place.field) ?? null);
  }

  write(writes: readonly Write[]): void {
    for (const [key, value] of writes) {
      const place = placeOf(key);
      if (isWords(place)) replaceMiddle(this.text(place), (value as string | null | undefined) ?? "");
      else if (value === undefined && place.field === "id") this.remove(place);
      else this.set(place, value ?? null);
    }
  }

  /** Every register, for the first reading. */
  *all(): Generator<Write> {
    for (const [field, value] of this.head.entries()) yield [`map//${field}`, value];
    for (const collection of COLLECTIONS) for (const id of this.roots[collection].keys()) yield* this.ofPart(collection, id);
  }

  /** What a transaction changed, as registers with their new values. */
  changed(transaction: Y.Transaction): Write[] {
    // who owns what is asked first: reading a text for the first time makes it another object
    const parts = new Map<string, [Collection, string]>();
    const writes: Write[] = [];
    for (const [type, keys] of transaction.changed as Map<unknown, Set<string | null>>) {
      if (type === this.head) for (const field of keys) writes.push([`map//${field}`, this.head.get(field!)]);
      else for (const part of this.ownersOf(type as Y.AbstractType<unknown>, keys)) parts.set(part.join("/"), part);
    }
    for (const [collection, id] of parts.values()) writes.push(...this.ofPart(collection, id));
    return writes;
  }

  /** The parts that a changed type belongs to: the type is a root of parts, a part, or the words of one. */
  private ownersOf(type: Y.AbstractType<unknown>, keys: Set<string | null>): [Collection, string][] {
    const is = (other: unknown) => COLLECTIONS.find((name) => (this.roots[name] as unknown) === other);
    const root = is(type);
    if (root) return [...keys].map((id) => [root, id!]);
    const owner = is(type.parent);
    if (owner) return [[owner, type._item!.parentSub!]];
    if (type.parent) return [];
    const [kind, collection, ...id] = this.nameOf(type).split(":");
    return kind === "words" && HAS_TEXT.includes(collection) ? [[collection as Collection, id.join(":")]] : [];
  }

  /** The name of a root type; all are looked up at once, because asking Yjs for one walks through all of them. */
  private nameOf(type: Y.AbstractType<unknown>): string {
    if (!this.names.has(type)) for (const [name, root] of this.doc.share) this.names.set(root, name);
    return this.names.get(type) ?? "";
  }

  /** A part's registers; where it is gone, what takes it out of a mirror. */
  private *ofPart(collection: Collection, id: string): Generator<Write> {
    const part = this.roots[collection].get(id);
    if (!(part instanceof Y.Map)) {
      yield [`${collection}/${id}/`, undefined];
      return;
    }
    yield [`${collection}/${id}/`, undefined];
    for (const [field, value] of part.entries()) yield [`${collection}/${id}/${field}`, value];
    if (HAS_TEXT.includes(collection)) yield [`${collection}/${id}/words`, this.text({ collection, id, field: "words" }).toString() || null];
  }

  private part({ collection, id }: Place): Part | undefined {
    return collection === "map" ? this.head : this.roots[collection].get(id);
  }

  private text({ collection, id }: Place): Y.Text {
    return this.doc.getText(`words:${collection}:${id}`);
  }

  private remove({ collection, id }: Place): void {
    this.roots[collection as Collection].delete(id);
  }

  private set({ collection, id, field }: Place, value: Json): void {
    let part = this.part({ collection, id, field });
    if (value === null) {
      part?.delete(field);
      return;
    }
    if (!part) {
      part = new Y.Map<Json>();
      this.roots[collection as Collection].set(id, part);
    }
    part.set(field, value);
  }
}

/** Only what differs is written, so that what others type at the ends stays. */
function replaceMiddle(text: Y.Text, wanted: string): void {
  const old = text.toString();
  if (old === wanted) return;
  const most = Math.min(old.length, wanted.length);
  let start = 0;
  while (start < most && old[start] === wanted[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === wanted[wanted.length - 1 - end]) end += 1;
  if (old.length - end > start) text.delete(start, old.length - end - start);
  const middle = wanted.slice(start, wanted.length - end);
  if (middle) text.insert(start, middle);
}
