// An empty workspace takes in the invented company, with its progress: to look around before one's own data.
import { Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { Problem } from "../../shell/States";
import { follow, succeeded, type Job } from "../data/uploading";

export function Sample() {
  const { say } = useSay();
  const queries = useQueryClient();
  const [job, setJob] = useState<Job | null>(null);
  const begin = useMutation({
    async mutationFn() {
      succeeded(await follow(await unwrap(client.POST("/api/v1/sample-company")), setJob));
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>{say("home.sampleGo")}</Button>
      {begin.isPending && <div className="going" role="status" style={{ flexBasis: "100%" }}><p className="small muted">{job?.words || say("state.waiting")}</p><Progress value={job?.total ? (100 * job.done) / job.total : 100} animated color="var(--line)" aria-label={say("home.sampleGo")} /></div>}
      <Problem error={begin.error} />
    </>
  );
}
