// A page that was left open over an update asks for parts that the server has no longer: the page loads itself anew, once.
//
// In: a part that could not be loaded. Out: the page of the new version at the same address, as soon as nothing would be lost: nobody is
// writing, every edit is saved. Whoever asks twice within a minute is told that it failed: then it is no update.
import { lazy, useSyncExternalStore, type ComponentType } from "react";

const KEY = "desireline.anew";
const [AGAIN_MS, LOOK_MS] = [60_000, 400];

const holders = new Set<() => boolean>();
const listeners = new Set<() => void>();
let isWaiting = false;

/** Something would be lost by loading anew while `isHeld` says so. */
export function holdBack(isHeld: () => boolean): () => void {
  holders.add(isHeld);
  return () => void holders.delete(isHeld);
}

/** Whether the page is to load itself anew; false where it just did. */
export function loadAnew(): boolean {
  if (isWaiting) return true;
  if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_MS) return false;
  isWaiting = true;
  listeners.forEach((tell) => tell());
  const attempt = () => (isWriting() || [...holders].some((isHeld) => isHeld()) ? void setTimeout(attempt, LOOK_MS) : goAnew());
  attempt();
  return true;
}

export function goAnew(): void {
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
}

/** Whether the page waits to load itself anew. */
export function useAnew(): boolean {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => void listeners.delete(listener); }, () => isWaiting);
}

/** Fields in which somebody wrote: what stands in them may have been sent nowhere. */
const touched = new Set<EventTarget>();
const LETTERLESS = ["checkbox", "radio", "range", "search", "file"];

function isWriting(): boolean {
  return [...touched].some((field) => {
    if (field instanceof HTMLInputElement) return field.isConnected && !LETTERLESS.includes(field.type) && field.value !== "";
    if (field instanceof HTMLTextAreaElement) return field.isConnected && field.value !== "";
    return field instanceof HTMLElement && field.isConnected && field.isContentEditable && field.textContent !== "";
  });
}

/** A screen or a part of one that is loaded when it is shown. */
export function later<P>(load: () => Promise<ComponentType<P>>) {
  return lazy(() => load().then(
    (component) => ({ default: component }),
    (problem: unknown) => (loadAnew() ? new Promise<never>(() => undefined) : Promise.reject(problem)),
  ));
}

/** Parts that no screen waits for, such as another language. */
export function listenForUpdates(): void {
  window.addEventListener("vite:preloadError", () => loadAnew());
  window.addEventListener("input", ({ target }) => { if (target) touched.add(target); }, true);
}
