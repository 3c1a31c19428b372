// Taking out what one import brought: first what would go, then a person's yes, then what is to be read again.
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Problem, Waiting } from "../../shell/States";
import { follow, succeeded } from "./uploading";

interface Withdrawal {
  files: string[];
  events: number;
  quarantined: number;
  read_again: string[];
}

export function Withdraw({ id, close }: { id: string; close: () => void }) {
  const { say } = useSay();
  const format = useFormats();
  const queries = useQueryClient();
  const [words, setWords] = useState("");
  const path = { path: { import_id: id } };
  const plan = useQuery({ queryKey: ["withdrawal", id], gcTime: 0, queryFn: async ({ signal }) => (await unwrap(client.GET("/api/v1/imports/{import_id}/withdrawal", { params: path, signal }))) as unknown as Withdrawal });
  const withdraw = useMutation({
    async mutationFn() {
      const begun = await unwrap(client.DELETE("/api/v1/imports/{import_id}", { params: path }));
      succeeded(await follow(begun, (job) => setWords(job.words)));
    },
    async onSuccess() {
      close();
      await queries.invalidateQueries();
    },
  });
  return (
    <Modal opened onClose={close} title={say("withdraw.title")} closeButtonProps={{ "aria-label": say("drawer.close") }}>
      {plan.isPending && <Waiting />}
      {plan.isError && <Failed error={plan.error} retry={() => void plan.refetch()} />}
      {plan.data && (
        <>
          <p>{plan.data.files.join(", ")}</p>
          <p>{say("withdraw.plan", { events: format.number(plan.data.events), rows: format.number(plan.data.quarantined) })}</p>
          {plan.data.read_again.length > 0 && <><p>{say("withdraw.again")}</p><ol>{plan.data.read_again.map((file) => <li key={file}>{file}</li>)}</ol></>}
          <Problem error={withdraw.error} />
          <div className="choices">
            <Button color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>{say("withdraw.sure")}</Button>
            <Button variant="default" onClick={close}>{say("withdraw.keep")}</Button>
          </div>
          <p className="small muted" role="status">{withdraw.isPending && words}</p>
        </>
      )}
    </Modal>
  );
}
