// The viewer as one script, for a page without a server: finds the map in the page and shows it.
//
// The page holds <script type="application/json" id="desireline-map">{...}</script> and an element
// with the attribute data-desireline-map, whose content (a drawing) is replaced.
import { mount, type MapFile, type View } from "./index";

function start(): void {
  const source = document.getElementById("desireline-map");
  const host = document.querySelector<HTMLElement>("[data-desireline-map]");
  if (!source?.textContent || !host) return;
  const asked = new URLSearchParams(location.hash.slice(1)).get("view");
  const view: View = asked === "grid" ? "grid" : "reading";
  mount(host, JSON.parse(source.textContent) as MapFile, { view });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

export { mount };
