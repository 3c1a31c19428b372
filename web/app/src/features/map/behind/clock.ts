// Times in a recording, for people.
/** Where in a recording: minutes and seconds. */
export const clock = (ms: number) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
