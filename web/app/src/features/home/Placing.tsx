// Where a map is to stand: fetched when somebody moves one, because choosing needs more code than the list of maps.
import { Button, Modal, Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";
import { Problem } from "../../shell/States";

type MapSummary = components["schemas"]["MapSummary"];

/** No map, no stage: an id is never empty. */
const TOP = "";

export function Placing({ map, all, close }: { map: MapSummary; all: readonly MapSummary[]; close(): void }) {
  const { say } = useSay();
  const queries = useQueryClient();
  const [under, setUnder] = useState<string | null>(map.place.map);
  const [stage, setStage] = useState<string | null>(map.place.stage);
  const put = useMutation({
    mutationFn: () => unwrap(client.PUT("/api/v1/maps/{map_id}/place", { params: { path: { map_id: map.id } }, body: { map: under, stage } })),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ["maps"] });
      close();
    },
  });
  const others = all.filter((each) => each.id !== map.id && !isBelow(each, map, all));
  const above = others.find((each) => each.id === under);
  return (
    <Modal opened onClose={close} title={say("place.moveThis", { title: map.title })} closeButtonProps={{ "aria-label": say("drawer.close") }}>
      <div className="placing">
      <Select allowDeselect={false} label={say("place.under")} value={under ?? TOP} data={[{ value: TOP, label: say("place.top") }, ...others.map((each) => ({ value: each.id, label: each.title }))]} onChange={(next) => { setUnder(next === TOP ? null : next); setStage(null); }} />
      {above && <Select allowDeselect={false} label={say("place.stage")} value={stage ?? TOP} data={[{ value: TOP, label: say("place.anyStage") }, ...above.stages.map((each) => ({ value: each.id, label: each.verb }))]} onChange={(next) => setStage(next === TOP ? null : next)} />}
      <Problem error={put.error} />
      <div><Button loading={put.isPending} onClick={() => put.mutate()}>{say("place.put")}</Button></div>
      </div>
    </Modal>
  );
}

/** Whether a map stands somewhere under another. */
function isBelow(map: MapSummary, above: MapSummary, all: readonly MapSummary[]): boolean {
  for (let at: MapSummary | undefined = map, left = all.length; at && left > 0; left--) {
    if (at.place.map === above.id) return true;
    const next: string | null = at.place.map;
    at = all.find((each) => each.id === next);
  }
  return false;
}
