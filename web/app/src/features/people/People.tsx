// The people of the maps: whose journeys these are.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Waiting } from "../../shell/States";

export function People() {
  const { say } = useSay();
  const format = useFormats();
  useEffect(() => { document.title = `${say("nav.people")} · Desireline`; }, [say]);
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  if (maps.isPending) return <Waiting />;
  if (maps.isError) return <Failed error={maps.error} retry={() => void maps.refetch()} />;
  const personas = new Map<string, { title: string; maps: typeof maps.data }>();
  for (const map of maps.data) {
    for (const persona of map.personas) {
      const known = personas.get(persona.id) ?? { title: persona.title, maps: [] };
      personas.set(persona.id, { ...known, maps: [...known.maps, map] });
    }
  }
  return (
    <div className="page">
      <header><div><h1>{say("people.title")}</h1><p>{say("people.lead")}</p></div></header>
      {[...personas.entries()].map(([id, { title, maps: own }]) => (
        <section key={id}>
          <h2>{title}</h2>
          <table className="rows">
            <thead><tr><th scope="col">{say("people.purpose")}</th><th scope="col" className="right">{say("people.customers")}</th><th scope="col" className="right">{say("people.journeys")}</th><th scope="col">{say("people.says")}</th></tr></thead>
            <tbody>{own.map((map) => (
              <tr key={map.id}><th scope="row"><Link href={`/maps/${encodeURIComponent(map.id)}`}>{map.title}</Link></th><td className="right">{format.number(map.customers)}</td><td className="right">{format.number(map.journeys)}</td><td>{map.headline}</td></tr>
            ))}</tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
