// What stands behind the chosen part, and what can be done with it: people's words beside the data's numbers.
//
// In: a reference and the map. Out: evidence as words, numbers with n and interval, the recipe that computes them
// again, masked quotes, what stands behind them one click further; for editors the words themselves and every action with its key.
import { channelName, channelNamed } from "@desireline/map-core";
import { factsOf, type Section, type Teller } from "@desireline/map-view";
import { ActionIcon, Button, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { Command } from "@desireline/map-edit";
import { useEffect, useState } from "react";
import { useSay } from "../../i18n";
import { actionsFor, type Action } from "./canvas/actions";
import { nameOf, partOf, type Part } from "./canvas/part";
import { keyName } from "./Keys";
import { Behind } from "./behind/Behind";
import { Markable, type MakeCard } from "./behind/Voices";
import { cardOfWords, placeBehind } from "./behind/place";
import { OfStage } from "./Nested";
import { StateChip } from "./StateChip";
import { anchorOf } from "./talk/anchor";
import { Comments } from "./talk/Comments";

interface Props {
  refer: string;
  teller: Teller;
  mayEdit: boolean;
  /** Who may change the map may make cards of what they read, whatever the view. */
  mayMake: boolean;
  isGuest: boolean;
  me: string;
  run(command: Command): boolean;
  act(action: Action): void;
  close(): void;
}

export function Drawer({ refer, teller, mayEdit, mayMake, isGuest, me, run, act, close }: Props) {
  const { say } = useSay();
  const { document } = teller.map.file;
  const part = partOf(refer, document);
  const facts = factsOf(factRef(refer, part), teller);
  const place = placeBehind(refer, part, document);
  const makeCard: MakeCard | null = mayMake && place ? (words, quote) => {
    const command = cardOfWords(words, quote && quote in teller.map.file.snapshot.quotes ? quote : null, place.column, document, me);
    return command !== null && run(command);
  } : null;
  const title = facts?.title ?? (part ? nameOf(part, document) : refer);
  return (
    <aside className="drawer" id="drawer" tabIndex={-1} aria-label={say("drawer.label")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        <h2>{title}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={say("drawer.close")} onClick={close}>×</ActionIcon>
      </header>
      {part && mayEdit && <Actions part={part} teller={teller} me={me} act={act} />}
      {part && <Words part={part} teller={teller} mayEdit={mayEdit} me={me} run={run} />}
      {facts?.sentence && <p className="sentence">{facts.sentence}</p>}
      {facts?.sections.filter((section) => section.rows.length > 0).map((section, i) => <SectionOf key={i} section={section} teller={teller} />)}
      {facts && facts.quotes.length > 0 && (
        <section>
          <h3>{say("drawer.quotes")}</h3>
          {facts.quotes.map((quote) => <Markable key={quote.id} quote={quote.id} makeCard={makeCard}><blockquote><p>“<span data-said>{quote.text}</span>”</p><footer>{quote.from}</footer></blockquote></Markable>)}
        </section>
      )}
      {place?.touchpoint && !isGuest && <Behind key={`${place.touchpoint} ${place.target ?? ""}`} map={document.id} touchpoint={place.touchpoint} target={place.target} makeCard={makeCard} />}
      {part?.kind === "stage" && !isGuest && <OfStage map={document.id} stage={part.stage.id} mayEdit={mayMake} />}
      {part && <Comments map={document.id} anchor={anchorOf(part)} />}
      {!facts && !part && <p className="muted">{say("drawer.nothing")}</p>}
    </aside>
  );
}

/** Cells without an id and lanes have no facts of their own; cards tell those of their binding or quote. */
function factRef(refer: string, part: Part | null): string {
  if (part?.kind === "card") return part.card.binding ? `binding:${part.card.binding}` : part.card.quote ? `quote:${part.card.quote}` : refer;
  return part?.kind === "cell" ? part.ref : refer;
}

/** The last rows say how to compute a number again: one click behind the words. */
function SectionOf({ section, teller }: { section: Section; teller: Teller }) {
  const { say } = useSay();
  const recipe = [teller.words.method, teller.words.proof];
  const first = section.rows.filter((row) => !recipe.includes(row.label));
  const behind = section.rows.filter((row) => recipe.includes(row.label));
  const list = (rows: Section["rows"]) => <dl>{rows.map((row) => <div key={row.label}><dt>{row.label}</dt><dd>{row.text}</dd></div>)}</dl>;
  return (
    <section>
      {(section.title || section.state) && <h3>{section.title} {section.state && <StateChip state={section.state} labels={teller.labels} />}</h3>}
      {list(first)}
      {behind.length > 0 && <details><summary>{say("drawer.recipe")}</summary>{list(behind)}</details>}
    </section>
  );
}

function Actions({ part, teller, me, act }: { part: Part; teller: Teller; me: string; act(action: Action): void }) {
  const { say } = useSay();
  const actions = actionsFor(part, teller.map.file.document, me);
  return (
    <div className="doings">
      {actions.map((action) => (
        <Button key={action.id} size="compact-xs" variant="default" onClick={() => act(action)} rightSection={<kbd>{keyName(action.keys[0])}</kbd>} aria-keyshortcuts={action.keys[0]}>
          {say(action.label)}
        </Button>
      ))}
    </div>
  );
}

function Words({ part, teller, mayEdit, me, run }: Omit<Props, "refer" | "act" | "close" | "mayMake" | "isGuest"> & { part: Part }) {
  const { say } = useSay();
  const { document } = teller.map.file;
  switch (part.kind) {
    case "cell": {
      const write = (words: string) => run({ command: "set_words", lane: part.lane, column: part.column, words: words || null, author: words ? me : null });
      const cell = part.cell;
      return (
        <section>
          <h3>{teller.words.ourWords}</h3>
          {mayEdit ? <Pen key={part.ref} label={say("ask.words")} value={cell?.words ?? ""} save={write} /> : <p>{cell?.words ?? <span className="muted">{say("drawer.noWords")}</span>}</p>}
          {cell?.author && <p className="tiny muted">{cell.author}</p>}
          {cell?.words && cell.bindings.length > 0 && <Switch mt="sm" size="sm" disabled={!mayEdit} checked={cell.overruled} onChange={() => run({ command: "overrule_binding", cell: cell.id, overruled: !cell.overruled })} label={say("drawer.overrule")} />}
        </section>
      );
    }
    case "card":
      return (
        <section>
          {mayEdit ? <Pen key={part.ref} label={say("ask.card")} value={part.card.words ?? ""} save={(words) => run({ command: "set_card_words", card: part.card.id, words, author: me })} /> : part.card.words && <p>{part.card.words}</p>}
          {part.card.author && <p className="tiny muted">{part.card.author}</p>}
        </section>
      );
    case "touchpoint":
      return mayEdit ? (
        <section className="fields">
          <Line label={teller.words.owner} value={part.touchpoint.owner ?? ""} save={(owner) => run({ command: "set_touchpoint_owner", touchpoint: part.touchpoint.id, owner: owner || null })} />
          <Line label={teller.words.channel} value={channelName(part.touchpoint.channel, teller.labels)} save={(name) => name !== "" && run({ command: "set_touchpoint_channel", touchpoint: part.touchpoint.id, channel: channelNamed(name, teller.labels) })} />
        </section>
      ) : null;
    case "stage":
      return mayEdit ? (
        <section className="fields">
          <Line label={say("ask.verb")} value={part.stage.verb} save={(verb) => verb !== "" && run({ command: "rename_stage", stage: part.stage.id, title: part.stage.title, verb })} />
          <Line label={say("ask.noun")} value={part.stage.title} save={(title) => title !== "" && run({ command: "rename_stage", stage: part.stage.id, title, verb: part.stage.verb })} />
        </section>
      ) : null;
    case "lane": {
      const hidden = Object.values(document.lanes).filter((lane) => lane.hidden);
      return mayEdit && hidden.length > 0 ? (
        <Select size="xs" label={say("drawer.hiddenLanes")} placeholder={say("drawer.showLane")} value={null} data={hidden.map((lane) => ({ value: lane.id, label: lane.title }))} onChange={(lane) => lane && run({ command: "hide_lane", lane, hidden: false })} />
      ) : null;
    }
  }
}

/** Words that are kept when the pen is put down. */
function Pen({ label, value, save }: { label: string; value: string; save(words: string): unknown }) {
  const [words, setWords] = useState(value);
  useEffect(() => setWords(value), [value]);
  return <Textarea aria-label={label} placeholder={label} autosize minRows={2} maxRows={8} value={words} onChange={(event) => setWords(event.currentTarget.value)} onBlur={() => words.trim() !== value && save(words.trim())} />;
}

function Line({ label, value, save }: { label: string; value: string; save(words: string): unknown }) {
  const [words, setWords] = useState(value);
  useEffect(() => setWords(value), [value]);
  const keep = () => words.trim() !== value && save(words.trim());
  return <TextInput size="xs" label={label} value={words} onChange={(event) => setWords(event.currentTarget.value)} onBlur={keep} onKeyDown={(event) => event.key === "Enter" && keep()} />;
}
