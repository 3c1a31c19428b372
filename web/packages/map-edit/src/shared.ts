// One map that several people have open: the shared document, its mirror, this person's history.
//
// In: updates from other editors, commands of this one. Out: the document as everybody will see it. No
// network and no storage here: whoever has a connection hands updates in and out (`connection.ts`).
import type { Document } from "@desireline/map-core";
import * as Y from "yjs";
import { workOut, type Command, type CommandName } from "./commands";
import { History } from "./history";
import { Mirror, registersOf, type Json, type Write } from "./registers";
import { Store } from "./store";

export class SharedMap {
  readonly doc: Y.Doc;
  private readonly store: Store;
  private readonly mirror: Mirror;
  private readonly history = new History();
  private readonly listeners = new Set<() => void>();

  constructor(doc = new Y.Doc()) {
    this.doc = doc;
    this.store = new Store(doc);
    this.mirror = new Mirror(this.store.all());
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.changed.size === 0) return;
      this.mirror.apply(this.store.changed(transaction));
      this.tell();
    });
  }

  /** Null until the first registers have come. */
  get document(): Document | null {
    return this.store.isEmpty ? null : this.mirror.document;
  }

  /** Carry a command out; false where it changes nothing. */
  run(command: Command): boolean {
    const writes = this.meant(workOut(this.mirror.document, command));
    return this.write(this.history.record(command.command, writes, this.read));
  }

  undo(): boolean {
    return this.write(this.history.undo(this.read)) || this.tell();
  }

  redo(): boolean {
    return this.write(this.history.redo(this.read)) || this.tell();
  }

  get next(): { undo: CommandName | null; redo: CommandName | null } {
    return this.history.next;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Put a document in that nobody edits yet: a template, a map that was drawn from data. */
  static of(document: Document): SharedMap {
    const shared = new SharedMap();
    shared.write(registersOf(document));
    return shared;
  }

  /** Without what speaks of a part that somebody removed meanwhile. */
  private meant(writes: readonly Write[]): Write[] {
    const owner = (key: string) => key.slice(0, key.lastIndexOf("/"));
    const made = new Set(writes.flatMap(([key]) => (key.endsWith("/id") ? [owner(key)] : [])));
    return writes.filter(([key]) => key.startsWith("map/") || made.has(owner(key)) || this.read(`${owner(key)}/id`) !== undefined);
  }

  private readonly read = (key: string): Json | undefined => this.store.read(key);

  private write(writes: readonly Write[]): boolean {
    if (writes.length === 0) return false;
    this.doc.transact(() => this.store.write(writes), this);
    return true;
  }

  private tell(): false {
    for (const listener of this.listeners) listener();
    return false;
  }
}
