// Where the parts of a drawing are, for keys that go from one to the next.
//
// In: the drawing, anew after each change. Out: the nearest part that way. Looked up when somebody presses a key, not before.
import { nearest, type Direction } from "@desireline/map-view";
import type { Drawing } from "./drawing";
import { PARTS } from "./part";

interface Spot {
  node: SVGGElement;
  x: number;
  y: number;
}

export class Places {
  private spots: Spot[] | null = null;

  constructor(private readonly drawing: Drawing) {}

  /** The drawing has changed. */
  forget(): void {
    this.spots = null;
  }

  /** The part next to one, or the first where there is none; null at the edge. */
  next(node: SVGGElement | null, direction: Direction): SVGGElement | null {
    const spots = this.all();
    let from = spots.findIndex((spot) => spot.node === node);
    if (from < 0 && node) from = spots.findIndex((spot) => node.contains(spot.node));
    const found = from < 0 ? 0 : nearest(spots, from, direction);
    return found === null ? null : (spots[found]?.node ?? null);
  }

  /** The part before one, or the one behind it. */
  beside(node: SVGGElement | null): SVGGElement | null {
    const spots = this.all();
    const from = spots.findIndex((spot) => spot.node === node);
    return (spots[from - 1] ?? spots[from + 1])?.node ?? null;
  }

  private all(): Spot[] {
    this.spots ??= this.drawing.all(PARTS)
      .filter((node) => !node.querySelector(PARTS))
      .map((node) => {
        const { x, y, width, height } = node.getBBox();
        return { node, x: x + width / 2, y: y + height / 2 };
      });
    return this.spots;
  }
}
