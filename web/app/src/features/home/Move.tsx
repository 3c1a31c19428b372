// Putting a map under another one, under one of its stages, or at the top.
import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { later } from "../../shell/anew";

const Placing = later(() => import("./Placing").then((module) => module.Placing));

type MapSummary = components["schemas"]["MapSummary"];

export function Move({ map, all }: { map: MapSummary; all: readonly MapSummary[] }) {
  const { say } = useSay();
  const [isOpen, setOpen] = useState(false);
  if (!useMay("edit") || all.length < 2) return null;
  return (
    <>
      <Button className="move" size="compact-xs" variant="subtle" onClick={() => setOpen(true)} aria-label={say("place.moveThis", { title: map.title })}>{say("place.move")}</Button>
      {isOpen && <Suspense><Placing map={map} all={all} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
