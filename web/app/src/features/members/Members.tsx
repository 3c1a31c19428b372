// Who works here: members with their roles, who is invited, and a link for whoever comes next. For owners.
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSession } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { Once } from "./Once";
import "./members.css";

type Who = components["schemas"]["Who"];
type Role = Who["role"];
const ROLES = ["viewer", "commenter", "editor", "owner"] as const;

export function Members({ close }: { close(): void }) {
  const { say } = useSay();
  const me = useSession().data?.who;
  const queries = useQueryClient();
  const members = useQuery({ queryKey: ["members"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/members", { signal })) });
  const again = () => queries.invalidateQueries({ queryKey: ["members"] });
  const change = useMutation({ mutationFn: ({ id, role }: { id: string; role: Role }) => unwrap(client.PATCH("/api/v1/members/{member_id}", { params: { path: { member_id: id } }, body: { role } })), onSettled: again });
  const remove = useMutation({ mutationFn: (id: string) => unwrap(client.DELETE("/api/v1/members/{member_id}", { params: { path: { member_id: id } } })), onSettled: again });
  const link = useMutation({ mutationFn: (who: Who) => unwrap(client.POST("/api/v1/members/{member_id}/password-link", { params: { path: { member_id: who.id } } })) });
  return (
    <Modal opened onClose={close} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say("members.title")} size="xl">
      <table className="rows members">
        <thead><tr><th scope="col">{say("members.who")}</th><th scope="col">{say("members.role")}</th><th aria-hidden="true" /></tr></thead>
        <tbody>{members.data?.map((who) => (
          <tr key={who.id}>
            <th scope="row">{who.name}{who.id === me?.id && <span className="muted"> · {say("members.me")}</span>}<br /><span className="small muted">{who.email ?? say("members.here")}</span></th>
            <td>{who.id === me?.id ? say(`role.${who.role}`) : <Select size="xs" w={150} allowDeselect={false} aria-label={say("members.roleOf", { name: who.name })} value={who.role} data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))} onChange={(role) => role && change.mutate({ id: who.id, role: role as Role })} />}</td>
            <td className="right">{who.id !== me?.id && <Leaving who={who} remove={() => remove.mutate(who.id)} renew={() => link.mutate(who)} />}</td>
          </tr>
        ))}</tbody>
      </table>
      <Problem error={members.error ?? change.error ?? remove.error ?? link.error} />
      {link.data?.fragment && <Once words={say("members.passwordLink", { name: link.variables?.name })} fragment={link.data.fragment} />}
      {me && !me.email && <p className="small muted">{say("members.alone")}</p>}
      <Invite />
    </Modal>
  );
}

function Leaving({ who, remove, renew }: { who: Who; remove(): void; renew(): void }) {
  const { say } = useSay();
  const [isSure, setSure] = useState(false);
  return (
    <span className="doings">
      {who.email && <Button size="compact-xs" variant="subtle" onClick={renew} aria-label={say("members.passwordOf", { name: who.name })}>{say("members.password")}</Button>}
      {isSure ? <Button size="compact-xs" color="red" onClick={remove}>{say("members.removeSure")}</Button> : <Button size="compact-xs" variant="subtle" onClick={() => setSure(true)} aria-label={say("home.removeThis", { title: who.name })}>{say("do.remove")}</Button>}
    </span>
  );
}

function Invite() {
  const { say } = useSay();
  const format = useFormats();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const invited = useQuery({ queryKey: ["invitations"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/invitations", { signal })) });
  const again = () => queries.invalidateQueries({ queryKey: ["invitations"] });
  const invite = useMutation({ mutationFn: () => unwrap(client.POST("/api/v1/invitations", { body: { email: email.trim(), role } })), onSuccess: () => { setEmail(""); return again(); } });
  const revoke = useMutation({ mutationFn: (id: string) => unwrap(client.DELETE("/api/v1/invitations/{link_id}", { params: { path: { link_id: id } } })), onSuccess: again });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <section className="inviting">
      <h3>{say("members.invite")}</h3>
      <form className="choices" onSubmit={submit}>
        <TextInput type="email" required w={260} label={say("gate.email")} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <Select label={say("share.role")} w={150} allowDeselect={false} value={role} onChange={(next) => setRole(next as Role)} data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))} />
        <Button type="submit" loading={invite.isPending}>{say("members.make")}</Button>
      </form>
      <Problem error={invite.error ?? revoke.error ?? invited.error} />
      {invite.data?.fragment && <><Once words={say("members.inviteLink", { email: invite.data.email })} fragment={invite.data.fragment} /><Mailed to={invite.data.email ?? ""} /></>}
      {invited.data && invited.data.length > 0 && (
        <table className="rows">
          <thead><tr><th scope="col">{say("members.invited")}</th><th scope="col">{say("members.role")}</th><th scope="col">{say("share.until")}</th><th aria-hidden="true" /></tr></thead>
          <tbody>{invited.data.map((each) => <tr key={each.id}><th scope="row">{each.email}</th><td>{each.role && say(`role.${each.role}`)}</td><td className="day">{format.date(each.expires_at)}</td><td className="right"><Button size="compact-xs" variant="default" onClick={() => revoke.mutate(each.id)} aria-label={say("members.revokeOf", { email: each.email })}>{say("share.revoke")}</Button></td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

const STATES = ["waiting", "sending", "sent", "failed", "unknown"] as const;

/** What became of the mail, where there is one: a server without an address of its own sends none. */
function Mailed({ to }: { to: string }) {
  const { say } = useSay();
  const outbox = useQuery({ queryKey: ["outbox", to], refetchInterval: 3000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/outbox", { signal })) });
  const mail = outbox.data?.filter((each) => each.kind === "invitation" && each.recipient === to).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  const state = STATES.find((each) => each === mail?.state);
  return <p className="small muted" role="status">{say(state ? `members.mail.${state}` : "members.mail.none")}{mail?.error ? ` (${mail.error})` : ""}</p>;
}
