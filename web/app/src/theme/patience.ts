// Keys that come faster than a list opens wait until it has: they are handed on in their order.
//
// Mantine sets the place in a list that opens a moment later, in a timer of its own: an arrow pressed before would be forgotten, and Enter would choose
// nothing. The debatable choice: the keys are held back here, for all choosers, instead of a chooser of our own.
import type { KeyboardEvent } from "react";

const HELD = new Set(["ArrowDown", "ArrowUp", "Enter"]);
let isOpening = false;
let held: { target: EventTarget; key: string; code: string }[] = [];

/** To be told when a list opens. */
export function settle(): void {
  if (isOpening) return;
  isOpening = true;
  // the list's own timers are set after this call, and run before the second of these
  setTimeout(() => setTimeout(handOn));
}

/** In the way of every key of a chooser, before the chooser itself hears of it. */
export function patient(event: KeyboardEvent): void {
  if (!isOpening || !HELD.has(event.key) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  held.push({ target: event.target, key: event.key, code: event.nativeEvent.code });
}

function handOn(): void {
  isOpening = false;
  const keys = held;
  held = [];
  // at once, so that no later key comes between them
  for (const { target, ...key } of keys) target.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
}
