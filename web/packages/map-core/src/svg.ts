// SVG as a tree of plain objects, written out once by join: embedded engines cannot return strings
// that were built by repeated addition.
export interface Element {
  tag: string;
  attributes: Record<string, string | number | undefined>;
  children: (Element | string)[];
  /** What stands behind the children, drawn when somebody asks: an editor shows what is in sight of a large map. */
  late?: () => Element[];
}

export type Attributes = Element["attributes"];

export function element(tag: string, attributes: Attributes = {}, children: (Element | string)[] = []): Element {
  return { tag, attributes, children };
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text safe for content and attributes. Control characters are no XML and are dropped. */
export function escape(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "").replace(/[&<>"]/g, (found) => ESCAPES[found]);
}

/** A coordinate with at most two decimals: the same bytes on every machine. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

/** Everything inside, what is drawn late too. */
export function inside(node: Element): (Element | string)[] {
  return node.late ? [...node.children, ...node.late()] : node.children;
}

/** The attributes that are there, as text that is not escaped yet. */
export function attributesOf(node: Element): [name: string, value: string][] {
  return Object.entries(node.attributes).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, typeof value === "number" ? coordinate(value) : value]]));
}

export function serialise(root: Element): string {
  const parts: string[] = [];
  write(root, parts);
  return parts.join("");
}

function write(node: Element | string, parts: string[]): void {
  if (typeof node === "string") {
    parts.push(escape(node));
    return;
  }
  parts.push("<", node.tag);
  for (const [name, value] of attributesOf(node)) parts.push(" ", name, '="', escape(value), '"');
  const children = inside(node);
  if (children.length === 0) {
    parts.push("/>");
    return;
  }
  parts.push(">");
  for (const child of children) write(child, parts);
  parts.push("</", node.tag, ">");
}
