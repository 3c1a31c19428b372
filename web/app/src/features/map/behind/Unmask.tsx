// What is masked in a message, shown to an owner who asks for it; that they did is written down, and nothing is kept.
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { client, unwrap } from "../../../api/http";
import { useSay } from "../../../i18n";
import { Problem } from "../../../shell/States";

/** Whether something stands in the place of a name, an address or a number. */
export const isMasked = (text: string) => /\[[a-z][a-z ]*\]/.test(text);

export function Unmask({ said }: { said: string }) {
  const { say } = useSay();
  const ask = useMutation({ gcTime: 0, mutationFn: () => unwrap(client.POST("/api/v1/said/{said_id}/unmask", { params: { path: { said_id: said } } })) });
  return (
    <div className="unmask">
      <Button size="compact-xs" variant="subtle" color="gray" style={{ color: "var(--muted)" }} loading={ask.isPending} aria-expanded={ask.isSuccess} onClick={() => (ask.isSuccess ? ask.reset() : ask.mutate())}>{say(ask.isSuccess ? "unmask.hide" : "unmask.show")}</Button>
      {!ask.isSuccess && <span className="tiny muted">{say("unmask.noted")}</span>}
      {ask.isSuccess && <p className="small unmasked" role="status">{ask.data.text}</p>}
      <Problem error={ask.error} />
    </div>
  );
}
