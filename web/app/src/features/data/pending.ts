// Files that somebody chose or dropped on another screen: the data screen takes them in, when it opens or at once.
let waiting: File[] = [];
let taker: ((files: File[]) => void) | null = null;

export function pend(files: File[]): void {
  if (taker) taker(files);
  else waiting = files;
}

/** Take what waits, and what comes while the screen is open. */
export function takeFiles(take: (files: File[]) => void): () => void {
  taker = take;
  const files = waiting;
  waiting = [];
  if (files.length > 0) take(files);
  return () => { taker = null; };
}
