// One map that several people have open: a Yjs document of registers, its mirror, this person's history.
//
// In: updates from other editors, commands of this one. Out: the document as everybody will see it. No
// network and no storage here: whoever has a connection hands updates in and out (`connection.ts`).
import type { Document } from "@desireline/map-core";
import * as Y from "yjs";
import { workOut, type Command, type CommandName } from "./commands";
import { Comments } from "./comments";
import { History } from "./history";
import { Mirror, registersOf, type Json, type Write } from "./registers";

export class SharedMap {
  readonly doc: Y.Doc;
  readonly comments: Comments;
  private readonly registers: Y.Map<Json>;
  private readonly mirror: Mirror;
  private readonly history = new History();
  private readonly listeners = new Set<() => void>();

  constructor(doc = new Y.Doc()) {
    this.doc = doc;
    this.registers = doc.getMap<Json>("registers");
    this.mirror = new Mirror(this.registers.entries() as Iterable<Write>);
    this.comments = new Comments(doc);
    this.registers.observe((event) => {
      this.mirror.apply([...event.keysChanged].map((key): Write => [key as string, this.registers.get(key as string)]));
      this.tell();
    });
  }

  /** Null until the first registers have come. */
  get document(): Document | null {
    return this.registers.size > 0 ? this.mirror.document : null;
  }

  /** Carry a command out; false where it changes nothing. */
  run(command: Command): boolean {
    return this.write(this.history.record(command.command, workOut(this.mirror.document, command), this.read));
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

  private readonly read = (key: string): Json | undefined => this.registers.get(key);

  private write(writes: readonly Write[]): boolean {
    if (writes.length === 0) return false;
    this.doc.transact(() => {
      for (const [key, value] of writes) {
        if (value === undefined) this.registers.delete(key);
        else this.registers.set(key, value);
      }
    }, this);
    return true;
  }

  private tell(): false {
    for (const listener of this.listeners) listener();
    return false;
  }
}
