import { expect, test } from "vitest";
import { THEMES, type Theme } from "../src/theme";

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

type Colour = Exclude<keyof Theme, "personas">;

const TEXT: [Colour, Colour[]][] = [
  ["ink", ["paper", "panel", "gladTint", "upsetTint"]],
  ["muted", ["paper", "panel", "hatchPaper"]],
  ["pain", ["paper", "panel"]],
  ["delight", ["paper", "panel"]],
  ["warn", ["paper", "panel"]],
  ["riverInk", ["river"]],
  ["onLine", ["line", "pain", "delight"]],
];
const SHAPES: Colour[] = ["line", "pain", "delight", "moment", "riverBar"];

test.each(["light", "dark"] as const)("text reaches 4.5 to 1 and shapes 3 to 1 in %s", (name) => {
  const theme = THEMES[name];
  for (const [text, grounds] of TEXT) for (const ground of grounds) expect(contrast(theme[text], theme[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  for (const shape of SHAPES) expect(contrast(theme[shape], theme.paper), shape).toBeGreaterThanOrEqual(3);
  for (const colour of theme.personas) expect(contrast(colour, theme.paper), colour).toBeGreaterThanOrEqual(3);
});
