// Where a map stands among the others: the way up, the maps under it, and those that tell one of its stages.
import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { Problem } from "../../shell/States";

const pathOf = (id: string) => `/maps/${encodeURIComponent(id)}`;
const useMaps = () => useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) }).data ?? [];

/** A line above the map; nothing where it stands alone. */
export function Ladder({ map }: { map: string }) {
  const { say } = useSay();
  const maps = useMaps();
  const own = maps.find((each) => each.id === map);
  const above = maps.find((each) => each.id === own?.place.map);
  const below = maps.filter((each) => each.place.map === map);
  if (!own || (!above && below.length === 0)) return null;
  const verbOf = (stage: string | null) => own.stages.find((each) => each.id === stage)?.verb;
  return (
    <nav className="ladder small" aria-label={say("home.below", { title: own.title })}>
      {above && <Link href={pathOf(above.id)}>↑ {say("place.above", { title: above.title })}</Link>}
      {below.length > 0 && <span className="muted">{say("place.below")}</span>}
      {below.map((each) => <span key={each.id}>{verbOf(each.place.stage) && <span className="muted">{verbOf(each.place.stage)} › </span>}<Link href={pathOf(each.id)}>{each.title}</Link></span>)}
    </nav>
  );
}

/** In the drawer of a stage: maps that tell it in detail, and ways to have one. */
export function OfStage({ map, stage, mayEdit }: { map: string; stage: string; mayEdit: boolean }) {
  const { say } = useSay();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const maps = useMaps();
  const here = maps.filter((each) => each.place.map === map && each.place.stage === stage);
  const settled = () => queries.invalidateQueries({ queryKey: ["maps"] });
  const begin = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/maps", { body: { below: { map, stage } } })),
    async onSuccess(made) {
      await settled();
      go(pathOf(made.id));
    },
  });
  const put = useMutation({ mutationFn: (other: string) => unwrap(client.PUT("/api/v1/maps/{map_id}/place", { params: { path: { map_id: other } }, body: { map, stage } })), onSuccess: settled });
  const others = maps.filter((each) => each.id !== map && !here.includes(each));
  return (
    <section>
      <h3>{say("place.nested")}</h3>
      {here.length === 0 && <p className="muted small">{say("place.none")}</p>}
      <ul className="plain">{here.map((each) => <li key={each.id}><Link href={pathOf(each.id)}>{each.title}</Link></li>)}</ul>
      {mayEdit && (
        <div className="fields">
          <div><Button size="compact-sm" variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>{say("place.begin")}</Button></div>
          {others.length > 0 && <Select size="xs" label={say("place.exists")} placeholder={say("place.choose")} value={null} data={others.map((each) => ({ value: each.id, label: each.title }))} onChange={(other) => other && put.mutate(other)} />}
        </div>
      )}
      <Problem error={begin.error ?? put.error} />
    </section>
  );
}
