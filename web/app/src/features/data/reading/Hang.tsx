// Where the chosen sentences go: a map, one of its stages or touchpoints, one of its lanes. The card is an assumption until data answer it.
import type { Document, MapFile } from "@desireline/map-core";
import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../../api/http";
import { useSession } from "../../../api/session";
import { useSay } from "../../../i18n";
import { Problem } from "../../../shell/States";
import { useMapFile } from "../../map/useMap";
import { hang } from "../../map/hanging";

interface Props {
  words: string;
  /** Of which message: an erasure finds the card by it. */
  quote: string;
  source: string;
  /** Where the text says that it belongs. */
  place: { touchpoint: string | null; stage: string | null };
  children: ReactNode;
}

const PREFERRED = ["thoughts", "needs", "pains", "text"];
const inOrder = <T extends { order: string }>(parts: Record<string, T>) => Object.values(parts).sort((a, b) => (a.order < b.order ? -1 : 1));

export function Hang(props: Props) {
  const { say } = useSay();
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  const [map, setMap] = useState<string | null>(null);
  const shown = map ?? maps.data?.[0]?.id ?? null;
  return (
    <section className="hang sheet" aria-label={say("read.card")}>
      <blockquote>“{props.words}”</blockquote>
      <Select size="xs" label={say("read.map")} value={shown} data={(maps.data ?? []).map((each) => ({ value: each.id, label: each.title }))} onChange={setMap} allowDeselect={false} />
      {shown && <Places key={shown} map={shown} {...props} />}
      <Problem error={maps.error} />
    </section>
  );
}

function Places({ map, words, quote, source, place, children }: Props & { map: string }) {
  const { say } = useSay();
  const queries = useQueryClient();
  const me = useSession().data?.who?.name ?? say("map.me");
  const file = useMapFile(map);
  const [column, setColumn] = useState<string | null>(null);
  const [lane, setLane] = useState<string | null>(null);
  const document = file.data?.document;
  const put = useMutation({
    async mutationFn([where, row]: [string, string]) {
      const now = (await unwrap(client.GET("/api/v1/maps/{map_id}", { params: { path: { map_id: map } } }))) as unknown as MapFile;
      const commands = hang(now.document, row, where, { words: `“${words}”`, author: `${me} · ${source}`, quote, binding: null });
      await unwrap(client.POST("/api/v1/maps/{map_id}/commands", { params: { path: { map_id: map } }, body: { commands } }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["map", map] }),
  });
  if (!document) return <Problem error={file.error} />;
  const where = column ?? placeIn(document, place);
  const lanes = inOrder(document.lanes).filter((each) => each.kind !== "feelings");
  const row = lane ?? lanes.find((each) => each.kind === PREFERRED.find((kind) => lanes.some((one) => one.kind === kind)))?.id ?? lanes[0]?.id ?? null;
  return (
    <>
      <Select size="xs" label={say("read.stage")} value={where} data={columnsOf(document)} onChange={setColumn} allowDeselect={false} searchable />
      <Select size="xs" label={say("read.lane")} value={row} data={lanes.map((each) => ({ value: each.id, label: each.title }))} onChange={setLane} allowDeselect={false} />
      <div className="actions">
        <Button size="compact-sm" disabled={!where || !row} loading={put.isPending} onClick={() => put.mutate([where!, row!])}>{say("read.hang")}</Button>
        {children}
        {put.isSuccess && <span className="small" role="status">{say("read.hung")} <Link href={`/maps/${encodeURIComponent(map)}?view=grid`}>{say("why.kept")}</Link></span>}
      </div>
      <p className="tiny muted">{say("read.assumption")}</p>
      <Problem error={put.error} />
    </>
  );
}

/** Stages, each followed by its touchpoints. */
function columnsOf(document: Document): { value: string; label: string }[] {
  return inOrder(document.stages).flatMap((stage) => [
    { value: stage.id, label: stage.verb },
    ...inOrder(document.touchpoints).filter((each) => each.stage === stage.id).map((each) => ({ value: each.id, label: `${stage.verb} › ${each.title}` })),
  ]);
}

function placeIn(document: Document, { touchpoint, stage }: Props["place"]): string | null {
  const like = (a: string | null | undefined, b: string | null) => a != null && b !== null && a.toLowerCase() === b.toLowerCase();
  const spot = Object.values(document.touchpoints).find((each) => like(each.key, touchpoint) || like(each.title, touchpoint));
  const found = Object.values(document.stages).find((each) => [each.key, each.title, each.verb].some((name) => like(name, stage)));
  return spot?.id ?? found?.id ?? inOrder(document.stages)[0]?.id ?? null;
}
