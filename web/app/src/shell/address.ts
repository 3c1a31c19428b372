// What of a screen stands in its address after the path: `#/maps/ID?view=flow&detail=60`, so that a link opens what was seen.
import { useCallback, useEffect, useState } from "react";
import { useHashLocation } from "wouter/use-hash-location";

/** The path alone: what follows a question mark is the screen's own, and stays behind the hash. */
export const usePath = Object.assign(
  (): ReturnType<typeof useHashLocation> => {
    const [path] = useHashLocation();
    return [path.split("?")[0], goTo];
  },
  { hrefs: (to: string) => `#${to}` },
);

function goTo(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const address = `${location.pathname}${location.search}#${to}`;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function read(): URLSearchParams {
  return new URLSearchParams(location.hash.split("?")[1] ?? "");
}

/** What the address keeps of this screen, to be carried along to one of its kind. */
export function keptHere(): string {
  const words = read().toString();
  return words && `?${words}`;
}

/** A choice that the address keeps; null is none. Changing it is no step to go back from. */
export function useKept(name: string): [string | null, (value: string | null) => void] {
  const [value, setValue] = useState(() => read().get(name));
  // a link to this very screen, or an address that was typed, shows what it says
  useEffect(() => {
    const follow = () => setValue(read().get(name));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [name]);
  const keep = useCallback(
    (next: string | null) => {
      const kept = read();
      if (next === null) kept.delete(name);
      else kept.set(name, next);
      const words = kept.toString();
      history.replaceState(history.state, "", `${location.pathname}${location.search}${location.hash.split("?")[0]}${words ? `?${words}` : ""}`);
      setValue(next);
    },
    [name],
  );
  return [value, keep];
}
