// Whom an @ in a comment means, and whom it may come to mean while it is being written.
//
// In: words and the members. Out: ids. A whole name counts wherever it stands behind an @; a first name counts as a word of its own,
// where only one member has it: whoever is not meant gets no mail.
export interface Named {
  id: string;
  name: string;
}

const IS_WORD = /[\p{L}\p{N}_]/u;
const BEGUN = /(?:^|\s)@([\p{L}\p{N}_.'-]*(?: [\p{L}\p{N}_.'-]*)?)$/u;
const MOST = 5;
const firstOf = (name: string) => name.split(/\s+/)[0].toLowerCase();

export function mentioned(words: string, members: readonly Named[]): string[] {
  const said = words.toLowerCase();
  const found = new Set<string>();
  const longest = [...members].sort((a, b) => b.name.length - a.name.length);
  for (let at = said.indexOf("@"); at >= 0; at = said.indexOf("@", at + 1)) {
    if (at > 0 && IS_WORD.test(said.charAt(at - 1))) continue; // an address of mail
    const rest = said.slice(at + 1);
    const isHere = (name: string) => name !== "" && rest.startsWith(name) && !IS_WORD.test(rest.charAt(name.length));
    const whole = longest.find(({ name }) => isHere(name.toLowerCase()));
    const called = whole ? [whole] : members.filter(({ name }) => isHere(firstOf(name)));
    if (called.length === 1) found.add(called[0].id);
  }
  return [...found];
}

/** Members whose name goes on as what stands behind the last @; null where none is being written. */
export function offered(words: string, caret: number, members: readonly Named[]): { from: number; members: Named[] } | null {
  const begun = BEGUN.exec(words.slice(0, caret));
  if (!begun) return null;
  const sought = begun[1].toLowerCase();
  const fits = members.filter(({ name }) => name.toLowerCase() !== sought && (name.toLowerCase().startsWith(sought) || name.toLowerCase().split(/\s+/).some((each) => each.startsWith(sought))));
  return fits.length > 0 ? { from: caret - begun[1].length, members: fits.slice(0, MOST) } : null;
}
