// One request as a state: loading, failed or there.
import { useEffect, useState } from "react";

export type Loaded<T> = { state: "loading" } | { state: "failed"; error: Error } | { state: "there"; value: T };

export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: string | null): Loaded<T> {
  const [result, setResult] = useState<{ key: string | null; loaded: Loaded<T> }>({ key, loaded: { state: "loading" } });
  useEffect(() => {
    if (key === null) return undefined;
    const stop = new AbortController();
    load(stop.signal).then(
      (value) => setResult({ key, loaded: { state: "there", value } }),
      (error: unknown) => {
        if (!stop.signal.aborted) setResult({ key, loaded: { state: "failed", error: error instanceof Error ? error : new Error(String(error)) } });
      },
    );
    return () => stop.abort();
    // `key` names the request: `load` is made anew on every rendering
  }, [key]);
  return result.key === key ? result.loaded : { state: "loading" };
}
