// Why: what the data claim, two groups compared, and what would come of a change.
import { Tabs } from "@mantine/core";
import { Suspense, useEffect } from "react";
import { useLocation } from "wouter";
import { useSay, type Sentence } from "../../i18n";
import { Waiting } from "../../shell/States";
import { Claims } from "./Claims";
import "./insights.css";
import { later } from "../../shell/anew";

const Compare = later(() => import("../compare/Compare").then((module) => module.Compare));
const WhatIf = later(() => import("../whatif/WhatIf").then((module) => module.WhatIf));
const PARTS = { claims: Claims, compare: Compare, whatif: WhatIf } as const;

export function Why({ part }: { part: string }) {
  const { say } = useSay();
  const [, go] = useLocation();
  const shown = (part in PARTS ? part : "claims") as keyof typeof PARTS;
  const Part = PARTS[shown];
  useEffect(() => { document.title = `${say("nav.why")} · Desireline`; }, [say]);
  return (
    <div className="page">
      <header><div><h1>{say("why.title")}</h1><p>{say(`why.lead.${shown}` as Sentence)}</p></div></header>
      <Tabs value={shown} onChange={(next) => go(next === "claims" ? "/why" : `/why/${next}`)} keepMounted={false} color="var(--line)">
        <Tabs.List mb="lg">{Object.keys(PARTS).map((each) => <Tabs.Tab key={each} value={each}>{say(`why.tab.${each}` as Sentence)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={shown}><Suspense fallback={<Waiting />}><Part /></Suspense></Tabs.Panel>
      </Tabs>
    </div>
  );
}
