// All maps at a glance: what each says, how its customers feel, how sure we are, how old it is.
import { Button, FileButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay, useSession } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Nothing, Waiting } from "../../shell/States";
import { pend } from "../data/pending";
import { Begin } from "./Begin";
import { Below } from "./Below";
import { Health } from "./Health";
import { Move } from "./Move";
import { Own } from "./Own";
import { isDue, Review } from "./Review";
import { Sample } from "./Sample";
import { Thumbnail } from "./Thumbnail";
import "./home.css";

/** Persona id of maps that speak of all customers. */
const EVERYBODY = "*";
type MapSummary = components["schemas"]["MapSummary"];

export function Home() {
  const { say } = useSay();
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  const mayEdit = useMay("edit");
  const isGuest = useSession().data?.who?.kind === "guest";
  useEffect(() => { document.title = "Desireline"; }, []);
  if (maps.isPending) return <Waiting words={say("home.opening")} />;
  if (maps.isError) return <Failed error={maps.error} retry={() => void maps.refetch()} />;
  const hasData = maps.data.some((map) => map.journeys > 0);
  const atTop = maps.data.filter((map) => map.place.map === null);
  const isMeasured = (map: MapSummary) => !map.own && map.journeys > 0;
  const heads = [...atTop.filter(isMeasured), ...atTop.filter((map) => !isMeasured(map))];
  if (!hasData && !maps.data.some((map) => map.own)) return <Empty />;
  return (
    <div className="page">
      <header>
        <div>
          <h1>{say("home.title")}</h1>
          <p>{say("home.lead")}</p>
        </div>
      </header>
      <ul className="maps">{heads.map((map) => <MapCard key={map.id} map={map} all={maps.data} />)}</ul>
      {mayEdit && !isGuest && <Begin hasData={hasData} />}
    </div>
  );
}

function MapCard({ map, all }: { map: MapSummary; all: readonly MapSummary[] }) {
  const { say } = useSay();
  const format = useFormats();
  const sure = (map.states.supported ?? 0) + (map.states.validated ?? 0);
  const known = Object.values(map.states).reduce((sum, count) => sum + count, 0);
  return (
    <li className="sheet map-card">
      <Thumbnail feeling={map.feeling} />
      <div className="words">
          <p className="small muted">{[...map.personas.map((persona) => (persona.id === EVERYBODY ? say("people.everybody") : persona.title)), map.purpose.title].filter((word, i, all) => all.indexOf(word) === i).join(" · ")} {map.generated_sample && <span className="chip sample">{say("home.sample")}</span>}</p>
          <h2><Link href={`/maps/${encodeURIComponent(map.id)}`}>{map.title}</Link></h2>
          <p className="headline">{map.headline}</p>
          {map.own ? <Own map={map} /> : map.journeys > 0 && <Health map={map.id} />}
          <dl>
            <div><dt>{say("home.heard")}</dt><dd>{say("home.journeys", { count: map.journeys, n: format.number(map.journeys) })}</dd></div>
            <div><dt>{say("home.sure")}</dt><dd><Share sure={sure} contradicted={map.states.contradicted ?? 0} known={known} /></dd></div>
            <div><dt>{say("home.fresh")}</dt><dd>{map.newest_event ? format.date(map.newest_event) : "–"}</dd></div>
            <div><dt>{say("home.review")}</dt><dd>{map.review_on ? format.date(map.review_on) : "–"} {isDue(map) && <span className="chip pain">{say("home.due")}</span>}</dd></div>
          </dl>
          <Review map={map} />
          <Move map={map} all={all} />
          <Below map={map} all={all} />
      </div>
    </li>
  );
}

function Share({ sure, contradicted, known }: { sure: number; contradicted: number; known: number }) {
  const { say } = useSay();
  const words = say("home.cells", { sure, known });
  return (
    <span className="sure-of">
      <svg className="share" width="64" height="8" aria-hidden="true">
        <rect width="64" height="8" rx="2" fill="var(--hairline)" />
        <rect width={known ? (64 * sure) / known : 0} height="8" rx="2" fill="var(--line)" />
        {contradicted > 0 && <rect x={(64 * sure) / known} width={(64 * contradicted) / known} height="8" fill="var(--warn)" />}
      </svg>
      <span>{words}</span>
    </span>
  );
}

function Empty() {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const [, go] = useLocation();
  return (
    <>
      <Nothing
        title={say("home.empty")}
        actions={mayEdit && <><FileButton multiple onChange={(files) => { pend(files); go("/data"); }}>{(props) => <Button {...props}>{say("home.upload")}</Button>}</FileButton><Sample /></>}
      >
        <p>{say("home.emptyLead")}</p>
        <p className="muted">{say("home.private")} {say("home.sampleHint")}</p>
      </Nothing>
      {mayEdit && <div className="page"><Begin hasData={false} /></div>}
    </>
  );
}
