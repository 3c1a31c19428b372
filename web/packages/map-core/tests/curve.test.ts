import { expect, test } from "vitest";
import { bandAt, heightAt, linePath, slopes, type BandPoint } from "../src/curve";
import { random } from "./make-map";

function randomBand(seed: number): BandPoint[] {
  const next = random(seed);
  let x = 0;
  return Array.from({ length: 2 + Math.floor(next() * 9) }, () => ({ x: (x += 5 + next() * 200), y: next() * 400, above: next() * 60, below: next() * 60 }));
}

test("between two points the line stays between their values", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const points = randomBand(seed);
    for (let i = 0; i + 1 < points.length; i++) {
      const [low, high] = [Math.min(points[i].y, points[i + 1].y), Math.max(points[i].y, points[i + 1].y)];
      for (let t = 0; t <= 1; t += 0.05) {
        const y = heightAt(points, points[i].x + t * (points[i + 1].x - points[i].x));
        expect(y).toBeGreaterThanOrEqual(low - 1e-6);
        expect(y).toBeLessThanOrEqual(high + 1e-6);
      }
    }
  }
});

test("the line never leaves its band", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const points = randomBand(seed);
    const last = points[points.length - 1].x;
    for (let x = points[0].x; x <= last; x += (last - points[0].x) / 97) {
      const { top, bottom } = bandAt(points, x);
      const y = heightAt(points, x);
      expect(top).toBeLessThanOrEqual(y + 1e-6);
      expect(bottom).toBeGreaterThanOrEqual(y - 1e-6);
    }
  }
});

test("a peak stays where it was measured", () => {
  const points = [{ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 20, y: 0 }];
  expect(slopes(points)[1]).toBe(0);
  expect(linePath(points)).toBe("M0 0C3.33 3.33 6.67 10 10 10C13.33 10 16.67 3.33 20 0");
});
