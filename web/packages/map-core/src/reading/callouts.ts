// The three callouts, planted on the curve like flags: a pole at the point, the words beside it.
//
// In: callouts and what is already drawn. Out: shapes. Every place beside the pole is tried; one that
// covers nothing wins, the nearest first; words are shortened only when nothing else fits.
import { overlapArea, grown, type Box } from "../boxes";
import { number } from "../format";
import type { Callout } from "../generated/map";
import { badge, marker } from "../ink";
import type { JourneyMap } from "../model";
import { element, thing, type Element, type Scene } from "../scene";
import { coordinate } from "../svg";
import { balance, elide, textWidth } from "../text/measure";
import type { Theme } from "../theme";
import type { Feeling } from "./feeling";
import type { Frame } from "./frame";

interface Words {
  title: string[];
  number: string | null;
  quote: string[];
  width: number;
  height: number;
  /** How much was shortened: 0 is everything. */
  loss: number;
}

interface Spot {
  words: Words;
  box: Box;
  side: "left" | "right" | "free";
  /** The pole, from the point to the far end of the words. */
  pole: Box | null;
  cost: number;
}

const TITLE = 20;
const BODY = 15.5;

function numberLine(callout: Callout, frame: Frame): string | null {
  const { labels, locale } = frame.options;
  const parts: string[] = [];
  if (callout.number) parts.push(callout.number);
  else if (callout.kind === "moment" && callout.column) parts.push(labels.moment.toLowerCase());
  if (callout.n !== null) parts.push(`n ${number(callout.n, locale)}`);
  const line = parts.join(", ");
  if (callout.verdict === "suggested") return line ? `${line} · ${labels.suggested}` : labels.suggested;
  return line || null;
}

const NOTE = 16;

/** `No single moment decides`: a quiet line of its own. */
function phraseNote(callout: Callout, frame: Frame): Words {
  const size = frame.size(NOTE, 12);
  return { title: [callout.title], number: null, quote: [], width: textWidth(callout.title, size, "semibold") + 26 * frame.s, height: size * 1.3, loss: 0 };
}

function phrase(callout: Callout, quote: string | undefined, width: number, quoteLines: number, loss: number, frame: Frame): Words {
  const title = frame.size(TITLE, 14);
  const body = frame.size(BODY, 12);
  const titles = balance(callout.title, width, title, "bold", 2).lines;
  const line = numberLine(callout, frame);
  const quotes = quote && quoteLines > 0 ? balance(`“${quote}”`, width, body, "italic", quoteLines).lines : [];
  // an elided quote keeps its closing mark
  if (quotes.length > 0 && quotes[quotes.length - 1].endsWith("…")) {
    const last = quotes.length - 1;
    quotes[last] = `${elide(`${quotes[last].slice(0, -1)}`, width - textWidth("…”", body, "italic"), body, "italic").replace(/…$/u, "")}…”`;
  }
  const widths = [
    ...titles.map((each) => textWidth(each, title, "bold")),
    ...(line ? [textWidth(line, body, "semibold") + 22 * frame.s] : []),
    ...quotes.map((each) => textWidth(each, body, "italic")),
  ];
  const height = titles.length * title * 1.16 + (line ? body * 1.4 : 0) + quotes.length * body * 1.32;
  return { title: titles, number: line, quote: quotes, width: Math.max(...widths), height, loss };
}

function variants(callout: Callout, quote: string | undefined, frame: Frame): Words[] {
  const { s } = frame;
  if (callout.column === null) return [phraseNote(callout, frame)];
  const tries: [number, number][] = quote
    ? [[300, 2], [230, 3], [300, 1], [180, 3], [200, 1], [260, 0], [150, 0]]
    : [[300, 0], [220, 0], [150, 0]];
  return tries.map(([width, lines], i) => phrase(callout, quote, width * s, lines, i, frame));
}

/** How much of `at` is taken by the curve. */
function curveOverlap(at: Box, feeling: Feeling, step: number): number {
  let total = 0;
  for (let x = at.left; x <= at.right; x += step) {
    const taken = feeling.occupied(x);
    if (taken) total += Math.max(0, Math.min(taken.bottom, at.bottom) - Math.max(taken.top, at.top)) * step;
  }
  return total;
}

/** Heights taken by the curve, looked up once per drawing: placing asks for them thousands of times. */
function sampled(feeling: Feeling, room: Box, step: number): Feeling {
  const rows: ReturnType<Feeling["occupied"]>[] = [];
  for (let x = room.left; x <= room.right + step; x += step) rows.push(feeling.occupied(x));
  return { ...feeling, occupied: (x) => rows[Math.round((x - room.left) / step)] ?? null };
}

function spots(words: Words, anchor: Anchor | null, room: Box, zero: number, frame: Frame): Spot[] {
  const { s } = frame;
  const gap = 12 * s;
  const result: Spot[] = [];
  const add = (left: number, top: number, side: Spot["side"], distance: number) => {
    const at = { left, top, right: left + words.width, bottom: top + words.height };
    if (at.left < room.left || at.right > room.right || at.top < room.top || at.bottom > room.bottom) return;
    const pole = anchor ? poleTo(at, anchor, s) : null;
    const isOnZero = at.top < zero && at.bottom > zero;
    result.push({ words, box: at, side, pole, cost: distance + words.loss * 26 * s + (isOnZero ? 45 * s : 0) });
  };
  const stepY = 9 * s;
  for (let top = room.top; top + words.height <= room.bottom; top += stepY) {
    if (!anchor) {
      // a note about the whole curve: along an edge, so that it belongs to no point of it
      const fromEdge = Math.min(room.bottom - top - words.height, (top - room.top) * 1.4);
      const middle = (room.left + room.right - words.width) / 2;
      for (let left = room.left; left <= room.right - words.width; left += 30 * s) add(left, top, "free", fromEdge + Math.abs(left - middle) * 0.06);
      continue;
    }
    const distance = top > anchor.y ? top - anchor.bottom : anchor.top - (top + words.height);
    const near = Math.max(distance, 0) + (distance < 0 ? 20 * s : 0);
    add(anchor.x + gap, top, "right", near);
    add(anchor.x - gap - words.width, top, "left", near + 4 * s);
    // level with the point, further out, on an arm instead of a pole
    if (top + words.height * 0.2 > anchor.y || top + words.height * 0.9 < anchor.y) continue;
    for (let arm = 40 * s; arm <= 150 * s; arm += 22 * s) {
      add(anchor.x + gap + arm, top, "right", arm * 0.7);
      add(anchor.x - gap - arm - words.width, top, "left", arm * 0.7);
    }
  }
  return result;
}

function poleTo(at: Box, anchor: { x: number; y: number }, s: number): Box {
  const reach = at.left > anchor.x ? at.left - anchor.x : anchor.x - at.right;
  if (reach > 13 * s) {
    const inner = at.left > anchor.x ? { left: anchor.x, right: at.left - 7 * s } : { left: at.right + 7 * s, right: anchor.x };
    return { ...inner, top: anchor.y - 1.5 * s, bottom: anchor.y + 1.5 * s };
  }
  const end = at.top > anchor.y ? at.bottom : at.bottom < anchor.y ? at.top : anchor.y;
  return { left: anchor.x - 1.5 * s, right: anchor.x + 1.5 * s, top: Math.min(end, anchor.y), bottom: Math.max(end, anchor.y) };
}

function penalty(spot: Spot, feeling: Feeling, taken: readonly Box[], step: number, s: number): number {
  const padded = grown(spot.box, 5 * s);
  let overlap = curveOverlap(padded, feeling, step);
  for (const other of taken) overlap += overlapArea(padded, other) + (spot.pole ? overlapArea(spot.pole, other) * 8 : 0);
  return overlap;
}

interface Planted {
  callout: Callout;
  spot: Spot;
  anchor: Anchor | null;
}

export function drawCallouts(map: JourneyMap, frame: Frame, plot: Box, feeling: Feeling, scene: Scene, theme: Theme): Element[] {
  const step = 6 * frame.s;
  const room = { ...plot, top: plot.top + 2 * frame.s, bottom: plot.bottom - 2 * frame.s };
  const fast = sampled(feeling, plot, step);
  const callouts = map.file.snapshot.reading.callouts.slice(0, 3);
  const marks = callouts.map((callout) => anchorOf(callout, feeling));
  const markBoxes = marks.flatMap((mark) => (mark ? [grown({ left: mark.x, right: mark.x, top: mark.y, bottom: mark.y }, 13 * frame.s)] : []));
  const choices = callouts.map((callout, i) =>
    variants(callout, map.quote(callout.quote)?.text, frame).flatMap((words) => {
      const own = markBoxes.filter((each) => !marks[i] || each.left > marks[i].x || each.right < marks[i].x);
      return spots(words, marks[i], room, feeling.zero, frame)
        .map((spot) => ({ spot, covered: penalty(spot, fast, [...feeling.words, ...own], step, frame.s) }))
        .sort((a, b) => a.covered * 40 + a.spot.cost - (b.covered * 40 + b.spot.cost))
        .slice(0, 60);
    }),
  );
  const planted = plant(callouts, marks, choices, frame);
  return planted.map((each, i) => drawFlag(each, i, frame, scene, theme));
}

interface Anchor {
  x: number;
  y: number;
  top: number;
  bottom: number;
  /** Height of the line where the anchor stands beside it. */
  line?: number;
}

function anchorOf(callout: Callout, feeling: Feeling): Anchor | null {
  if (callout.column === null) return null;
  const point = feeling.points.find((each) => each.point.column === callout.column);
  // the curve has points for stages where touchpoints are too thin: the flag stands on the line there
  const y = point?.y ?? feeling.zero;
  const onLine = point ? { x: point.x, y, top: y - point.above, bottom: y + point.below } : feeling.onLine(callout.column);
  if (!onLine || callout.level === null || callout.level === undefined) return onLine;
  // it speaks of those with a condition: beside the line, tied to it
  const level = feeling.y(callout.level);
  return { x: onLine.x, y: level, top: level, bottom: level, line: onLine.y };
}

/** Try the callouts in every order, each greedily in its best free place; keep the cheapest whole. */
function plant(
  callouts: Callout[], marks: Planted["anchor"][], choices: { spot: Spot; covered: number }[][], frame: Frame,
): Planted[] {
  let best: { cost: number; spots: (Spot | null)[] } | null = null;
  for (const order of orders(callouts.length)) {
    const chosen: (Spot | null)[] = callouts.map(() => null);
    let cost = 0;
    for (const index of order) {
      let found: { spot: Spot; cost: number } | null = null;
      for (const { spot, covered } of choices[index]) {
        const collisions = chosen.reduce((sum, other) => sum + (other ? crossing(spot, other, frame.s) : 0), 0);
        const total = spot.cost + (covered + collisions) * 40;
        if (!found || total < found.cost) found = { spot, cost: total };
      }
      if (found) {
        chosen[index] = found.spot;
        cost += found.cost;
      }
    }
    if (!best || cost < best.cost) best = { cost, spots: chosen };
  }
  return callouts.flatMap((callout, i) => {
    const spot = best?.spots[i];
    return spot ? [{ callout, spot, anchor: marks[i] }] : [];
  });
}

function crossing(a: Spot, b: Spot, s: number): number {
  const [first, second] = [grown(a.box, 7 * s), grown(b.box, 7 * s)];
  return overlapArea(first, second) + (a.pole ? overlapArea(a.pole, second) * 8 : 0) + (b.pole ? overlapArea(b.pole, first) * 8 : 0);
}

function orders(count: number): number[][] {
  if (count <= 1) return [[...Array(count).keys()]];
  return [...Array(count).keys()].flatMap((first) =>
    orders(count - 1).map((rest) => [first, ...rest.map((each) => (each >= first ? each + 1 : each))]),
  );
}

function drawFlag(planted: Planted, index: number, frame: Frame, scene: Scene, theme: Theme): Element {
  const { callout, spot, anchor } = planted;
  const { s, options } = frame;
  if (callout.column === null) return thing(`callout:${index}`, `${options.labels[callout.kind]}. ${callout.title}`, drawNote(callout, spot, frame, scene, theme));
  const colour = theme[callout.kind];
  const parts: Element[] = [];
  if (anchor?.line !== undefined) {
    const tie = { x1: anchor.x, x2: anchor.x, y1: anchor.y, y2: anchor.line, stroke: colour, "stroke-width": 2 * s, "stroke-linecap": "round" };
    parts.push(element("line", { ...tie, "stroke-dasharray": `${coordinate(0.1)} ${coordinate(5 * s)}` }));
  }
  if (spot.pole && anchor) {
    parts.push(element("line", { ...leader(spot.pole, anchor, s), stroke: colour, "stroke-width": 2 * s, "stroke-linecap": "round" }));
    parts.push(marker(callout.kind, anchor.x, anchor.y, 10 * s, colour, theme.paper));
  }
  parts.push(...drawWords(callout, spot, colour, frame, scene, theme));
  const kind = options.labels[callout.kind];
  const said = [kind, callout.title, spot.words.number, callout.words].filter(Boolean).join(". ");
  return thing(`callout:${index}`, said, parts);
}

function leader(pole: Box, anchor: { x: number; y: number }, s: number): Record<"x1" | "y1" | "x2" | "y2", number> {
  const isArm = pole.right - pole.left > 3.1 * s;
  if (isArm) return { x1: anchor.x, y1: anchor.y, x2: pole.left < anchor.x ? pole.left : pole.right, y2: anchor.y };
  return { x1: anchor.x, y1: anchor.y, x2: anchor.x, y2: pole.top < anchor.y - 1 ? pole.top : pole.bottom };
}

function drawNote(callout: Callout, spot: Spot, frame: Frame, scene: Scene, theme: Theme): Element[] {
  const size = frame.size(NOTE, 12);
  const { left, top } = spot.box;
  const r = 6.5 * frame.s;
  return [
    marker(callout.kind, left + r + 1, top + size * 0.66, r, theme.paper, theme.muted),
    scene.text(callout.title, left + 26 * frame.s, top + size, { size, face: "semibold", fill: theme.muted, role: "callout", halo: theme.paper }),
  ];
}

function drawWords(callout: Callout, spot: Spot, colour: string, frame: Frame, scene: Scene, theme: Theme): Element[] {
  const { words, box: at, side } = spot;
  const title = frame.size(TITLE, 14);
  const body = frame.size(BODY, 12);
  const anchor = side === "left" ? ("end" as const) : ("start" as const);
  const x = side === "left" ? at.right : at.left;
  const parts: Element[] = [];
  let y = at.top + title * 0.86;
  parts.push(...scene.lines(words.title, x, y, title * 1.16, { size: title, face: "bold", fill: colour, anchor, role: "callout", halo: theme.paper }));
  y += (words.title.length - 1) * title * 1.16 + body * 1.4;
  if (words.number) {
    parts.push(scene.text(words.number, x, y, { size: body, face: "semibold", fill: theme.ink, anchor, role: "callout", halo: theme.paper }));
    const width = textWidth(words.number, body, "semibold");
    const badgeX = side === "left" ? x - width - 13 * frame.s : x + width + 13 * frame.s;
    if (callout.state) parts.push(...badge(callout.state, badgeX, y - body * 0.36, 7.5 * frame.s, theme));
    y += body * 1.4;
  }
  parts.push(...scene.lines(words.quote, x, y, body * 1.32, { size: body, face: "italic", fill: theme.muted, anchor, role: "callout", halo: theme.paper }));
  return parts;
}
