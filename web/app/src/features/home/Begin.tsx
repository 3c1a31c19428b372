// How a map begins without data: a workshop's export, or a template. Every card of it is an assumption.
import { Button, FileButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { client, unwrap } from "../../api/http";
import { useSay, type Sentence } from "../../i18n";
import { Problem } from "../../shell/States";
import { send } from "../data/uploading";

const BRINGS = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.json";

export function Begin({ hasData }: { hasData: boolean }) {
  const { say } = useSay();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const templates = useQuery({ queryKey: ["templates"], staleTime: Infinity, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/templates", { signal })) });
  const make = useMutation({
    async mutationFn(from: File | string) {
      const body = typeof from === "string" ? { template: from } : { upload: (await send(from, () => undefined)).id };
      return unwrap(client.POST("/api/v1/maps", { body }));
    },
    async onSuccess(map, from) {
      await queries.invalidateQueries({ queryKey: ["maps"] });
      go(typeof from !== "string" && hasData ? `/match/${encodeURIComponent(map.id)}` : `/maps/${encodeURIComponent(map.id)}`);
    },
  });
  return (
    <section className="begin" aria-labelledby="begin">
      <h2 id="begin">{say("begin.title")}</h2>
      <p className="muted">{say("begin.lead")}</p>
      <div className="bring sheet">
        <div><h3>{say("begin.bring")}</h3><p className="small muted">{say("begin.bringLead")}</p></div>
        <FileButton accept={BRINGS} onChange={(file) => file && make.mutate(file)}>{(props) => <Button {...props} variant="default" loading={make.isPending && typeof make.variables !== "string"}>{say("begin.choose")}</Button>}</FileButton>
      </div>
      <Problem error={make.error ?? templates.error} />
      <ul className="templates">
        {templates.data?.map((each) => (
          <li key={each.name} className="sheet">
            <h3>{say(`template.${each.name}` as Sentence)}</h3>
            <p className="small">{each.goal}</p>
            <ol className="stages" aria-label={say("begin.stages")}>{each.stages.map((stage) => <li key={stage}>{stage}</li>)}</ol>
            <Button size="compact-sm" variant="subtle" loading={make.isPending && make.variables === each.name} onClick={() => make.mutate(each.name)} aria-label={say("begin.useThis", { what: say(`template.${each.name}` as Sentence) })}>{say("begin.use")}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
