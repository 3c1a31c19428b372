// Edits that are not on the server yet, whatever screen is shown: where the browser does not keep them, it asks before it closes the page.
import { useSyncExternalStore } from "react";
import { holdBack } from "./anew";

/** Of each map with such edits, whether the browser keeps them. */
const waiting = new Map<string, boolean>();
let isGivenUp = false;
const listeners = new Set<() => void>();

/** Say of something whether all that was done to it is saved, and else whether it is kept over a closed page. */
export function setUnsaved(what: string, isUnsaved: boolean, isKept: boolean): void {
  if (isGivenUp || waiting.get(what) === (isUnsaved ? isKept : undefined)) return;
  if (isUnsaved) waiting.set(what, isKept);
  else waiting.delete(what);
  listeners.forEach((tell) => tell());
}

const look = () => (waiting.size === 0 ? null : [...waiting.values()].every(Boolean) ? "kept" : "open");

/** Whether anything waits to be saved: kept by the browser, or only while the page is open. */
export function useUnsaved(): "kept" | "open" | null {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => void listeners.delete(listener); }, look);
}

/** Its author gives it up. */
export function giveUp(): void {
  isGivenUp = true;
  waiting.clear();
}

holdBack(() => waiting.size > 0);
window.addEventListener("beforeunload", (event) => { if (look() === "open") event.preventDefault(); });
