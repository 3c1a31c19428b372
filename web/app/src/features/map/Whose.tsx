// Whose journeys the map shows: everybody's, or those of one persona, drawn when it is asked for.
import { Select } from "@mantine/core";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { useMay, useSession } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { keptHere } from "../../shell/address";
import { Problem } from "../../shell/States";
import { usePersonas } from "../people/usePersonas";
import { useDrawing, usePersonaMaps } from "../people/personaMaps";

const EVERYBODY = "*";

export function Whose({ map, persona }: { map: string; persona: string | null }) {
  const { say } = useSay();
  const [, go] = useLocation();
  const isGuest = useSession().data?.who?.kind === "guest";
  const found = usePersonas(!isGuest);
  const known = found.data?.personas.map((each) => ({ value: each.persona, label: each.label })) ?? [];
  if (known.length === 0 && !persona) return null;
  // a map may have been drawn of a persona that is not found any more
  const gone = persona && !known.some((each) => each.value === persona) ? [{ value: persona, label: persona }] : [];
  const data = [{ value: EVERYBODY, label: say("people.everybody") }, ...known, ...gone];
  return <Select size="xs" className="whose" aria-label={say("people.whose")} allowDeselect={false} data={data} value={persona ?? EVERYBODY} onChange={(next) => go(`/maps/${encodeURIComponent(map)}${next && next !== EVERYBODY ? `/${encodeURIComponent(next)}` : ""}${keptHere()}`)} comboboxProps={{ width: 360, position: "bottom-start" }} />;
}

/** What stands over the map of a persona that is not there yet, or is older than the data. */
export function Undrawn({ map, persona }: { map: string; persona: string }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const drawn = usePersonaMaps(map);
  const drawing = useDrawing(map);
  const label = usePersonas(useSession().data?.who?.kind !== "guest").data?.personas.find((each) => each.persona === persona)?.label ?? persona;
  const there = drawn.data?.find((each) => each.persona === persona);
  const isNeeded = drawn.isSuccess && !there;
  useEffect(() => { if (isNeeded && mayEdit && drawing.isIdle) drawing.mutate([persona]); }, [isNeeded, mayEdit, persona]);
  if (drawing.isError) return <div className="undrawn"><Problem error={drawing.error} /></div>;
  if (drawing.isPending) return <div className="undrawn" role="status">{say("people.drawing", { persona: label })} <span className="muted">{drawing.words}</span></div>;
  if (isNeeded) return <div className="undrawn">{say("people.undrawn", { persona: label })}</div>;
  if (there?.behind) return <div className="undrawn">{say("people.old", { age: format.ago(there.age_seconds) })}{mayEdit && <> <button type="button" onClick={() => drawing.mutate([persona])}>{say("people.drawAgain")}</button></>}</div>;
  return null;
}
