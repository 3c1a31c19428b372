// People: who the customers are, as far as their choices tell.
//
// In: portraits as computed last. Out: one portrait a persona, how sure it is, what would show that it is none, and
// their feelings along a map. Where the data hold one way to choose, or too few, the page says so.
import { useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { BringData, Failed, Nothing, Waiting } from "../../shell/States";
import { Curves } from "./Curves";
import { Portrait } from "./Portrait";
import { usePersonas } from "./usePersonas";
import "./people.css";

type Personas = components["schemas"]["Personas"];

export function People() {
  const { say } = useSay();
  const format = useFormats();
  useEffect(() => { document.title = `${say("nav.people")} · Desireline`; }, [say]);
  const found = usePersonas();
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  if (found.isPending || maps.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (maps.isError) return <Failed error={maps.error} retry={() => void maps.refetch()} />;
  const { personas, words, computed_at, drift, age_seconds, behind } = found.data;
  const home = maps.data.find((map) => map.journeys > 0);
  if (!home) return <Alone><Nothing within title={say("people.none")} actions={<BringData />}><p>{say("people.noneLead")}</p></Nothing></Alone>;
  if (computed_at === null) return <Alone><Nothing within title={say("people.looking")}><p role="status">{say("people.lookingLead")}</p></Nothing></Alone>;
  if (personas.length === 0) return <Alone><Nothing within title={say("people.one")}><p>{words}</p><p className="muted">{say("people.oneLead")}</p></Nothing></Alone>;
  return (
    <div className="page people">
      <header>
        <div>
          <h1>{say("people.title")}</h1>
          <p>{say("people.lead")} {say("why.age", { age: format.ago(age_seconds) })}{behind && ` ${say("why.behind")}`}</p>
        </div>
      </header>
      <Sizes personas={personas} />
      <p className="muted small">{words}{drift && ` ${drift}`}</p>
      <Curves map={home} />
      {personas.map((portrait, i) => <Portrait key={portrait.persona} portrait={portrait} number={i + 1} map={home.id} />)}
    </div>
  );
}

/** The screen before there is anybody to show. */
function Alone({ children }: { children: ReactNode }) {
  const { say } = useSay();
  return <div className="page people"><header><div><h1>{say("people.title")}</h1><p>{say("people.lead")}</p></div></header>{children}</div>;
}

/** The customers as one bar. What is left over belongs to groups of fewer than five. */
function Sizes({ personas }: { personas: Personas["personas"] }) {
  const { say } = useSay();
  const format = useFormats();
  return (
    <ol className="sizes" aria-label={say("people.sizes")}>
      {personas.map(({ persona, label, size }, i) => (
        <li key={persona} style={{ flexGrow: Math.max(size.value, 0.04) }}>
          <a href={`#persona-${i + 1}`} onClick={(event) => { event.preventDefault(); document.getElementById(`persona-${i + 1}`)?.scrollIntoView(); }}>
            <b className="number">{format.percent(size.value)}</b> <span>{label}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
