// What comes in while it happens: tokens for senders, secrets for webhooks. Each secret is shown once.
import { Button, CopyButton, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";

const SCOPES = ["events", "notes", "all", "api"] as const;

export function Live() {
  const { say } = useSay();
  const isOwner = useMay("own");
  if (!isOwner) return <p>{say("live.owners")}</p>;
  return (
    <>
      <p className="muted" style={{ marginBottom: 24 }}>{say("live.lead")}</p>
      <Tokens />
      <Webhooks />
    </>
  );
}

function Tokens() {
  const { say } = useSay();
  const format = useFormats();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<(typeof SCOPES)[number]>("events");
  const refresh = () => queries.invalidateQueries({ queryKey: ["tokens"] });
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/tokens", { signal })) });
  const make = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/tokens", { body: { name, scope, role: scope === "api" ? "viewer" : null, trusted: false } })),
    onSuccess: () => { setName(""); return refresh(); },
  });
  const revoke = useMutation({ mutationFn: (prefix: string) => unwrap(client.DELETE("/api/v1/tokens/{prefix}", { params: { path: { prefix } } })), onSuccess: refresh });
  return (
    <section>
      <h2>{say("live.tokens")}</h2>
      <form className="choices" onSubmit={(event) => { event.preventDefault(); if (name) make.mutate(); }}>
        <TextInput label={say("live.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={say("live.scope")} allowDeselect={false} value={scope} onChange={(next) => setScope(next as typeof scope)} data={SCOPES.map((value) => ({ value, label: say(`scope.${value}`) }))} />
        <Button type="submit" loading={make.isPending} disabled={!name}>{say("live.make")}</Button>
      </form>
      {make.data && <Once secret={make.data.token} />}
      <Problem error={make.error ?? revoke.error ?? tokens.error} />
      {tokens.data && tokens.data.length > 0 && (
        <table className="rows">
          <thead><tr><th scope="col">{say("live.name")}</th><th scope="col">{say("live.begins")}</th><th scope="col">{say("live.scope")}</th><th scope="col">{say("live.made")}</th><th aria-hidden="true" /></tr></thead>
          <tbody>{tokens.data.map((token) => (
            <tr key={token.prefix}><th scope="row">{token.name}</th><td><code>{token.prefix}</code></td><td>{token.scope}</td><td>{format.date(token.made_at)}</td>
              <td className="right">{token.revoked_at ? <span className="chip quiet">{say("live.revoked")}</span> : <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(token.prefix)}>{say("share.revoke")}</Button>}</td></tr>
          ))}</tbody>
        </table>
      )}
    </section>
  );
}

function Webhooks() {
  const { say } = useSay();
  const format = useFormats();
  const queries = useQueryClient();
  const [source, setSource] = useState("");
  const [secret, setSecret] = useState("");
  const refresh = () => queries.invalidateQueries({ queryKey: ["webhooks"] });
  const hooks = useQuery({ queryKey: ["webhooks"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/webhooks", { signal })) });
  const make = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/webhooks", { body: { source, secret: secret || null } })),
    onSuccess: () => { setSource(""); setSecret(""); return refresh(); },
  });
  const remove = useMutation({ mutationFn: (hook: { source: string; id: string }) => unwrap(client.DELETE("/api/v1/webhooks/{source}/{secret_id}", { params: { path: { source: hook.source, secret_id: hook.id } } })), onSuccess: refresh });
  return (
    <section style={{ marginTop: 40 }}>
      <h2>{say("live.webhooks")}</h2>
      <p className="muted small">{say("live.address", { address: `${location.origin}/v1/webhooks/…` })}</p>
      <form className="choices" onSubmit={(event) => { event.preventDefault(); if (source) make.mutate(); }}>
        <TextInput label={say("data.source")} placeholder="zendesk" value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        <TextInput label={say("live.secret")} value={secret} autoComplete="off" onChange={(event) => setSecret(event.currentTarget.value)} />
        <Button type="submit" loading={make.isPending} disabled={!source}>{say("live.add")}</Button>
      </form>
      {make.data?.secret && <Once secret={make.data.secret} />}
      <Problem error={make.error ?? remove.error ?? hooks.error} />
      {hooks.data && hooks.data.length > 0 && (
        <table className="rows">
          <thead><tr><th scope="col">{say("data.source")}</th><th scope="col">{say("live.made")}</th><th aria-hidden="true" /></tr></thead>
          <tbody>{hooks.data.map((hook) => <tr key={hook.id}><th scope="row">{hook.source}</th><td>{format.date(hook.made_at)}</td><td className="right"><Button size="compact-xs" variant="default" onClick={() => remove.mutate(hook)}>{say("do.remove")}</Button></td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

function Once({ secret }: { secret: string }) {
  const { say } = useSay();
  return <div className="sheet report" role="status"><p className="small">{say("live.once")}</p><code style={{ overflowWrap: "anywhere" }}>{secret}</code> <CopyButton value={secret}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{say(copied ? "share.copied" : "share.copy")}</Button>}</CopyButton></div>;
}
