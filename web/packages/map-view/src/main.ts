// The viewer as one script, for a page without a server: finds the map in the page and shows it.
//
// The page holds the map as JSON in #desireline-data, settings in #desireline-settings, and in
// #desireline-map a drawing for readers without scripts, which the viewer replaces. map-core.js comes
// first. Nothing is asked of any server.
import "./style.css";
import { GERMAN, type MapFile } from "@desireline/map-core";
import { mount, type Settings } from "./viewer";
import { WORDS_DE } from "./words-de";

function json<T>(id: string): T | null {
  const content = document.getElementById(id)?.textContent;
  return content ? (JSON.parse(content) as T) : null;
}

function start(): void {
  const file = json<MapFile>("desireline-data");
  const host = document.getElementById("desireline-map");
  // the page says in which language its map was written
  const spoken = document.documentElement.lang === "de" ? { labels: GERMAN, words: WORDS_DE } : {};
  if (file && host) mount(host, file, { ...spoken, ...json<Settings>("desireline-settings") });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

export { mount };
