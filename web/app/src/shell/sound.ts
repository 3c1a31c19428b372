// Plays a recording from a moment on. Closing the page part that holds it, or a file that is gone, ends the request to play: no fault.
//
// In: the element, milliseconds. Out: sound; what cannot be played is told by the element's own error event.
export function playFrom(sound: HTMLAudioElement | null, ms: number): void {
  if (!sound) return;
  sound.currentTime = ms / 1000;
  sound.play().catch(() => undefined);
}
