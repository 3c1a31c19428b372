// Elements with attributes and children in one call. Text is always text, never markup.
import { attributesOf, inside, type DrawnElement } from "@desireline/map-core";

export function element(tag: string, attributes: Record<string, string> = {}, children: Node[] = []): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function text(content: string): Text {
  return document.createTextNode(content);
}

/** The SVG that map-core wrote, as an element. Its text was escaped there. */
export function svgElement(source: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  return document.importNode(parsed, true) as unknown as SVGSVGElement;
}

const SVG = "http://www.w3.org/2000/svg";

/** What map-core drew, as elements of the page: for drawings that are changed in place. */
export function svgNode(drawn: DrawnElement): SVGElement {
  const made = document.createElementNS(SVG, drawn.tag);
  for (const [name, value] of attributesOf(drawn)) if (name !== "xmlns") made.setAttribute(name, value);
  for (const child of inside(drawn)) made.append(typeof child === "string" ? child : svgNode(child));
  return made;
}
