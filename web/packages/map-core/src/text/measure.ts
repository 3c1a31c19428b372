// How much room text takes in the shipped fonts, and how it is broken and shortened to fit.
//
// In: a string, a face, a size. Out: widths, lines. Kerning is left out: in Inter it only narrows.
import inter from "./inter.json";

export type Face = "regular" | "semibold" | "bold" | "italic";

type Block = [start: number, widths: number[]];
const blocks = inter as unknown as Record<Face, Block[]>;

/** Share of the font size above the baseline that capitals and ascenders reach, and below it that descenders do. */
export const ASCENT = 0.76;
export const DESCENT = 0.22;

function isWide(code: number): boolean {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xffdc) || code > 0x1f000;
}

const advances: Record<Face, Map<number, number>> = { regular: new Map(), semibold: new Map(), bold: new Map(), italic: new Map() };

/** Advance width in thousandths of the font size. */
function advance(code: number, face: Face): number {
  let found = advances[face].get(code);
  if (found === undefined) advances[face].set(code, (found = lookUp(code, face)));
  return found;
}

function lookUp(code: number, face: Face): number {
  for (const [start, widths] of blocks[face]) {
    const index = code - start;
    if (index >= 0 && index < widths.length && widths[index] >= 0) return widths[index];
  }
  return isWide(code) ? 1000 : 640;
}

const cache = new Map<string, number>();

export function textWidth(text: string, size: number, face: Face = "regular"): number {
  return (thousandths(text, face) * size) / 1000;
}

/** Whole thousandths of the font size: those of two texts side by side are their sum. */
function thousandths(text: string, face: Face): number {
  const key = `${face}\n${text}`;
  let total = cache.get(key);
  if (total === undefined) {
    total = 0;
    for (const character of text) total += advance(character.codePointAt(0)!, face);
    if (cache.size > 20_000) cache.clear();
    cache.set(key, total);
  }
  return total;
}

/** The longest beginning of `text` that fits, with an ellipsis where something was left out. */
export function elide(text: string, width: number, size: number, face: Face = "regular"): string {
  if (textWidth(text, size, face) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  const shortened = (count: number) => `${characters.slice(0, count).join("").replace(/[\s,;:.·–-]+$/u, "")}…`;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(shortened(middle), size, face) <= width) low = middle;
    else high = middle - 1;
  }
  return shortened(low);
}

/** Pieces between which a line may break: at blanks, after slashes and hyphens, never inside `41 %`. */
function pieces(text: string): string[] {
  const words = text.trim().split(/[ \t\n]+/u);
  const glued: string[] = [];
  for (const word of words) {
    const before = glued.length - 1;
    const isUnit = /^(%|€|\$|£)[.,;:]?$/u.test(word) && before >= 0 && /\d$/u.test(glued[before]);
    // `n 3,120` and a dot between two facts stay with what they belong to
    const isCount = /^[\d~<>−+]/u.test(word) && before >= 0 && /(^| )n$/u.test(glued[before]);
    if (isUnit || isCount || (word === "·" && before >= 0)) glued[before] = `${glued[before]} ${word}`;
    else glued.push(word);
  }
  return glued;
}

export interface Wrapped {
  lines: string[];
  /** Something was left out. */
  elided: boolean;
  /** A word was broken because it is wider than a line. */
  broken: boolean;
}

/** Like `elide`, at the end of a word where that costs little. */
function elideWords(text: string, width: number, size: number, face: Face): string {
  const short = elide(text, width, size, face);
  const blank = short.lastIndexOf(" ");
  if (!short.endsWith("…") || text.startsWith(`${short.slice(0, -1)} `) || blank < short.length * 0.6) return short;
  return `${short.slice(0, blank).replace(/[\s,;:.·–-]+$/u, "")}…`;
}

/** Greedy lines no wider than `width`; at most `most` of them, the last one elided. */
export function wrap(text: string, width: number, size: number, face: Face = "regular", most = Infinity): Wrapped {
  const lines: string[] = [];
  let broken = false;
  let [line, taken] = ["", 0];
  const blank = advance(0x20, face);
  const rest = pieces(text);
  while (rest.length > 0) {
    const word = rest[0];
    // added up word by word: a large map has few different words and many different lines
    const needed = (line === "" ? 0 : taken + blank) + thousandths(word, face);
    if ((needed * size) / 1000 <= width) {
      [line, taken] = [line === "" ? word : `${line} ${word}`, needed];
      rest.shift();
    } else if (lines.length + 1 >= most) {
      lines.push(elideWords([line, ...rest].join(" ").trim(), width, size, face));
      return { lines, elided: true, broken };
    } else if (line !== "") {
      lines.push(line);
      line = "";
    } else {
      const [head, tail] = split(word, width, size, face);
      broken = true;
      lines.push(head);
      rest[0] = tail;
    }
  }
  if (line !== "") lines.push(line);
  return { lines, elided: false, broken };
}

/** A word wider than a whole line is broken where it must be, with a hyphen. */
function split(word: string, width: number, size: number, face: Face): [string, string] {
  const characters = [...word];
  let count = Math.max(1, characters.length - 1);
  while (count > 1 && textWidth(`${characters.slice(0, count).join("")}-`, size, face) > width) count--;
  return [`${characters.slice(0, count).join("")}-`, characters.slice(count).join("")];
}

/** Lines of about equal length: the narrowest width that needs no more lines than the greedy one. */
export function balance(text: string, width: number, size: number, face: Face = "regular", most = Infinity): Wrapped {
  const greedy = wrap(text, width, size, face, most);
  if (greedy.elided || greedy.lines.length < 2) return greedy;
  let low = width / greedy.lines.length;
  let high = width;
  while (high - low > 4) {
    const middle = (low + high) / 2;
    const tried = wrap(text, middle, size, face, most);
    if (!tried.elided && tried.lines.length <= greedy.lines.length && tried.broken === greedy.broken) high = middle;
    else low = middle;
  }
  return wrap(text, high, size, face, most);
}

export interface Fitted extends Wrapped {
  size: number;
}

/** One line while it can be nearly as large; else the largest size at which `most` balanced lines do. */
export function fit(text: string, width: number, large: number, small: number, most: number, face: Face): Fitted {
  const single = Math.min(large, (large * width) / textWidth(text, large, face));
  if (single >= large * 0.8) return { lines: [text], elided: false, broken: false, size: Math.floor(single * 10) / 10 };
  for (let size = large; size > small; size -= 1) {
    const wrapped = balance(text, width, size, face, most);
    if (!wrapped.elided) return { ...wrapped, size };
  }
  return { ...wrap(text, width, small, face, most), size: small };
}
