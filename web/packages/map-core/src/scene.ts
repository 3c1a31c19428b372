// The drawing board: what both views put text and shapes on.
//
// Every text goes through `Scene.text`, which keeps the box that it takes in the shipped fonts: that
// is how the layout avoids overlaps, and how the tests prove it.
import type { Box } from "./boxes";
import { element, type Attributes, type Element } from "./svg";
import { ASCENT, DESCENT, textWidth, type Face } from "./text/measure";

export interface Label {
  text: string;
  box: Box;
  /** What the text is: `headline`, `stage`, `callout` ... for tests and for the number budget. */
  role: string;
}

export interface TextStyle {
  size: number;
  face?: Face;
  fill: string;
  anchor?: "start" | "middle" | "end";
  role: string;
  /** Colour of a rim around the letters, where lines run behind them. */
  halo?: string;
}

const FACES: Record<Face, Attributes> = {
  regular: {},
  semibold: { "font-weight": 600 },
  bold: { "font-weight": 700 },
  italic: { "font-style": "italic" },
};

export class Scene {
  readonly labels: Label[] = [];
  readonly definitions: Element[] = [];

  constructor(
    readonly width: number,
    /** A screen's grid grows with its rows: known once these are laid. */
    public height: number,
    readonly prefix: string,
  ) {}

  /** One line of text with its baseline at `y`. */
  text(text: string, x: number, y: number, style: TextStyle): Element {
    const { size, face = "regular", fill, anchor = "start", role } = style;
    const width = textWidth(text, size, face);
    const left = anchor === "start" ? x : anchor === "middle" ? x - width / 2 : x - width;
    this.labels.push({ text, role, box: { left, right: left + width, top: y - size * ASCENT, bottom: y + size * DESCENT } });
    const attributes = { x, y, "font-size": size, "text-anchor": anchor === "start" ? undefined : anchor, ...FACES[face] };
    const ink = element("text", { ...attributes, fill }, [text]);
    if (!style.halo) return ink;
    // a rim of its own beneath the letters: `paint-order` is not drawn alike by every program
    const rim = { fill: style.halo, stroke: style.halo, "stroke-width": size * 0.34, "stroke-linejoin": "round", "aria-hidden": "true" };
    return element("g", {}, [element("text", { ...attributes, ...rim }, [text]), ink]);
  }

  /** Several lines, `leading` apart, the first baseline at `y`. */
  lines(lines: readonly string[], x: number, y: number, leading: number, style: TextStyle): Element[] {
    return lines.map((line, i) => this.text(line, x, y + i * leading, style));
  }

  id(name: string): string {
    return `${this.prefix}-${name}`;
  }

  reference(name: string): string {
    return `url(#${this.prefix}-${name})`;
  }
}

/** A group that people can reach: named for screen readers, with what it refers to. */
export function thing(ref: string, label: string, children: Element[], more: Attributes = {}): Element {
  return element("g", { "data-ref": ref, role: "img", "aria-label": label, ...more }, children);
}

export { element };
export type { Attributes, Element };
