// The map as a table: every claim with its n, interval and state; to sort by eye, to read aloud, to copy.
import { JourneyMap, type MapFile } from "@desireline/map-core";
import { linesOf, type Line } from "@desireline/map-view";
import { TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useSay } from "../../i18n";
import type { Dress } from "./dress";

type Shown = Line & { stage: string };

export function TableView({ file, dress, onlyKnown }: { file: MapFile; dress: Dress; onlyKnown: boolean }) {
  const { say } = useSay();
  const [wanted, setWanted] = useState("");
  const lines = useMemo(() => {
    const teller = { map: new JourneyMap(file), ...dress };
    return teller.map.stages.flatMap((stage) => linesOf(stage.id, teller).map((line): Shown => ({ ...line, stage: stage.verb })));
  }, [file, dress]);
  const unsure = [dress.labels.assumption, dress.labels.unmeasured, ""];
  const shown = useMemo(() => {
    const words = wanted.toLowerCase();
    return lines.filter((line) => (!onlyKnown || !unsure.includes(line.state)) && (!words || Object.values(line).some((each) => each.toLowerCase().includes(words))));
  }, [lines, wanted, onlyKnown]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => 45, overscan: 12 });
  const items = rows.getVirtualItems();
  const { columns } = dress.words;
  return (
    <div className="table-view" ref={scroller} tabIndex={0} role="region" aria-label={say("map.table")}>
      <TextInput aria-label={say("map.find")} placeholder={say("map.find")} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} w={320} mb="md" />
      <table className="rows" aria-rowcount={shown.length + 1}>
        <thead>
          <tr>{[say("map.stage"), columns.where, columns.lane, columns.says, columns.n, columns.interval, columns.state].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {items.length > 0 && items[0].start > 0 && <tr aria-hidden="true" style={{ height: items[0].start }} />}
          {items.map((item) => {
            const line = shown[item.index];
            return (
              <tr key={item.key} ref={rows.measureElement} data-index={item.index} aria-rowindex={item.index + 2}>
                <td className="muted">{line.stage}</td>
                <th scope="row">{line.where === line.stage ? <span className="muted">{say("map.whole")}</span> : line.where}</th>
                <td>{line.lane}</td>
                <td>{line.says}</td>
                <td className="right">{line.n}</td>
                <td className="number">{line.interval}</td>
                <td><span className="chip quiet">{line.state}</span></td>
              </tr>
            );
          })}
          {items.length > 0 && <tr aria-hidden="true" style={{ height: rows.getTotalSize() - items[items.length - 1].end }} />}
        </tbody>
      </table>
    </div>
  );
}
