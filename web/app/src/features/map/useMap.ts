// One map, open: its last computed snapshot, the document that everybody edits, and who else is here.
//
// In: a map's id. Out: the map file as it is now, a way to run commands, status and others. Values come over
// HTTP, words over the line; while the line is down editing goes on, and merges when it is up again.
import type { MapFile } from "@desireline/map-core";
import type { Command, Connection, SharedMap, Status } from "@desireline/map-edit";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { client, unwrap } from "../../api/http";
import { ownerOf, useSession } from "../../api/session";
import type { Other } from "./canvas/overlay";
import { lineOf } from "./lines";

/** Distinct for colour-blind eyes, dark enough for white letters. */
const COLOURS = ["#0b6aa2", "#b3540a", "#1b7a54", "#a23b72", "#6a4fb3", "#7a5c00", "#00707a", "#8a2f2f"];
const AGE_AGAIN = 60_000;

export interface Open {
  file: MapFile;
  shared: SharedMap;
  status: Status;
  others: Other[];
  run(command: Command): boolean;
  tell(presence: { ref?: string | null; point?: { x: number; y: number } | null }): void;
}

type SpokenFile = MapFile & { spoken?: Record<string, string> };

/** A document in which what the program named is in the reader's language; people's own words stay theirs. */
function inWordsOf({ spoken }: SpokenFile, document: MapFile["document"]): MapFile["document"] {
  if (!spoken) return document;
  const said = <T extends string | null | undefined>(words: T): T => ((words && spoken[words]) || words) as T;
  const each = <T extends object>(parts: Record<string, T>, change: (part: T) => T) => Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, change(part)]));
  return {
    ...document,
    goal: said(document.goal),
    lanes: each(document.lanes, (lane) => ({ ...lane, title: said(lane.title) })),
    stages: each(document.stages, (stage) => ({ ...stage, title: said(stage.title), verb: said(stage.verb) })),
    actions: each(document.actions, (action) => ({ ...action, title: said(action.title), why: said(action.why) })),
  };
}

export function useMapFile(id: string) {
  return useQuery({
    queryKey: ["map", id],
    queryFn: async ({ signal }) => {
      const file = (await unwrap(client.GET("/api/v1/maps/{map_id}", { params: { path: { map_id: id } }, signal }))) as unknown as SpokenFile;
      return { ...file, document: inWordsOf(file, file.document) };
    },
    refetchInterval: AGE_AGAIN,
  });
}

export function useMap(id: string) {
  const query = useMapFile(id);
  const session = useSession();
  const name = session.data?.who?.name ?? "";
  const owner = useRef(ownerOf(session.data));
  owner.current = ownerOf(session.data) ?? owner.current;
  const [line] = useState(() => lineOf(id));
  const { shared } = line;
  const status = useSyncExternalStore(line.watch, () => line.status);
  const [others, setOthers] = useState<Other[]>([]);

  useEffect(() => {
    const leave = line.look(owner.current!);
    const { awareness } = line.connection!;
    const listen = () => setOthers(othersOf(line.connection!));
    awareness.on("change", listen);
    return () => {
      awareness.off("change", listen);
      leave();
    };
  }, [line]);

  useEffect(() => {
    const awareness = line.connection?.awareness;
    awareness?.setLocalState({ ...awareness.getLocalState(), name, colour: COLOURS[shared.doc.clientID % COLOURS.length] });
  }, [name, line, shared]);

  const document = useSyncExternalStore(useCallback((listener) => shared.subscribe(listener), [shared]), () => shared.document);
  const run = useCallback((command: Command) => shared.document !== null && shared.run(command), [shared]);
  const tell = useCallback((presence: object) => {
    const awareness = line.connection?.awareness;
    awareness?.setLocalState({ ...awareness.getLocalState(), ...presence });
  }, [line]);
  const file = useMemo(() => (query.data ? { ...query.data, document: document ? inWordsOf(query.data, document) : query.data.document } : null), [query.data, document]);
  return { query, open: file ? ({ file, shared, status, others, run, tell } satisfies Open) : null };
}

function othersOf(line: Connection): Other[] {
  const found: Other[] = [];
  for (const [client, state] of line.awareness.getStates()) {
    if (client === line.awareness.clientID || typeof state.name !== "string") continue;
    const { name, colour, ref, point } = state as Partial<Other>;
    // the colour goes into a style: only one of ours is taken
    found.push({ name: String(name).slice(0, 40), colour: COLOURS.find((each) => each === colour) ?? COLOURS[0], ref: typeof ref === "string" ? ref : null, point: isPoint(point) ? point : null });
  }
  return found;
}

const isPoint = (point: unknown): point is { x: number; y: number } => Number.isFinite((point as { x?: unknown } | null)?.x) && Number.isFinite((point as { y?: unknown } | null)?.y);
