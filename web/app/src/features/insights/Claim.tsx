// One claim: what the data say, how far it carries, and what can be made of it: a card on its map, or an opportunity.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { MapFile } from "@desireline/map-core";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay, useSession } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { aboutOf, cardCommands, mapOf, titleOf } from "./keeping";
import { groupOf, kindWords } from "./kinds";

type Insight = components["schemas"]["Insight"];
type MapSummary = components["schemas"]["MapSummary"];
const VERDICTS = ["shown", "suggested", "continuum", "unknown", "refused"] as const;
const TONES: Partial<Record<ReturnType<typeof groupOf>, string>> = { hurts: "pain", delights: "delight" };

export function Claim({ insight, isKeepable }: { insight: Insight; isKeepable: boolean }) {
  const { say } = useSay();
  const format = useFormats();
  const verdict = VERDICTS.find((each) => each === insight.verdict) ?? "unknown";
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  const home = mapOf(insight, maps.data ?? []);
  const ranks = insight.rank_low != null && insight.rank_high !== insight.rank_low;
  return (
    <li className={`insight ${verdict}`}>
      <div className="rank number">{insight.rank != null && <span className="visually-hidden">{say("why.place")} </span>}{insight.rank ?? ""}</div>
      <div>
        <p className="tags">
          <span className={`chip ${TONES[groupOf(insight.kind)] ?? "line"}`}>{kindWords(say, insight.kind)}</span>
          <span className="small muted">{say(`verdict.${verdict}`)}</span>
          {insight.rank != null && ranks && <span className="small muted">{say("why.ranks", { low: insight.rank_low, high: insight.rank_high })}</span>}
          {home && <span className="small muted">{home.title}</span>}
          {insight.n != null && <span className="small muted number">n {format.number(insight.n)}</span>}
        </p>
        <p className="claim">{tied(insight.words)}</p>
        {insight.reason && <p className="small muted">{insight.reason}</p>}
        <details className="small"><summary>{say("drawer.recipe")}</summary><p className="muted">{[insight.estimand, say("why.evidence", { id: insight.evidence })].filter(Boolean).join(" · ")}</p></details>
      </div>
      {isKeepable && <Keep insight={insight} home={home} />}
    </li>
  );
}

function Keep({ insight, home }: { insight: Insight; home: MapSummary | undefined }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const me = useSession().data?.who?.name ?? "";
  const queries = useQueryClient();
  const card = useMutation({
    async mutationFn(id: string) {
      const file = await unwrap(client.GET("/api/v1/maps/{map_id}", { params: { path: { map_id: id } } }));
      await unwrap(client.POST("/api/v1/maps/{map_id}/commands", { params: { path: { map_id: id } }, body: { commands: cardCommands(insight, file as unknown as MapFile, me) } }));
      await queries.invalidateQueries({ queryKey: ["map", id] });
    },
  });
  const opportunity = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/opportunities", { body: { title: say("why.actionTitle", { what: titleOf(insight) }), about: aboutOf(insight), map: home?.id ?? null, owner: null, due: null, note: "" } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["opportunities"] }),
  });
  if (!mayEdit) return null;
  return (
    <div className="keep">
      {home && (card.isSuccess ? <Link href={`/maps/${encodeURIComponent(home.id)}`} className="small">{say("why.kept")}</Link> : <Button size="compact-sm" variant="default" loading={card.isPending} onClick={() => card.mutate(home.id)}>{say("why.addToMap")}</Button>)}
      {opportunity.isSuccess ? <Link href="/act" className="small">{say("why.made")}</Link> : <Button size="compact-sm" variant="subtle" loading={opportunity.isPending} onClick={() => opportunity.mutate()}>{say("why.opportunity")}</Button>}
      <Problem error={card.error ?? opportunity.error} />
    </div>
  );
}

/** A number and its unit stay on one line. */
const tied = (words: string) => words.replace(/(\d) (%|h|s|min|days|weeks|points)(?![\w])/g, "$1\u00a0$2");
