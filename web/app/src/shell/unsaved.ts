// Edits that are not on the server yet, whatever screen is shown: closing the page would lose them, so the browser asks first.
import { useSyncExternalStore } from "react";
import { holdBack } from "./anew";

const waiting = new Set<string>();
const listeners = new Set<() => void>();

/** Say of something whether all that was done to it is saved. */
export function setUnsaved(what: string, isUnsaved: boolean): void {
  if (waiting.has(what) === isUnsaved) return;
  if (isUnsaved) waiting.add(what);
  else waiting.delete(what);
  listeners.forEach((tell) => tell());
}

/** Whether anything waits to be saved. */
export function useUnsaved(): boolean {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => void listeners.delete(listener); }, () => waiting.size > 0);
}

holdBack(() => waiting.size > 0);
window.addEventListener("beforeunload", (event) => { if (waiting.size > 0) event.preventDefault(); });
