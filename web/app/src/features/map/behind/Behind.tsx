// Behind a number: how the answers spread, how they moved, real journeys, recorded calls.
//
// In: a touchpoint's name in the data. Out: what the server finds in one pass over its steps; nothing where fewer than
// five customers were. Asked for when somebody opens it, because most readers want the number alone.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../../api/http";
import type { components } from "../../../api/schema";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { Failed, Waiting } from "../../../shell/States";
import { Call } from "./Call";
import { SpreadOf } from "./Spread";
import { Voices, type MakeCard } from "./Voices";
import "./behind.css";

type Found = components["schemas"]["Behind"];
type Walked = components["schemas"]["WalkedJourney"];

interface Props {
  map: string;
  touchpoint: string;
  target: string | null;
  makeCard: MakeCard | null;
}

export function Behind(props: Props) {
  const { say } = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="behind">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say("behind.open")}</summary>
        {isOpen && <Loaded {...props} />}
      </details>
    </section>
  );
}

function Loaded({ map, touchpoint, target, makeCard }: Props) {
  const { say } = useSay();
  const format = useFormats();
  const found = useQuery({ queryKey: ["behind", map, touchpoint, target], staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/behind", { params: { path: { map_id: map }, query: { touchpoint, target } }, signal })) });
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { customers, spreads, journeys, calls, voices, by } = found.data;
  if (customers === null) return <p className="muted small">{say("behind.few")}</p>;
  return (
    <>
      <p className="small muted">{say("behind.customers", { n: format.number(customers) })}</p>
      {spreads.map((spread) => <SpreadOf key={spread.label} spread={spread} by={by} />)}
      {voices.length > 0 && <Voices voices={voices} makeCard={makeCard} />}
      {calls.length > 0 && <section><h3>{say("behind.calls")}</h3>{calls.map((call) => <Call key={call.id} call={call} makeCard={makeCard} />)}</section>}
      {journeys.length > 0 && <Journeys journeys={journeys} here={touchpoint} />}
    </>
  );
}

/** Real ones: the day of each step, counted from the first; where the drawer is open stands out. */
function Journeys({ journeys, here }: { journeys: Found["journeys"]; here: string }) {
  const { say } = useSay();
  return (
    <section>
      <h3>{say("behind.journeys", { count: journeys.length })}</h3>
      <p className="tiny muted">{say("behind.journeysLead")}</p>
      {journeys.map((journey, i) => <Walk key={i} journey={journey} here={here} />)}
    </section>
  );
}

function Walk({ journey: { legs, more }, here }: { journey: Walked; here: string }) {
  const { say } = useSay();
  const days = [...new Set(legs.map((leg) => leg.day))];
  return (
    <dl className="walk">
      {days.map((day) => (
        <div key={day}>
          <dt>{say("people.day", { day: day + 1 })}</dt>
          <dd>{legs.filter((leg) => leg.day === day).map((leg, i) => <span key={i} className={leg.touchpoint === here ? "here" : undefined}>{i > 0 && " › "}{leg.touchpoint}{leg.times > 1 && <span className="muted"> ×{leg.times}</span>}</span>)}</dd>
        </div>
      ))}
      {more > 0 && <div><dt /><dd className="muted">{say("behind.more", { count: more })}</dd></div>}
    </dl>
  );
}
