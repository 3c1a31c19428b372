// One turn of a customer: how its words feel and how stirred its voice is, side by side; neither corrects the other.
//
// In: both numbers, -1 to 1, or null. Out: two bars around their middle, each with its number. What cannot be told stays
// empty: a bar at 0 would say that it was found to be even.
import type { components } from "../../../api/schema";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";

const HALF = 30;
const HEIGHT = 8;

export function Tone({ turn: { feeling, arousal, against } }: { turn: components["schemas"]["ReadTurn"] }) {
  const { say } = useSay();
  return (
    <p className="tone tiny">
      <Level of="words" value={feeling} />
      <Level of="voice" value={arousal} />
      {against !== null && <span className="chip" data-against><span aria-hidden="true">≠</span>{say(arousal !== null && arousal > 0 ? "behind.tone.stirred" : "behind.tone.flat")}</span>}
    </p>
  );
}

function Level({ of, value }: { of: "words" | "voice"; value: number | null }) {
  const { say } = useSay();
  const format = useFormats();
  const shown = value === null ? "" : `${value > 0 ? "+" : ""}${format.number(value)}`;
  const meant = say(`behind.tone.${of}Meant`);
  return (
    <span className="level" data-of={of} title={value === null ? say("behind.tone.untold", { what: meant }) : meant}>
      <span className="visually-hidden">{value === null ? say("behind.tone.untold", { what: meant }) : say("behind.tone.told", { what: meant, value: shown })}</span>
      <span aria-hidden="true" className="muted">{say(`behind.tone.${of}`)}</span>
      <svg aria-hidden="true" width={2 * HALF} height={HEIGHT} className={value === null ? "untold" : undefined}>
        <rect className="track" x="0.5" y="0.5" width={2 * HALF - 1} height={HEIGHT - 1} rx="2" />
        {value !== null && <rect className={value < 0 ? "below" : "above"} x={HALF + Math.min(0, value) * HALF} y="1" width={Math.max(1, Math.abs(value) * HALF)} height={HEIGHT - 2} />}
        {value !== null && <line x1={HALF} x2={HALF} y1="0" y2={HEIGHT} />}
      </svg>
      <span aria-hidden="true" className="number">{shown}</span>
    </span>
  );
}
