// Elements with attributes and children in one call. Text is always text, never markup.
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
