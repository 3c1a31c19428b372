// Order keys: strings that sort as people arranged things, with room between any two.
//
// In: the keys of the neighbours (null at an end). Out: a key between them: a fraction in base 62 that
// never ends in zero, the same as `maps/order.py`. Keys that other programs made are only compared.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A key after `low` and before `high`. Where two editors chose one key, it is as if `high` were open. */
export function between(low: string | null, high: string | null): string {
  const below = low ?? "";
  return midpoint(below, high !== null && below < high ? high : null);
}

function midpoint(low: string, high: string | null): string {
  const same = high === null ? 0 : common(low, high);
  if (same > 0) return high!.slice(0, same) + midpoint(low.slice(same), high!.slice(same));
  const first = low ? DIGITS.indexOf(low[0]) : 0;
  const last = high === null ? DIGITS.length : DIGITS.indexOf(high[0]);
  if (last - first > 1) return DIGITS[(first + last) >> 1];
  if (high !== null && high.length > 1) return high[0];
  return DIGITS[first] + midpoint(low.slice(1), null);
}

function common(low: string, high: string): number {
  let same = 0;
  while (same < high.length && (low[same] ?? "0") === high[same]) same += 1;
  return same;
}

interface Ordered {
  id: string;
  order: string;
}

export function inOrder<T extends Ordered>(parts: Iterable<T>): T[] {
  return [...parts].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1));
}

/** The key that puts a part at `index` among the others. */
export function keyAt(others: readonly Ordered[], index: number): string {
  return between(others[index - 1]?.order ?? null, others[index]?.order ?? null);
}
