// Every key of the map, read off the same list as menus and panel.
import { Kbd } from "@mantine/core";
import { useSay, type Sentence } from "../../i18n";
import { ACTIONS } from "./canvas/actions";

const WHOLE: [string, Sentence][] = [["G", "key.view"], ["← ↑ → ↓", "key.arrows"], ["Enter", "key.enter"], ["Esc", "key.escape"], ["E", "key.evidence"], ["K", "key.known"], ["+ − 0", "key.zoom"], ["Ctrl Z", "map.undo"], ["Ctrl ⇧ Z", "map.redo"]];
const SIGNS: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

export const keyName = (key: string) => key.replace(/Arrow\w+/, (arrow) => SIGNS[arrow]).replace("+", " ").replace(/^[a-z]$/, (letter) => letter.toUpperCase());

export function Keys() {
  const { say } = useSay();
  const rows: [string, string][] = [...WHOLE.map(([key, words]): [string, string] => [key, say(words)]), ...ACTIONS.map((action): [string, string] => [keyName(action.keys[0]), say(action.label)])];
  return (
    <dl className="keys">
      {rows.map(([key, words]) => <div key={key + words}><dt><Kbd>{key}</Kbd></dt><dd>{words}</dd></div>)}
    </dl>
  );
}
