// What stands in a cell, as blocks that know their height before they are drawn.
//
// In: values, quotes, words and a width. Out: blocks; a cell is a stack of them. Sizes are the
// grid's own units; paper scales the whole page.
import type { Box } from "../boxes";
import { date, duration, number, percent } from "../format";
import type { CellState, QuoteText, Value } from "../generated/map";
import { badge, icon } from "../ink";
import { iconFor } from "../icons";
import { channelName } from "../labels";
import type { Options } from "../options";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { textWidth, wrap, type Face } from "../text/measure";
import type { Theme } from "../theme";

/** Feelings this near to nought are neither glad nor upset. */
const NEUTRAL = 0.2;

export interface Pen {
  scene: Scene;
  theme: Theme;
  options: Options;
}

export interface Block {
  height: number;
  draw(x: number, y: number): Element[];
}

export const SIZES = { value: 17, body: 13, small: 11.5, title: 13.5 } as const;

export function stack(blocks: readonly Block[], gap = 8): Block {
  const height = blocks.reduce((sum, block) => sum + block.height, 0) + gap * Math.max(0, blocks.length - 1);
  return {
    height,
    draw(x, y) {
      const parts: Element[] = [];
      let at = y;
      for (const block of blocks) {
        parts.push(...block.draw(x, at));
        at += block.height + gap;
      }
      return parts;
    },
  };
}

/** Blocks side by side in as many columns as fit, then in rows. */
export function flow(make: (width: number) => readonly Block[], count: number, width: number, least: number, gap = 8): Block {
  const columns = Math.max(1, Math.min(count, Math.floor(width / least)));
  const room = width / columns;
  const blocks = make(room - (columns > 1 ? 22 : 0));
  const rows: Block[][] = [];
  blocks.forEach((block, i) => (i % columns === 0 ? rows.push([block]) : rows[rows.length - 1].push(block)));
  return stack(
    rows.map((row) => ({ height: Math.max(...row.map((block) => block.height)), draw: (x, y) => row.flatMap((block, i) => block.draw(x + i * room, y)) })),
    gap,
  );
}

interface TextLook {
  size: number;
  face?: Face;
  fill: string;
  most?: number;
  role?: string;
  halo?: string;
}

export function words(text: string, width: number, look: TextLook, pen: Pen): Block {
  const { size, face = "regular", fill, most = 4, role = "cell", halo } = look;
  const { lines } = wrap(text, width, size, face, most);
  const leading = size * 1.26;
  return {
    height: lines.length * leading,
    draw: (x, y) => pen.scene.lines(lines, x, y + size * 0.98, leading, { size, face, fill, role, halo }),
  };
}

/** A value as people read it: the text that came with it, else by its unit. */
export function valueText(value: Value, { locale, labels }: Options): string | null {
  if (value.suppressed) return labels.tooFew;
  if (value.text) return value.text;
  if (value.value === null) return null;
  if (value.unit === "share") return percent(value.value, locale);
  if (value.unit === "s") return duration(value.value, locale);
  return number(value.value, locale, Number.isInteger(value.value) ? 0 : 2);
}

export function nText(value: Value, { locale }: Options): string | null {
  return value.n === null ? null : `n ${number(value.n, locale)}`;
}

/** So that a pointer between the letters still points at the number. */
function hit(x: number, y: number, width: number, height: number): Element {
  return element("rect", { x, y, width, height, fill: "transparent" });
}

/** Big value, its label and n beneath. */
export function valueBlock(binding: string, value: Value, label: string | null, width: number, pen: Pen): Block {
  const { theme, options } = pen;
  const text = valueText(value, options);
  if (text === null || value.suppressed) return withoutValue(binding, value, label, width, pen);
  const fits = (size: number) => {
    const { broken, elided, lines } = wrap(text, width - 18, size, "bold", 2);
    return !broken && !elided && (size < SIZES.value || lines.length === 1);
  };
  const size = [SIZES.value, 14, 12.5, 11].find(fits) ?? 11;
  const main = words(text, width - 18, { size, face: "bold", fill: theme.ink, most: 2 }, pen);
  const below = [label, nText(value, options)].filter(Boolean).join(" · ");
  const note = words(below, width, { size: SIZES.small, fill: theme.muted, most: 2 }, pen);
  const firstLine = wrap(text, width - 18, size, "bold", 2).lines[0];
  return {
    height: main.height + note.height,
    draw: (x, y) => [
      thing(`binding:${binding}`, value.words ?? [label, text, nText(value, options)].filter(Boolean).join(", "), [
        hit(x, y, width, main.height + note.height),
        ...main.draw(x, y),
        ...badge(value.state, x + textWidth(firstLine, size, "bold") + 12, y + size * 0.62, 6.5, theme),
        ...note.draw(x, y + main.height),
      ]),
    ],
  };
}

function withoutValue(binding: string, value: Value, label: string | null, width: number, pen: Pen): Block {
  const { theme, options } = pen;
  const why = value.suppressed ? options.labels.tooFew : (value.reason ?? options.labels.notMeasured);
  const block = words([label, why].filter(Boolean).join(": "), width, { size: SIZES.small, face: "italic", fill: theme.muted, most: 3, halo: value.state === "unmeasured" ? theme.hatchPaper : undefined }, pen);
  return { height: block.height, draw: (x, y) => [thing(`binding:${binding}`, value.words ?? why, block.draw(x, y))] };
}

/** A bar from the left with its interval as a whisker. */
function bar(value: Value, largest: number, width: number, colour: string, x: number, y: number, theme: Theme): Element {
  const along = (amount: number) => Math.max(0, Math.min(1, amount / largest)) * width;
  const depth = 8;
  const parts = [
    element("rect", { x, y, width, height: depth, rx: 2, fill: theme.hairline, opacity: 0.55 }),
    element("rect", { x, y, width: Math.max(along(value.value!), 1.5), height: depth, rx: 2, fill: colour }),
  ];
  if (value.low !== null && value.high !== null) {
    const [low, high, middle] = [x + along(value.low), x + along(value.high), y + depth / 2];
    const d = `M${coordinate(low)} ${coordinate(middle)}H${coordinate(high)}M${coordinate(low)} ${coordinate(middle - 4.5)}v9M${coordinate(high)} ${coordinate(middle - 4.5)}v9`;
    parts.push(element("path", { d, fill: "none", stroke: theme.paper, "stroke-width": 3.6 }), element("path", { d, fill: "none", stroke: theme.ink, "stroke-width": 1.4 }));
  }
  return element("g", { "aria-hidden": "true" }, parts);
}

const hasBar = (value: Value, largest: number) => value.value !== null && !value.suppressed && largest > 0;

/** A bar with the value beneath it. */
export function barBlock(binding: string, value: Value, label: string | null, largest: number, width: number, colour: string, pen: Pen): Block {
  const text = valueBlock(binding, value, label, width, pen);
  if (!hasBar(value, largest)) return text;
  const head = 14;
  return {
    height: text.height + head,
    draw: (x, y) => [bar(value, largest, width, colour, x, y + 2, pen.theme), ...text.draw(x, y + head)],
  };
}

/** One of several bars: name and value on one line, on two where it is narrow, the bar beneath. */
export function slimBarBlock(binding: string, value: Value, label: string, largest: number, width: number, colour: string, pen: Pen): Block {
  const { scene, theme, options } = pen;
  const text = valueText(value, options);
  if (text === null || !hasBar(value, largest)) return valueBlock(binding, value, label, width, pen);
  const n = nText(value, options) ?? "";
  const nWidth = n ? textWidth(n, SIZES.small) + 8 : 0;
  const valueWidth = textWidth(text, SIZES.body, "bold");
  const mark = value.state === "validated" || value.state === "stale" ? 18 : 0;
  if (valueWidth + nWidth + mark > width) return barBlock(binding, value, label, largest, width, colour, pen);
  const isTight = textWidth(label, SIZES.body) > width - nWidth - valueWidth - mark - 10;
  const name = words(label, isTight ? width : width - nWidth - valueWidth - mark - 10, { size: SIZES.body, fill: theme.ink, most: 2 }, pen);
  const head = isTight ? name.height + SIZES.body * 1.3 : SIZES.body * 1.3;
  const height = head + 12;
  return {
    height,
    draw: (x, y) => {
      const base = y + head - SIZES.body * 0.3;
      const end = isTight ? x + valueWidth + nWidth + mark : x + width;
      return [
        thing(`binding:${binding}`, value.words ?? [label, text, n].filter(Boolean).join(", "), [
          hit(x, y, width, height),
          ...name.draw(x, y),
          ...badge(value.state, end - nWidth - valueWidth - 11, base - 4.6, 6.5, theme),
          scene.text(text, end - nWidth, base, { size: SIZES.body, face: "bold", fill: theme.ink, anchor: "end", role: "cell" }),
          ...(n ? [scene.text(n, end, base, { size: SIZES.small, fill: theme.muted, anchor: "end", role: "cell" })] : []),
          bar(value, largest, width, colour, x, y + head + 2, theme),
        ]),
      ];
    },
  };
}

/** A customer's masked words, with where they come from. */
export function quoteBlock(key: string, quote: QuoteText, place: string, width: number, pen: Pen, most = pen.options.paper ? 3 : 4): Block {
  const { theme, options } = pen;
  const inset = 10;
  const said = words(`“${quote.text}”`, width - inset, { size: SIZES.body, face: "italic", fill: theme.ink, most }, pen);
  const from = [place, quote.source, date(quote.at, options.locale)].filter(Boolean).join(" · ");
  const source = words(from, width - inset, { size: SIZES.small - 0.5, fill: theme.muted, most: 2 }, pen);
  const felt = quote.feeling ?? 0;
  const colour = Math.abs(felt) <= NEUTRAL ? theme.hairline : felt < 0 ? theme.pain : theme.delight;
  return {
    height: said.height + source.height + 2,
    draw: (x, y) => [
      thing(`quote:${key}`, `${quote.text} ${from}`, [
        element("rect", { x, y: y + 2, width: 2.5, height: said.height + source.height - 3, rx: 1.2, fill: colour }),
        ...said.draw(x + inset, y),
        ...source.draw(x + inset, y + said.height + 2),
      ]),
    ],
  };
}

/** A pain or a delight: its name, what it measures, and one voice. */
export function findingBlock(
  finding: { binding: string; value: Value; rank: number | null; quoteKey: string | null; quote: QuoteText | undefined; place: string },
  colour: string, width: number, pen: Pen,
): Block {
  const { theme, options, scene } = pen;
  const { binding, value, rank, quote, quoteKey, place } = finding;
  const indent = rank === null ? 0 : 24;
  const title = words(value.label ?? value.words ?? "", width - indent, { size: SIZES.title, face: "bold", fill: colour, most: 3 }, pen);
  const measure = [valueText(value, options) ?? value.reason ?? options.labels.notMeasured, value.suppressed ? null : nText(value, options)].filter(Boolean).join(" · ");
  const fact = words(measure, width - indent - 18, { size: SIZES.body, face: "semibold", fill: theme.ink, most: 2 }, pen);
  const voice = quote && quoteKey ? quoteBlock(quoteKey, quote, place, width - indent, pen, 3) : null;
  const height = title.height + fact.height + (voice ? voice.height + 5 : 0);
  const lastFact = wrap(measure, width - indent - 18, SIZES.body, "semibold", 2).lines;
  return {
    height: Math.max(height, 22),
    draw: (x, y) => {
      const parts = [hit(x, y, width, title.height + fact.height), ...title.draw(x + indent, y), ...fact.draw(x + indent, y + title.height)];
      const badgeY = y + title.height + (lastFact.length - 0.45) * SIZES.body * 1.26;
      parts.push(...badge(value.state, x + indent + textWidth(lastFact[lastFact.length - 1], SIZES.body, "semibold") + 11, badgeY, 6.5, theme));
      if (rank !== null) {
        parts.push(
          element("circle", { cx: x + 9, cy: y + 9, r: 9, fill: colour }),
          scene.text(String(rank), x + 9, y + 13.2, { size: 12, face: "bold", fill: theme.onLine, anchor: "middle", role: "rank" }),
        );
      }
      const said = rank === null ? "" : `${options.labels.rank} ${rank}. `;
      const found = thing(`binding:${binding}`, `${said}${value.words ?? `${value.label}, ${measure}`}`, parts);
      return voice ? [found, ...voice.draw(x + indent, y + title.height + fact.height + 5)] : [found];
    },
  };
}

export function channelBlock(channel: string, value: Value | undefined, binding: string | undefined, width: number, pen: Pen): Block {
  const { theme, options } = pen;
  const said = channelName(channel, options.labels);
  const name = words(said, width - 26, { size: SIZES.body, fill: theme.ink, most: 1 }, pen);
  const n = value ? nText(value, options) : null;
  const text = n ? words(n, width - 26, { size: SIZES.small, fill: theme.muted, most: 1 }, pen) : null;
  return {
    height: Math.max(20, name.height + (text?.height ?? 0)),
    draw: (x, y) => {
      const parts = [icon(iconFor(channel), x + 9, y + 9, 19, theme.line), ...name.draw(x + 26, y), ...(text ? text.draw(x + 26, y + name.height) : [])];
      return binding ? [thing(`binding:${binding}`, `${said}. ${value?.words ?? ""}`, parts)] : parts;
    },
  };
}

/** People's own words; dashed beneath while no data stand behind them. */
export function peopleBlock(text: string, author: string | null, state: CellState | null, width: number, pen: Pen): Block {
  const { theme } = pen;
  const said = words(text, width, { size: SIZES.body, fill: theme.ink, most: 5 }, pen);
  const by = author ? words(author, width, { size: SIZES.small - 0.5, fill: theme.muted, most: 1 }, pen) : null;
  return {
    height: said.height + 5 + (by?.height ?? 0),
    draw: (x, y) => [
      ...said.draw(x, y),
      element("line", { x1: x, x2: x + Math.min(width, 46), y1: y + said.height + 3, y2: y + said.height + 3, stroke: theme.line, "stroke-width": 1.6, "stroke-dasharray": state === "assumption" ? "4 3.4" : undefined }),
      ...(by ? by.draw(x, y + said.height + 5) : []),
    ],
  };
}

/** A card that a person wrote: paper of its own, so that nobody takes it for a number of the data. */
export function noteBlock(text: string, author: string | null, width: number, pen: Pen): Block {
  const { theme } = pen;
  const pad = 8;
  const said = words(text, width - 2 * pad, { size: SIZES.body, fill: theme.ink, most: 8 }, pen);
  const by = author ? words(author, width - 2 * pad, { size: SIZES.small - 0.5, fill: theme.muted, most: 1 }, pen) : null;
  const height = said.height + (by?.height ?? 0) + 2 * pad - 3;
  return {
    height,
    draw: (x, y) => [
      element("rect", { x: x - 2, y, width: width + 2, height, rx: 5, fill: theme.panel, stroke: theme.hairline, "stroke-width": 1 }),
      ...said.draw(x + pad - 2, y + pad - 3),
      ...(by ? by.draw(x + pad - 2, y + pad - 2 + said.height) : []),
    ],
  };
}

/** A block that an editor can take hold of, where it is asked for. */
export function named(ref: string, label: string, block: Block, width: number, pen: Pen): Block {
  if (!pen.options.parts) return block;
  return { height: block.height, draw: (x, y) => [{ ...thing(ref, label, [hit(x - 2, y, width + 2, block.height)], { role: "group" }), late: () => block.draw(x, y) }] };
}

/** The ground of a cell, inked by its state. */
export function ground(state: CellState | null, at: Box, pen: Pen): Element[] {
  const { theme, scene } = pen;
  const shape = { x: at.left + 3, y: at.top + 3, width: at.right - at.left - 6, height: at.bottom - at.top - 6, rx: 6 };
  if (state === "unmeasured") return [element("rect", { ...shape, fill: scene.reference("hatch"), opacity: 0.6 })];
  if (state === "assumption") return [element("rect", { ...shape, fill: "none", stroke: theme.line, "stroke-opacity": 0.5, "stroke-width": 1.3, "stroke-dasharray": "5 4.2" })];
  if (state === "contradicted") {
    const [right, top] = [shape.x + shape.width, shape.y];
    const d = `M${coordinate(shape.x)} ${coordinate(top)}H${coordinate(right - 22)}l7 11 7-11H${coordinate(right)}V${coordinate(top + shape.height)}H${coordinate(shape.x)}Z`;
    return [element("path", { d, fill: "none", stroke: theme.warn, "stroke-width": 1.5, "stroke-linejoin": "round" })];
  }
  return [];
}
