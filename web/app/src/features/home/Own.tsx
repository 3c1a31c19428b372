// Of a map that somebody brought: what the data say to its cards, and the way to let them say more.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { Problem } from "../../shell/States";

export function Own({ map }: { map: components["schemas"]["MapSummary"] }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const [isSure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/api/v1/maps/{map_id}", { params: { path: { map_id: map.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["maps"] }),
  });
  return (
    <>
      {map.said && <p className="said-of small">{map.said}</p>}
      {mayEdit && (
        <p className="own">
          <Link href={`/match/${encodeURIComponent(map.id)}`}>{say("match.open")}</Link>
          {isSure ? <Button size="compact-xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{say("home.removeSure")}</Button> : <Button size="compact-xs" variant="subtle" onClick={() => setSure(true)} aria-label={say("home.removeThis", { title: map.title })}>{say("do.remove")}</Button>}
        </p>
      )}
      <Problem error={remove.error} />
    </>
  );
}
