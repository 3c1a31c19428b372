// Guests: a link or a code to scan opens this one map, for a while, with the role that the host gives.
import { Button, CopyButton, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import qrcode from "qrcode-generator";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";

const ROLES = ["viewer", "commenter", "editor"] as const;
const HOURS = { day: 24, week: 24 * 7, month: 24 * 30 } as const;

export function Share({ map, close }: { map: string; close(): void }) {
  const { say } = useSay();
  const format = useFormats();
  const queries = useQueryClient();
  const [role, setRole] = useState<(typeof ROLES)[number]>("viewer");
  const [time, setTime] = useState<keyof typeof HOURS>("week");
  const path = { path: { map_id: map } };
  const links = useQuery({ queryKey: ["links", map], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/links", { params: path, signal })) });
  const refresh = () => queries.invalidateQueries({ queryKey: ["links", map] });
  const make = useMutation({ mutationFn: () => unwrap(client.POST("/api/v1/maps/{map_id}/links", { params: path, body: { role, hours: HOURS[time] } })), onSuccess: refresh });
  const revoke = useMutation({ mutationFn: (link: string) => unwrap(client.DELETE("/api/v1/maps/{map_id}/links/{link_id}", { params: { path: { map_id: map, link_id: link } } })), onSuccess: refresh });
  const address = make.data?.fragment ? `${location.origin}${location.pathname}${make.data.fragment}` : null;
  return (
    <Modal opened onClose={close} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say("share.title")} size="lg">
      <p className="muted small">{say("share.lead")}</p>
      <div className="choices">
        <Select label={say("share.role")} allowDeselect={false} value={role} onChange={(next) => setRole(next as typeof role)} data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))} />
        <Select label={say("share.time")} allowDeselect={false} value={time} onChange={(next) => setTime(next as typeof time)} data={Object.keys(HOURS).map((value) => ({ value, label: say(`share.${value as keyof typeof HOURS}`) }))} />
        <Button loading={make.isPending} onClick={() => make.mutate()}>{say("share.make")}</Button>
      </div>
      <Problem error={make.error ?? revoke.error} />
      {address && (
        <div className="shared">
          <Code text={address} />
          <div>
            <TextInput readOnly label={say("share.link")} value={address} onFocus={(event) => event.currentTarget.select()} />
            <CopyButton value={address}>{({ copied, copy }) => <Button mt="sm" size="compact-sm" variant="default" onClick={copy}>{say(copied ? "share.copied" : "share.copy")}</Button>}</CopyButton>
            <p className="small muted">{say("share.once")}</p>
          </div>
        </div>
      )}
      {links.data && links.data.length > 0 && (
        <table className="rows">
          <thead><tr><th scope="col">{say("share.role")}</th><th scope="col">{say("share.until")}</th><th aria-hidden="true" /></tr></thead>
          <tbody>{links.data.map((link) => <tr key={link.id}><th scope="row">{link.role && say(`role.${link.role}`)}</th><td>{format.date(link.expires_at)}</td><td className="right"><Button size="compact-xs" variant="default" onClick={() => revoke.mutate(link.id)}>{say("share.revoke")}</Button></td></tr>)}</tbody>
        </table>
      )}
    </Modal>
  );
}

/** A code to scan, drawn dark on white in either theme: scanners want it so. */
function Code({ text }: { text: string }) {
  const { say } = useSay();
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const dark = Array.from({ length: size * size }, (_, i) => [i % size, Math.floor(i / size)]).filter(([x, y]) => code.isDark(y, x));
  return (
    <svg width="168" height="168" viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={say("share.code")} shapeRendering="crispEdges">
      <rect x="-2" y="-2" width={size + 4} height={size + 4} fill="#fff" />
      <path d={dark.map(([x, y]) => `M${x} ${y}h1v1h-1z`).join("")} fill="#000" />
    </svg>
  );
}
