// What people say about a part of the map: threads that can be answered and resolved.
//
// In: words on a part. Out: threads, oldest first. They live beside the registers, are written offline too,
// and are no part of the map file.
import * as Y from "yjs";
import type { Json } from "./registers";

export interface Comment {
  id: string;
  /** The part: `cell:ID`, `card:ID`, `touchpoint:ID`, `stage:ID`, `lane:ID`. */
  on: string;
  words: string;
  author: string;
  at: string;
  /** The comment that this one answers. */
  reply_to: string | null;
  resolved: boolean;
}

export interface Thread {
  first: Comment;
  replies: Comment[];
}

export class Comments {
  private readonly fields: Y.Map<Json>;

  constructor(doc: Y.Doc) {
    this.fields = doc.getMap<Json>("comments");
  }

  add(comment: Comment): void {
    this.fields.doc!.transact(() => {
      for (const [field, value] of Object.entries(comment)) this.fields.set(`${comment.id}/${field}`, value as Json);
    });
  }

  resolve(id: string, resolved: boolean): void {
    this.fields.set(`${id}/resolved`, resolved);
  }

  threads(): Thread[] {
    const found = new Map<string, Partial<Comment>>();
    for (const [path, value] of this.fields.entries()) {
      const cut = path.lastIndexOf("/");
      const id = path.slice(0, cut);
      found.set(id, { ...found.get(id), [path.slice(cut + 1)]: value });
    }
    const all = [...found.values()].filter((each): each is Comment => typeof each.words === "string" && typeof each.on === "string" && typeof each.at === "string");
    all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
    return all.filter((each) => !each.reply_to).map((first) => ({ first, replies: all.filter((each) => each.reply_to === first.id) }));
  }

  subscribe(listener: () => void): () => void {
    this.fields.observe(listener);
    return () => this.fields.unobserve(listener);
  }
}

/** Names after an @, as they were written. */
export function mentions(words: string): string[] {
  return [...words.matchAll(/(?:^|\s)@([\p{L}\p{N}._-]+)/gu)].map((match) => match[1]);
}
