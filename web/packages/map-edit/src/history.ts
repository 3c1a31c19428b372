// Undo and redo of one person's own commands, in a document that others change too.
//
// In: writes that were made, with what stood there before. Out: the writes that take the last ones back.
// A register that somebody else has written since is left alone: undo never takes back another's words.
import type { CommandName } from "./commands";
import type { Json, Write } from "./registers";

interface Step {
  name: CommandName;
  changes: { key: string; before: Json | undefined; after: Json | undefined }[];
}

type Read = (key: string) => Json | undefined;

const MOST = 500;
const same = (a: Json | undefined, b: Json | undefined) => a === b || JSON.stringify(a) === JSON.stringify(b);

export class History {
  private done: Step[] = [];
  private undone: Step[] = [];

  /** Keep what a command does, before it is done; returns the writes that change anything. */
  record(name: CommandName, writes: readonly Write[], read: Read): Write[] {
    const last = new Map(writes);
    const changes = [...last].map(([key, after]) => ({ key, before: read(key), after })).filter(({ before, after }) => !same(before, after));
    if (changes.length === 0) return [];
    this.done.push({ name, changes });
    if (this.done.length > MOST) this.done.shift();
    this.undone = [];
    return changes.map(({ key, after }) => [key, after]);
  }

  undo(read: Read): Write[] {
    return this.turn(this.done, this.undone, read);
  }

  redo(read: Read): Write[] {
    return this.turn(this.undone, this.done, read);
  }

  get next(): { undo: CommandName | null; redo: CommandName | null } {
    return { undo: this.done.at(-1)?.name ?? null, redo: this.undone.at(-1)?.name ?? null };
  }

  /** The last step of one side, turned round and put on the other. */
  private turn(from: Step[], to: Step[], read: Read): Write[] {
    const step = from.pop();
    if (!step) return [];
    const free = step.changes.filter(({ key, after }) => same(read(key), after));
    to.push({ name: step.name, changes: free.map(({ key, before, after }) => ({ key, before: after, after: before })) });
    return free.map(({ key, before }) => [key, before]);
  }
}
