// What paper gets: the reading view, the grid on as many A3 sheets as it needs, and the annex.
import { draw, drawAll, toSvg, type MapFile, type RawOptions } from "@desireline/map-core";
import { element, svgElement } from "./dom";
import type { Teller } from "./facts";
import { makeStory } from "./story";

const ID = "dl-print";

/** Put the sheets into the page; the style sheet shows them on paper only. Drawn light: paper is white. */
export function makePrint(file: MapFile, teller: Teller, curves: readonly string[] | null = null): void {
  document.getElementById(ID)?.remove();
  const { locale, labels } = teller;
  const common = { paper: "a3", theme: "light", locale, labels, curves } as const;
  const pages = drawAll(file, { ...common, view: "grid" }).length;
  const asked: RawOptions[] = [{ ...common, view: "reading" }, ...Array.from({ length: pages }, (_, page): RawOptions => ({ ...common, view: "grid", page }))];
  const sheets = asked.map((options, i) => {
    const sheet = element("div", { class: "dl-sheet" });
    sheet.append(svgElement(toSvg(draw(file, { ...options, prefix: `dl-p${i}` }))));
    return sheet;
  });
  const annex = element("div", { class: "dl-annex" }, [makeStory(teller)]);
  const root = element("div", { id: ID, class: "dl-print", "aria-hidden": "true" }, [...sheets, annex]);
  document.body.append(root);
}
