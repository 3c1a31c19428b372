// What stands below a map of the data: the same journey of each persona, and the maps that people brought for its purpose.
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";

type MapSummary = components["schemas"]["MapSummary"];

export function Below({ map, own }: { map: MapSummary; own: readonly MapSummary[] }) {
  const { say } = useSay();
  const drawn = useQuery({ queryKey: ["persona-maps", map.id], staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/personas", { params: { path: { map_id: map.id } }, signal })) });
  const personas = drawn.data ?? [];
  if (personas.length + own.length === 0) return null;
  return (
    <section className="below" aria-label={say("home.below", { title: map.title })}>
      <h3>{say("home.belowTitle")}</h3>
      <ul>
        {personas.map((each) => <li key={each.persona}><Link href={`/maps/${encodeURIComponent(map.id)}/${encodeURIComponent(each.persona)}`}>{each.persona}</Link></li>)}
        {own.map((each) => <li key={each.id}><Link href={`/maps/${encodeURIComponent(each.id)}`}>{each.title}</Link> <span className="chip quiet">{say("home.own")}</span></li>)}
      </ul>
    </section>
  );
}
