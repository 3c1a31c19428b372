// Arrow keys over a drawing: the nearest part in the direction of the key.
export interface Place {
  x: number;
  y: number;
}

export type Direction = "left" | "right" | "up" | "down";

const AXES: Record<Direction, { along: "x" | "y"; sign: 1 | -1 }> = {
  left: { along: "x", sign: -1 },
  right: { along: "x", sign: 1 },
  up: { along: "y", sign: -1 },
  down: { along: "y", sign: 1 },
};

/** Index of the nearest place that way, or null. Straying sideways costs more than going on. */
export function nearest(places: readonly Place[], from: number, direction: Direction): number | null {
  const { along, sign } = AXES[direction];
  const across = along === "x" ? "y" : "x";
  let best: { index: number; cost: number } | null = null;
  places.forEach((place, index) => {
    const ahead = (place[along] - places[from][along]) * sign;
    if (index === from || ahead <= 1) return;
    const cost = ahead + 2.4 * Math.abs(place[across] - places[from][across]);
    if (!best || cost < best.cost) best = { index, cost };
  });
  return (best as { index: number } | null)?.index ?? null;
}
