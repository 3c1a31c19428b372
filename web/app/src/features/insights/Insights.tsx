// Why: every claim that the data carry, in words, with how far it carries.
//
// In: the insights as computed last. Out: a list by rank with verdicts in words and filters. A claim can be pinned
// to its map as a card, or kept as something to do with an owner.
import type { MapFile } from "@desireline/map-core";
import { Button, Checkbox, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay, useSession } from "../../api/session";
import { useSay, type Sentence } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Nothing, Problem, Waiting } from "../../shell/States";
import { actionCommand, cardCommands, mapOf } from "./keeping";
import "./insights.css";

type Insight = components["schemas"]["Insight"];

const VERDICTS = ["shown", "suggested", "continuum", "unknown", "refused"] as const;
const TONES: Record<string, string> = { pain: "pain", potential_pain: "pain", drop_off: "pain", exit: "pain", delight: "delight" };

export function Insights() {
  const { say } = useSay();
  const format = useFormats();
  const [kind, setKind] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [onlyShown, setOnlyShown] = useState(true);
  const found = useQuery({ queryKey: ["insights"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/insights", { signal })) });
  useEffect(() => { document.title = `${say("nav.why")} · Desireline`; }, [say]);
  const all = found.data?.insights ?? [];
  const shown = useMemo(
    () => all.filter((each) => (!kind || each.kind === kind) && (!purpose || each.purpose === purpose) && (!onlyShown || ["shown", "suggested", "continuum"].includes(each.verdict))),
    [all, kind, purpose, onlyShown],
  );
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (all.length === 0) return <Nothing title={say("why.nothing")}><p>{say("why.nothingLead")}</p></Nothing>;
  const choices = (name: "kind" | "purpose") => [...new Set(all.map((each) => each[name]))];
  return (
    <div className="page">
      <header>
        <div>
          <h1>{say("why.title")}</h1>
          <p>{say("why.lead")} {say("why.age", { age: format.ago(found.data.age_seconds) })}{found.data.behind && ` ${say("why.behind")}`}</p>
        </div>
      </header>
      <div className="filters" role="group" aria-label={say("why.filters")}>
        <Select size="sm" clearable placeholder={say("why.everyKind")} aria-label={say("why.kind")} value={kind} onChange={setKind} data={choices("kind").map((value) => ({ value, label: kindWords(say, value) }))} />
        {choices("purpose").length > 1 && <Select size="sm" clearable placeholder={say("why.everyPurpose")} aria-label={say("why.purpose")} value={purpose} onChange={setPurpose} data={choices("purpose")} />}
        <Checkbox label={say("why.onlyShown")} checked={onlyShown} onChange={(event) => setOnlyShown(event.currentTarget.checked)} />
        <span className="muted small" role="status">{say("why.count", { count: shown.length })}</span>
      </div>
      <ol className="insights">{shown.map((insight, i) => <Row key={`${insight.kind}${insight.touchpoint}${insight.condition}${insight.metric}${i}`} insight={insight} />)}</ol>
    </div>
  );
}

const KNOWN_KINDS = ["pain", "potential_pain", "delight", "drop_off", "exit", "wait", "channel", "condition", "fixed_timer", "feeling", "variant", "coverage", "stage", "moment", "point_of_no_return", "deviation", "change", "impact", "driver"];
const kindWords = (say: ReturnType<typeof useSay>["say"], kind: string) => (KNOWN_KINDS.includes(kind) ? say(`kind.${kind}` as Sentence) : kind.replaceAll("_", " "));

function Row({ insight }: { insight: Insight }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const me = useSession().data?.who?.name ?? "";
  const queries = useQueryClient();
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  const home = mapOf(insight, maps.data ?? []);
  const keep = useMutation({
    async mutationFn(make: (file: MapFile) => ReturnType<typeof cardCommands>) {
      const map = await unwrap(client.GET("/api/v1/maps/{map_id}", { params: { path: { map_id: home!.id } } }));
      await unwrap(client.POST("/api/v1/maps/{map_id}/commands", { params: { path: { map_id: home!.id } }, body: { commands: make(map as unknown as MapFile) } }));
      await queries.invalidateQueries({ queryKey: ["map", home!.id] });
    },
  });
  const verdict = VERDICTS.find((each) => each === insight.verdict) ?? "unknown";
  return (
    <li className={`insight ${verdict}`}>
      <div className="rank number" aria-hidden={insight.rank == null}>{insight.rank ?? ""}</div>
      <div>
        <p className="tags">
          <span className={`chip ${TONES[insight.kind] ?? "line"}`}>{kindWords(say, insight.kind)}</span>
          <span className="small muted">{say(`verdict.${verdict}`)}</span>
          {insight.rank != null && insight.rank_low != null && insight.rank_high !== insight.rank_low && <span className="small muted">{say("why.ranks", { low: insight.rank_low, high: insight.rank_high })}</span>}
        </p>
        <p className="claim">{insight.words}</p>
        {insight.reason && <p className="small muted">{insight.reason}</p>}
        <details className="small"><summary>{say("drawer.recipe")}</summary><p className="muted">{[insight.estimand, say("why.evidence", { id: insight.evidence })].filter(Boolean).join(" · ")}</p></details>
        <Problem error={keep.error} />
      </div>
      <div className="keep">
        {mayEdit && home && (keep.isSuccess ? (
          <Link href={`/maps/${encodeURIComponent(home.id)}`} className="small">{say("why.kept")}</Link>
        ) : (
          <>
            <Button size="compact-sm" variant="default" loading={keep.isPending} onClick={() => keep.mutate((file) => cardCommands(insight, file, me))}>{say("why.addToMap")}</Button>
            <Button size="compact-sm" variant="subtle" onClick={() => keep.mutate((file) => [actionCommand(insight, file, say("why.actionTitle", { what: insight.touchpoint ?? insight.stage ?? "" }))])}>{say("why.opportunity")}</Button>
          </>
        ))}
      </div>
    </li>
  );
}
