// The page: which maps there are, and one of them. Read-only for now.
import { useEffect, useState } from "react";
import { ApiError, listMaps, readMap, type MapSummary } from "./api";
import { useLoaded } from "./load";
import { MapPane } from "./MapPane";

/** The chosen map stands in the address, so that reload and links keep it. */
function useChosen(): [string | null, (id: string) => void] {
  const read = () => decodeURIComponent(/^#\/maps\/(.+)$/.exec(location.hash)?.[1] ?? "") || null;
  const [chosen, setChosen] = useState(read);
  useEffect(() => {
    const onChange = () => setChosen(read());
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  }, []);
  return [chosen, (id) => { location.hash = `/maps/${encodeURIComponent(id)}`; }];
}

export function App() {
  const [chosen, choose] = useChosen();
  const maps = useLoaded(listMaps, "maps");
  if (maps.state === "loading") return <Note title="Opening the workspace …" isBusy />;
  if (maps.state === "failed") return <Failure error={maps.error} />;
  if (maps.value.length === 0) return <Empty />;
  const shown = maps.value.find((map) => map.id === chosen) ?? maps.value[0];
  return (
    <>
      {maps.value.length > 1 && <Maps maps={maps.value} shown={shown.id} choose={choose} />}
      <Map id={shown.id} title={shown.title} />
    </>
  );
}

function Maps({ maps, shown, choose }: { maps: MapSummary[]; shown: string; choose: (id: string) => void }) {
  return (
    <nav className="maps" aria-label="Maps">
      {maps.map((map) => (
        <button key={map.id} type="button" aria-current={map.id === shown ? "page" : undefined} title={map.headline ?? undefined} onClick={() => choose(map.id)}>
          {map.title}
        </button>
      ))}
    </nav>
  );
}

function Map({ id, title }: { id: string; title: string }) {
  const map = useLoaded((signal) => readMap(id, signal), id);
  useEffect(() => { document.title = `${title} · Desireline`; }, [title]);
  if (map.state === "loading") return <Note title={`Drawing ${title} …`} isBusy />;
  if (map.state === "failed") return <Failure error={map.error} />;
  return <MapPane file={map.value} />;
}

function Note({ title, isBusy = false, children }: { title: string; isBusy?: boolean; children?: React.ReactNode }) {
  return (
    <main className="note" aria-busy={isBusy}>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

function Failure({ error }: { error: Error }) {
  return (
    <Note title="This map cannot be shown.">
      <p role="alert">{error.message}</p>
      {error instanceof ApiError && error.hint && <p>{error.hint}</p>}
      <button type="button" onClick={() => location.reload()}>Try again</button>
    </Note>
  );
}

function Empty() {
  return (
    <Note title="No map yet: this workspace has no data.">
      <p>Give it the exports that you already have: tickets, surveys, orders, web events, calls. In a terminal, in the workspace's folder:</p>
      <pre>desireline import path/to/exports/</pre>
      <p>Then reload this page. Nothing leaves this computer. To look around first, run <code>desireline demo</code>.</p>
    </Note>
  );
}
