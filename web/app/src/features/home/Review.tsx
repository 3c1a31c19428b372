// When people should look at a map again, why sooner than usual, and that they have.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";

type MapSummary = components["schemas"]["MapSummary"];
const MOST = 2;

export const isDue = (map: MapSummary) => map.review_on !== null && new Date(map.review_on) <= new Date();

export function Review({ map }: { map: MapSummary }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const done = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/maps/{map_id}/review", { params: { path: { map_id: map.id } }, body: {} })),
    onSuccess: (fresh) => queries.setQueryData<MapSummary[]>(["maps"], (maps) => maps?.map((each) => (each.id === fresh.id ? fresh : each))),
  });
  if (!isDue(map) && map.signals.length === 0) return map.reviewed ? <p className="tiny muted review">{say("review.last", { day: format.date(map.reviewed) })}</p> : null;
  return (
    <div className="review">
      {map.signals.length > 0 && (
        <>
          <p className="small"><b>{say("review.sooner")}</b></p>
          <ul className="small">
            {map.signals.slice(0, MOST).map((signal, i) => <li key={i}><b>{say(`review.${signal.why}`, { count: signal.n })}</b> {signal.words} <span className="muted">({format.date(signal.on)})</span></li>)}
            {map.signals.length > MOST && <li className="muted">{say("review.more", { count: map.signals.length - MOST })}</li>}
          </ul>
        </>
      )}
      {isDue(map) && mayEdit && <Button size="compact-sm" variant="default" loading={done.isPending} onClick={() => done.mutate()} aria-label={say("review.doneThis", { title: map.title })}>{say("review.done")}</Button>}
      {map.reviewed && <span className="tiny muted"> {say("review.last", { day: format.date(map.reviewed) })}</span>}
      <Problem error={done.error} />
    </div>
  );
}
