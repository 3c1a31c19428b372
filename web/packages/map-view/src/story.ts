// The map as text: an ordered story and one table per stage. What screen readers get, and paper's annex.
import { element, text } from "./dom";
import { curveTitle } from "@desireline/map-core";
import { factsOf, intervalWords, valueWords, type Teller } from "./facts";
import { number } from "@desireline/map-core/format";

export interface Line {
  where: string;
  lane: string;
  says: string;
  n: string;
  interval: string;
  state: string;
}

export function linesOf(stage: string, teller: Teller): Line[] {
  const { map, labels, locale } = teller;
  const columns = [stage, ...map.touchpointsOf(stage).map((touchpoint) => touchpoint.id)];
  const told = new Set<string>();
  return columns.flatMap((column) =>
    map.lanes.flatMap((lane) => {
      const cell = map.cell(lane.id, column);
      const where = map.touchpoint(column)?.title ?? map.stage(column)?.verb ?? "";
      const beside = lane.kind === "feelings" ? curveLines(column, { where, lane: lane.title }, teller) : [];
      if (!cell) return beside;
      const own = map.stateOf(cell);
      const state = own ? labels[own] : "";
      const base = { where, lane: lane.title, n: "", interval: "", state };
      const lines: Line[] = cell.words ? [{ ...base, says: cell.words }] : [];
      const bindings = [...cell.bindings, ...map.cards(cell).flatMap((card) => (card.binding ? [card.binding] : []))];
      for (const binding of bindings) {
        const value = map.value(binding);
        // several lanes show the same number: it is told once
        if (!value || told.has(`${column} ${binding}`)) continue;
        told.add(`${column} ${binding}`);
        lines.push({
          ...base,
          says: value.words ?? [value.label, valueWords(value, teller)].filter(Boolean).join(": "),
          n: value.n === null || value.suppressed ? "" : `${number(value.n, locale)} ${value.unit_of_n}`,
          interval: value.suppressed ? "" : (intervalWords(value, teller) ?? ""),
          state: labels[value.state],
        });
      }
      for (const card of map.cards(cell)) {
        const quote = map.quote(card.quote);
        if (quote && !told.has(`${column} ${card.quote}`)) lines.push({ ...base, says: `“${quote.text}”` });
        told.add(`${column} ${card.quote}`);
      }
      if (lines.length === 0 && map.stateOf(cell) === "unmeasured") lines.push({ ...base, says: labels.notMeasured });
      return [...lines, ...beside];
    }),
  );
}

/** What personas felt in a column, and what is remembered of it. */
function curveLines(column: string, place: Pick<Line, "where" | "lane">, teller: Teller): Line[] {
  const { map, labels, locale } = teller;
  return map.curves.flatMap((curve) => {
    const point = curve.points.find((each) => each.column === column);
    if (point?.value == null) return [];
    const says = point.words ?? `${curveTitle(curve, labels)}: ${number(point.value, locale, 2)}`;
    return [{ ...place, says, n: number(point.n, locale), interval: intervalWords(point, teller) ?? "", state: labels[point.state] }];
  });
}

export function makeStory(teller: Teller): HTMLElement {
  const { map } = teller;
  const { reading, notices } = map.file.snapshot;
  const story = reading.story.length > 0 ? reading.story : [reading.headline, reading.subtitle];
  const actions = reading.actions.flatMap((id) => factsOf(`action:${id}`, teller) ?? []);
  return element("section", { class: "dl-story", "aria-label": teller.words.inWords }, [
    element("h2", {}, [text(teller.words.inWords)]),
    element("ol", {}, story.map((sentence) => element("li", {}, [text(sentence)]))),
    ...(actions.length > 0 ? [element("ul", {}, actions.map((action) => element("li", {}, [text(`${action.title} (${action.sections[0].rows.map((row) => `${row.label}: ${row.text}`).join("; ")})`)])))] : []),
    ...(notices.length > 0 ? [element("h3", {}, [text(teller.words.notices)]), element("ul", {}, notices.map((notice) => element("li", {}, [text(notice)])))] : []),
    ...map.stages.flatMap((stage) => makeTable(stage.id, `${stage.verb} · ${stage.title}`, teller)),
  ]);
}

function makeTable(stage: string, title: string, teller: Teller): HTMLElement[] {
  const lines = linesOf(stage, teller);
  if (lines.length === 0) return [];
  const { columns } = teller.words;
  const heads = [columns.where, columns.lane, columns.says, columns.n, columns.interval, columns.state];
  const rows = lines.map((line) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [text(line.where)]),
      ...[line.lane, line.says, line.n, line.interval, line.state].map((cell) => element("td", {}, [text(cell)])),
    ]),
  );
  return [
    element("table", {}, [
      element("caption", {}, [text(title)]),
      element("thead", {}, [element("tr", {}, heads.map((head) => element("th", { scope: "col" }, [text(head)])))]),
      element("tbody", {}, rows),
    ]),
  ];
}
