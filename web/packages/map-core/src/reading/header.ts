// The headline, largest of all, with the one line of facts beneath it.
import { element, type Element, type Scene } from "../scene";
import type { JourneyMap } from "../model";
import { elide, fit, textWidth } from "../text/measure";
import type { Theme } from "../theme";
import type { Frame } from "./frame";

interface Chip {
  text: string;
  colour: string;
}

export interface Header {
  elements: Element[];
  bottom: number;
}

export function drawHeader(map: JourneyMap, frame: Frame, scene: Scene, theme: Theme): Header {
  const { s, left, right } = frame;
  const { reading } = map.file.snapshot;
  const top = 30 * s;
  const large = frame.size(46, 24);
  const headline = fit(reading.headline, right - left, large, Math.max(large * 0.62, 16), 2, "bold");
  const leading = headline.size * 1.16;
  const first = top + headline.size * 0.86;
  const title = scene.lines(headline.lines, left, first, leading, { size: headline.size, face: "bold", fill: theme.ink, role: "headline" });
  const y = first + (headline.lines.length - 1) * leading + 34 * s;
  const chips = drawChips(chipsOf(map, frame, theme), y, frame, scene, theme);
  const size = frame.size(17, 12);
  const room = chips.left - left - 20 * s;
  const subtitle = scene.text(elide(reading.subtitle, room, size), left, y, { size, fill: theme.muted, role: "subtitle" });
  return {
    elements: [
      element("g", { role: "heading", "aria-level": 1, "aria-label": reading.headline }, title),
      element("g", { "data-ref": "coverage" }, [subtitle]),
      ...chips.elements,
    ],
    bottom: y + 24 * s,
  };
}

function chipsOf(map: JourneyMap, frame: Frame, theme: Theme): Chip[] {
  const { labels } = frame.options;
  const { verdict } = map.file.snapshot.reading;
  const chips: Chip[] = [];
  if (verdict === "suggested") chips.push({ text: labels.suggested, colour: theme.ink });
  if (verdict === "unknown") chips.push({ text: labels.unknown, colour: theme.ink });
  if (map.file.document.generated_sample) chips.push({ text: labels.generatedSample, colour: theme.warn });
  return chips;
}

function drawChips(chips: Chip[], baseline: number, frame: Frame, scene: Scene, theme: Theme): { elements: Element[]; left: number } {
  const { s } = frame;
  const size = frame.size(14, 11);
  const elements: Element[] = [];
  let right = frame.right;
  for (const { text, colour } of [...chips].reverse()) {
    const width = textWidth(text, size, "semibold") + 24 * s;
    const height = size * 1.75;
    elements.push(
      element("rect", { x: right - width, y: baseline - size * 0.36 - height / 2, width, height, rx: height / 2, fill: theme.paper, stroke: colour, "stroke-width": 1.4 * s }),
      scene.text(text, right - width / 2, baseline, { size, face: "semibold", fill: colour, anchor: "middle", role: "chip" }),
    );
    right -= width + 10 * s;
  }
  return { elements, left: right };
}
