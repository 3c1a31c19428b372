// What somebody wrote on a map and no server has yet, over a closed page: in this browser alone, until it is sent.
//
// In: a map, whose edits they are, and the edits. Out: the same when the page is opened again. Only what is not saved is kept, never a
// map. It goes once it is saved, when its author signs out or somebody else comes in, and when the workspace erased a customer
// meanwhile: what was written before may name them.
import { clear, createStore, del, entries, set, type UseStore } from "idb-keyval";

export interface Owner {
  workspace: string;
  who: string;
  /** How many names the workspace has erased. */
  erased: number;
}

interface Kept extends Owner {
  map: string;
  update: Uint8Array;
}

let opened: UseStore | null = null;
let isLeaving = false;
const store = () => (opened ??= createStore("desireline", "unsaved"));

/** Keep the edits of one page on one map instead of those it kept before; false where the browser keeps nothing. */
export async function keep(map: string, page: number, owner: Owner, update: Uint8Array): Promise<boolean> {
  if (isLeaving) return false;
  try {
    await set(keyOf(map, page, owner), { ...owner, map, update } satisfies Kept, store());
    return true;
  } catch {
    return false;
  }
}

export interface Left {
  key: string;
  map: string;
  update: Uint8Array;
}

/** What pages that were closed left; what may not be sent any more is removed. */
export async function left(owner: Owner): Promise<Left[]> {
  const found: [string, Kept][] = await entries<string, Kept>(store()).catch(() => []);
  const here = found.filter(([, one]) => one.workspace === owner.workspace);
  const [mine, gone] = [here.filter(([, one]) => isStill(one, owner)), here.filter(([, one]) => !isStill(one, owner))];
  await Promise.all(gone.map(([key]) => del(key, store())));
  return mine.map(([key, { map, update }]) => ({ key, map, update }));
}

const isStill = (one: Kept, { who, erased }: Owner) => one.who === who && one.erased === erased;

export async function drop(keys: Iterable<string>): Promise<void> {
  await Promise.all([...keys].map((key) => del(key, store()).catch(() => undefined)));
}

/** Somebody signs out: nothing of theirs stays, and no page keeps more. */
export async function forgetAll(): Promise<void> {
  isLeaving = true;
  await clear(store()).catch(() => undefined);
}

export const keyOf = (map: string, page: number, { workspace }: Owner) => `${workspace}/${map}/${page}`;
