// What if a condition struck less often? A forecast that moves only through effects held for causes, or a refusal.
//
// In: a condition that moments were tried of, how much less of it. Out: how many journeys are spared, what comes of it with
// its interval, what is not known and held as it is; and every forecast that was kept.
import { Button, Select, Slider } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem, Waiting } from "../../shell/States";
import { usePurposes } from "../compare/purposes";
import { follow, succeeded } from "../data/uploading";
import "./whatif.css";

type Forecast = components["schemas"]["KeptForecast"];
type Gain = components["schemas"]["KeptGain"];
const HALF = 50;

/** The conditions that were tried, each in the words of what was found of it first: its name is a program's. */
function told(insights: readonly { kind: string; condition?: string | null; purpose?: string | null; words: string }[], purpose: string | null): { value: string; label: string }[] {
  const found = new Map<string, string>();
  for (const { kind, condition, purpose: of, words } of insights)
    if (kind === "moment" && condition && of === purpose && !found.has(condition)) found.set(condition, words.split(" (")[0]);
  const labels = [...found.values()];
  return [...found].map(([value, words]) => ({ value, label: labels.filter((each) => each === words).length > 1 ? `${words} [${value}]` : words }));
}

export function WhatIf() {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const purposes = usePurposes();
  const [purpose, setPurpose] = useState<string | null>(null);
  const [condition, setCondition] = useState<string | null>(null);
  const [less, setLess] = useState(HALF);
  const insights = useQuery({ queryKey: ["insights"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/insights", { signal })) });
  const kept = useQuery({ queryKey: ["forecasts"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/forecasts", { signal })) });
  const asked = purpose ?? purposes[0]?.id ?? null;
  const ask = useMutation({
    async mutationFn(): Promise<Forecast> {
      const begun = await unwrap(client.POST("/api/v1/forecasts", { body: { condition: condition!, less: less / 100, purpose: asked } }));
      return succeeded(await follow(begun, () => undefined)).result as Forecast;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["forecasts"] }),
  });
  if (insights.isPending) return <Waiting />;
  const conditions = told(insights.data?.insights ?? [], asked);
  const older = (kept.data ?? []).filter((each) => each.purpose === asked).reverse();
  return (
    <div className="whatif">
      {mayEdit && conditions.length > 0 && (
        <form className="choices" onSubmit={(event) => { event.preventDefault(); ask.mutate(); }}>
          {purposes.length > 1 && <Select label={say("why.purpose")} w={200} allowDeselect={false} value={asked} onChange={(next) => { setPurpose(next); setCondition(null); }} data={purposes.map(({ id, title }) => ({ value: id, label: title }))} />}
          <Select label={say("whatif.condition")} searchable w={400} value={condition} onChange={setCondition} data={conditions} comboboxProps={{ width: 620, position: "bottom-start" }} />
          <div className="less"><span id="less">{say("whatif.less", { share: `${less} %` })}</span><Slider aria-labelledby="less" thumbLabel={say("whatif.lessOf")} min={10} max={100} step={5} value={less} onChange={setLess} label={null} color="var(--line)" /></div>
          <Button type="submit" loading={ask.isPending} disabled={!condition}>{say("whatif.go")}</Button>
        </form>
      )}
      {conditions.length === 0 && <p className="muted">{say("whatif.none")}</p>}
      {ask.isPending && <p className="muted" role="status">{say("whatif.asking")}</p>}
      <Problem error={ask.error} />
      {ask.data && <Answer forecast={ask.data} />}
      {older.length > 0 && <Kept forecasts={older} words={new Map(conditions.map(({ value, label }) => [value, label]))} />}
    </div>
  );
}

function Answer({ forecast }: { forecast: Forecast }) {
  const { say } = useSay();
  const format = useFormats();
  const { spared, refused, gains, unknown, struck, begun } = forecast;
  return (
    <section className="sheet forecast" aria-live="polite">
      {refused && <p className="refusal"><b>{say("whatif.refused")}</b> {refused}.</p>}
      {spared && (
        <>
          <p className="head"><span className="big number">{format.number(Math.round(spared.value))}</span> {say("whatif.spared", { low: format.number(Math.round(spared.low)), high: format.number(Math.round(spared.high)), days: forecast.horizon_days })}</p>
          <p className="small muted">{begun && say("whatif.begun", { n: format.number(Math.round(begun.value)) })} {struck && say("whatif.struck", { share: format.percent(struck.value), n: format.number(struck.n) })}</p>
        </>
      )}
      {gains.length > 0 && <><h3>{say("whatif.gains")}</h3><ul className="gains">{gains.map((gain) => <GainOf key={gain.result} gain={gain} />)}</ul></>}
      {unknown.length > 0 && <details className="small"><summary>{say("whatif.unknown", { count: unknown.length })}</summary><ul>{unknown.map((each) => <li key={each}>{each}</li>)}</ul></details>}
    </section>
  );
}

function GainOf({ gain: { result, more } }: { gain: Gain }) {
  const { say } = useSay();
  const format = useFormats();
  const sign = (value: number) => `${value > 0 ? "+" : ""}${format.number(value)}`;
  const most = Math.max(Math.abs(more.low), Math.abs(more.high), 1e-9);
  const x = (value: number) => 110 + (value / most) * 100;
  return (
    <li>
      <span className="what">{more.unit === "share" ? result : say("whatif.points", { result })}</span>
      <svg width="220" height="18" aria-hidden="true">
        <line x1="110" x2="110" y1="0" y2="18" stroke="var(--muted)" strokeDasharray="2 2" />
        <rect x={x(more.low)} width={x(more.high) - x(more.low)} y="6" height="6" rx="3" fill="var(--tint)" stroke="var(--line)" />
        <circle cx={x(more.value)} cy="9" r="4.5" fill="var(--line)" />
      </svg>
      <span className="number"><b>{sign(more.value)}</b> <span className="muted small">{say("compare.between", { low: sign(more.low), high: sign(more.high) })} · n {format.number(more.n)}</span></span>
    </li>
  );
}

function Kept({ forecasts, words }: { forecasts: readonly Forecast[]; words: ReadonlyMap<string, string> }) {
  const { say } = useSay();
  const format = useFormats();
  return (
    <section>
      <h2>{say("whatif.kept")}</h2>
      <p className="small muted">{say("whatif.keptLead")}</p>
      <table className="rows">
        <thead><tr><th scope="col">{say("whatif.made")}</th><th scope="col">{say("whatif.condition")}</th><th scope="col" className="right">{say("whatif.lessOf")}</th><th scope="col" className="right">{say("whatif.sparedOf")}</th></tr></thead>
        <tbody>{forecasts.map((each, i) => <tr key={i}><td>{each.made_at && format.date(each.made_at)}</td><th scope="row">{words.get(each.condition) ?? each.condition}</th><td className="right">{format.percent(each.less)}</td><td className="right">{each.spared ? `${format.number(Math.round(each.spared.value))} (${format.number(Math.round(each.spared.low))} – ${format.number(Math.round(each.spared.high))})` : "–"}</td></tr>)}</tbody>
      </table>
    </section>
  );
}
