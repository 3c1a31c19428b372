// The slim bar above a map. Every button has a key; pressed states are told, not only coloured.
import { element, text } from "./dom";
import type { ThemeChoice, View } from "./viewer";
import type { Words } from "./words";

export interface Commands {
  view(): void;
  evidence(): void;
  text(): void;
  theme(): void;
  save(): void;
  print(): void;
  keys(): void;
  zoom(factor: number | null): void;
}

export interface Toolbar {
  root: HTMLElement;
  update(state: { view: View; theme: ThemeChoice; evidence: boolean }): void;
  setText(isOpen: boolean): void;
}

function button(label: string, run: () => void, key?: string, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...(key ? { "aria-keyshortcuts": key, title: `${label} (${key})` } : { title: label }), ...attributes }, [text(label)]) as HTMLButtonElement;
  made.addEventListener("click", run);
  return made;
}

export function makeToolbar(words: Words, commands: Commands): Toolbar {
  const view = button(words.grid, commands.view, "G", { class: "dl-main" });
  const evidence = button(words.evidence, commands.evidence, "E", { "aria-pressed": "false" });
  const asText = button(words.text, commands.text, "X", { "aria-expanded": "false" });
  const theme = button(words.theme.auto, commands.theme, "T");
  const zoom = element("span", { class: "dl-zoom", role: "group" }, [
    button("−", () => commands.zoom(0.8), "-", { "aria-label": words.zoomOut }),
    button(words.fit, () => commands.zoom(null), "0"),
    button("+", () => commands.zoom(1.25), "+", { "aria-label": words.zoomIn }),
  ]);
  const root = element("div", { class: "dl-bar", role: "toolbar", "aria-label": "Map" }, [
    view, evidence, asText, zoom, element("span", { class: "dl-space" }), theme,
    button(words.save, commands.save), button(words.print, commands.print), button(words.keys, commands.keys, "?"),
  ]);
  return {
    root,
    update(state) {
      view.textContent = state.view === "grid" ? words.reading : words.grid;
      view.title = `${view.textContent} (G)`;
      evidence.setAttribute("aria-pressed", String(state.evidence));
      evidence.hidden = state.view === "grid";
      zoom.hidden = state.view !== "grid";
      theme.textContent = words.theme[state.theme];
    },
    setText: (isOpen) => asText.setAttribute("aria-expanded", String(isOpen)),
  };
}
