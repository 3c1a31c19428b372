// Which curves stand beside that of everybody: personas', and the remembered one.
//
// In: the curves of the map. Out: the chosen ids; null: all of them. The address keeps the choice, so that a link shows what was seen.
import { curveTitle, lookOf, THEMES, type Curve } from "@desireline/map-core";
import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { useMemo } from "react";
import { useSay } from "../../i18n";
import { useKept } from "../../shell/address";
import type { Dress } from "./dress";

const NONE = "none";

/** Ids of the curves to be shown, and a way to choose others. */
export function useCurves(): [string[] | null, (ids: string[], all: readonly Curve[]) => void] {
  const [kept, keep] = useKept("curves");
  const shown = useMemo(() => (kept === null ? null : kept.split(",").filter((id) => id !== NONE)), [kept]);
  return [shown, (ids, all) => keep(ids.length === all.length ? null : ids.join(",") || NONE)];
}

interface Props {
  curves: readonly Curve[];
  shown: string[] | null;
  choose(ids: string[], all: readonly Curve[]): void;
  dress: Dress;
}

export function CurvesChoice({ curves, shown, choose, dress }: Props) {
  const { say } = useSay();
  return (
    <Popover position="bottom-start" width={340} withinPortal trapFocus>
      <Popover.Target><Button size="compact-sm" variant="subtle">{say("map.curves")}</Button></Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group label={say("map.curvesBeside")} value={shown ?? curves.map((curve) => curve.id)} onChange={(ids) => choose(ids, curves)}>
          <Stack gap="xs" mt="xs">
            {curves.map((curve) => <Checkbox key={curve.id} size="xs" value={curve.id} label={<><Mark curve={curve} theme={dress.theme} /> {curveTitle(curve, dress.labels)}</>} />)}
          </Stack>
        </Checkbox.Group>
        <p className="small muted">{say("map.curvesLead")}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

function Mark({ curve, theme }: { curve: Curve; theme: Dress["theme"] }) {
  const { colour, mark, isHollow } = lookOf(curve, THEMES[theme]);
  return <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true"><path d={mark} fill={isHollow ? "none" : colour} stroke={colour} strokeWidth={isHollow ? 1.6 : 0} /></svg>;
}
