// Interviews, notes, studies and transcripts: a list, and the one that is read beside it.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../../api/http";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { useKept } from "../../../shell/address";
import { Failed, Nothing, Waiting } from "../../../shell/States";
import { Reader } from "./Reader";
import "./reading.css";

export function Readings() {
  const { say } = useSay();
  const format = useFormats();
  const [chosen, choose] = useKept("read");
  const found = useQuery({ queryKey: ["readings"], staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/readings", { signal })) });
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) return <Nothing within title={say("read.none")}><p>{say("read.noneLead")}</p></Nothing>;
  const shown = found.data.find((each) => each.id === chosen) ?? found.data[0];
  return (
    <div className="readings">
      <nav aria-label={say("data.readings")}>
        <ul>
          {found.data.map((each) => (
            <li key={each.id}>
              <button type="button" aria-current={each.id === shown.id ? "true" : undefined} onClick={() => choose(each.id)}>
                <span className="tiny muted">{[say(`read.kind.${each.kind}`), format.date(each.day), each.author].filter(Boolean).join(" · ")}</span>
                <b>{each.title || say("read.untitled")}</b>
                {(each.touchpoint ?? each.stage) && <span className="tiny muted">{each.touchpoint ?? each.stage}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <Reader key={shown.id} id={shown.id} />
    </div>
  );
}
