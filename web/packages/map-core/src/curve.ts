// Smooth lines that never leave what was measured: monotone cubics (Fritsch and Carlson, 1980).
//
// In: points with rising x. Out: path data. Between two points the line stays between their values.
// A band is drawn as the line plus a distance that is itself interpolated and never negative, so the
// line cannot leave its band.
import { coordinate } from "./svg";

export interface Point {
  x: number;
  y: number;
}

/** Slopes at the points such that each piece is monotone. */
export function slopes(points: readonly Point[]): number[] {
  const count = points.length;
  if (count < 2) return points.map(() => 0);
  const secants: number[] = [];
  for (let i = 0; i + 1 < count; i++) secants.push((points[i + 1].y - points[i].y) / (points[i + 1].x - points[i].x));
  const result = points.map((_, i) => {
    if (i === 0) return secants[0];
    if (i === count - 1) return secants[count - 2];
    const [before, after] = [secants[i - 1], secants[i]];
    if (before * after <= 0) return 0;
    const [h0, h1] = [points[i].x - points[i - 1].x, points[i + 1].x - points[i].x];
    // weighted harmonic mean: monotone, and calmer than the plain mean on uneven steps
    return (3 * (h0 + h1)) / ((2 * h1 + h0) / before + (h1 + 2 * h0) / after);
  });
  for (const end of [0, count - 1]) {
    const secant = secants[end === 0 ? 0 : count - 2];
    const limit = 3 * Math.abs(secant);
    if (Math.abs(result[end]) > limit) result[end] = Math.sign(result[end]) * limit;
  }
  return result;
}

/** Cubic Bézier pieces through the points with the given slopes; no leading move. */
function pieces(points: readonly Point[], slope: readonly number[]): string[] {
  const parts: string[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    const third = (to.x - from.x) / 3;
    parts.push(
      "C",
      [from.x + third, from.y + slope[i] * third, to.x - third, to.y - slope[i + 1] * third, to.x, to.y]
        .map(coordinate)
        .join(" "),
    );
  }
  return parts;
}

/** The line through all points, or its stretch from one index to another. */
export function linePath(points: readonly Point[], from = 0, to = points.length - 1): string {
  if (points.length === 0) return "";
  const slope = slopes(points).slice(from, to + 1);
  const stretch = points.slice(from, to + 1);
  return [`M${coordinate(stretch[0].x)} ${coordinate(stretch[0].y)}`, ...pieces(stretch, slope)].join("");
}

/** Height of the line at `x`, inside the range of the points. */
export function heightAt(points: readonly Point[], x: number): number {
  const slope = slopes(points);
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    if (x < from.x || x > to.x) continue;
    const width = to.x - from.x;
    const t = (x - from.x) / width;
    const [a, b] = [(1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2 * width];
    const [c, d] = [t * t * (3 - 2 * t), t * t * (t - 1) * width];
    return a * from.y + b * slope[i] + c * to.y + d * slope[i + 1];
  }
  return x <= points[0].x ? points[0].y : points[points.length - 1].y;
}

export interface BandPoint extends Point {
  /** Distance from the line up to the band's edge, not negative. */
  above: number;
  /** Distance from the line down to the band's edge, not negative. */
  below: number;
}

function edge(points: readonly BandPoint[], side: "above" | "below", from: number, to: number): { points: Point[]; slope: number[] } {
  const line = slopes(points);
  const gap = slopes(points.map((p) => ({ x: p.x, y: p[side] })));
  const sign = side === "above" ? -1 : 1;
  return {
    points: points.slice(from, to + 1).map((p) => ({ x: p.x, y: p.y + sign * p[side] })),
    slope: line.map((value, i) => value + sign * gap[i]).slice(from, to + 1),
  };
}

/** The closed outline of the band, or of its stretch from one index to another. */
export function bandPath(points: readonly BandPoint[], from = 0, to = points.length - 1): string {
  if (to - from < 1) return "";
  const upper = edge(points, "above", from, to);
  const lower = edge(points, "below", from, to);
  const back = [...lower.points].reverse();
  const backSlope = [...lower.slope].reverse();
  const start = upper.points[0];
  return [
    `M${coordinate(start.x)} ${coordinate(start.y)}`,
    ...pieces(upper.points, upper.slope),
    `L${coordinate(back[0].x)} ${coordinate(back[0].y)}`,
    ...pieces(back, backSlope),
    "Z",
  ].join("");
}

/** Upper and lower edge of the band at `x`. */
export function bandAt(points: readonly BandPoint[], x: number): { top: number; bottom: number } {
  const y = heightAt(points, x);
  const above = heightAt(points.map((p) => ({ x: p.x, y: p.above })), x);
  const below = heightAt(points.map((p) => ({ x: p.x, y: p.below })), x);
  return { top: y - above, bottom: y + below };
}

/** The area between the line and a level. */
export function areaPath(points: readonly Point[], level: number): string {
  if (points.length < 2) return "";
  const last = points[points.length - 1];
  return [linePath(points), `L${coordinate(last.x)} ${coordinate(level)}`, `L${coordinate(points[0].x)} ${coordinate(level)}`, "Z"].join("");
}
