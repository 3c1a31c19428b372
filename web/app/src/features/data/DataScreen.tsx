// Data: what came in, how it was read, what was set aside, and who is one customer.
import { Tabs } from "@mantine/core";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { useSay, type Sentence } from "../../i18n";
import { Files } from "./Files";
import { Identities } from "./Identities";
import { Live } from "./Live";
import { Quality } from "./Quality";
import { Quarantine } from "./Quarantine";
import { Readings } from "./reading/Readings";
import "./data.css";

const PARTS = { files: Files, readings: Readings, quality: Quality, quarantine: Quarantine, identities: Identities, live: Live } as const;

export function DataScreen({ part }: { part: string }) {
  const { say } = useSay();
  const [, go] = useLocation();
  const shown = (part in PARTS ? part : "files") as keyof typeof PARTS;
  const Part = PARTS[shown];
  useEffect(() => { document.title = `${say("nav.data")} · Desireline`; }, [say]);
  return (
    <div className="page">
      <header><div><h1>{say("data.title")}</h1><p>{say("data.lead")}</p></div></header>
      <Tabs value={shown} onChange={(next) => go(`/data/${next}`)} keepMounted={false} color="var(--line)">
        <Tabs.List mb="xl">{Object.keys(PARTS).map((each) => <Tabs.Tab key={each} value={each}>{say(`data.${each}` as Sentence)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={shown}><Part /></Tabs.Panel>
      </Tabs>
    </div>
  );
}
