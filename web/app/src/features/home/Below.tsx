// What stands below a map: the same journey of each persona, and the maps that people put under it, as a tree.
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";
import { Move } from "./Move";

type MapSummary = components["schemas"]["MapSummary"];
const pathOf = (map: MapSummary) => `/maps/${encodeURIComponent(map.id)}`;

export function Below({ map, all }: { map: MapSummary; all: readonly MapSummary[] }) {
  const { say } = useSay();
  const drawn = useQuery({ queryKey: ["persona-maps", map.id], enabled: !map.own, staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/personas", { params: { path: { map_id: map.id } }, signal })) });
  const personas = drawn.data ?? [];
  const hasBelow = all.some((each) => each.place.map === map.id);
  if (personas.length === 0 && !hasBelow) return null;
  return (
    <section className="below" aria-label={say("home.below", { title: map.title })}>
      <h3>{say("home.belowTitle")}</h3>
      {personas.length > 0 && <ul>{personas.map((each) => <li key={each.persona}><Link href={`${pathOf(map)}/${encodeURIComponent(each.persona)}`}>{each.label}</Link></li>)}</ul>}
      {hasBelow && <Branch above={map} all={all} />}
    </section>
  );
}

/** Maps under one, in the order of its stages, each with those under it. */
function Branch({ above, all }: { above: MapSummary; all: readonly MapSummary[] }) {
  const { say } = useSay();
  const placeOf = (map: MapSummary) => above.stages.findIndex((stage) => stage.id === map.place.stage);
  const below = all.filter((each) => each.place.map === above.id).sort((a, b) => placeOf(a) - placeOf(b));
  return (
    <ul>
      {below.map((each) => (
        <li key={each.id}>
          {each.place.stage && <span className="muted">{above.stages[placeOf(each)]?.verb} › </span>}
          <Link href={pathOf(each)}>{each.title}</Link>
          {each.own && <> <span className="chip quiet">{say("home.own")}</span></>}
          <Move map={each} all={all} />
          {all.some((one) => one.place.map === each.id) && <Branch above={each} all={all} />}
        </li>
      ))}
    </ul>
  );
}
