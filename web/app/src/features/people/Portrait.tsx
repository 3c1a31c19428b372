// One persona: what sets it apart, the seven questions, real journeys, and what would show that it is none.
import { Link } from "wouter";
import type { components } from "../../api/schema";
import { useSay, type Sentence } from "../../i18n";
import { useFormats } from "../../i18n/formats";

type Portrait = components["schemas"]["Portrait"];
type Trait = components["schemas"]["Trait"];
type Estimate = components["schemas"]["Estimate"];

/** Under this share among others a ratio to it says nothing. */
const HARDLY = 0.005;
const QUESTIONS = ["learnt", "attracted", "problem", "looked", "decided", "support", "improve"];

export function Portrait({ portrait, number, map }: { portrait: Portrait; number: number; map: string }) {
  const { say } = useSay();
  const format = useFormats();
  const { persona, label, size, worth, traits, answers, journeys } = portrait;
  const made = traits.filter((trait) => trait.defining);
  const beside = traits.filter((trait) => !trait.defining);
  return (
    <article className="portrait" id={`persona-${number}`} aria-labelledby={`persona-${number}-name`}>
      <header>
        <p className="mark" aria-hidden="true">{number}</p>
        <div>
          <h2 id={`persona-${number}-name`}>{label}</h2>
          <p className="small muted">
            {say("people.size", { share: format.percent(size.value), between: between(size, format.percent), n: format.number(size.n) })}
            {worth && ` · ${say("people.worth", { value: [format.number(Math.round(worth.value)), worth.unit].filter(Boolean).join("\u00a0"), between: between(worth, (value) => format.number(Math.round(value))), n: format.number(worth.n) })}`}
          </p>
        </div>
        <Link className="go" href={`/maps/${encodeURIComponent(map)}/${encodeURIComponent(persona)}`}>{say("people.map")}</Link>
      </header>
      <div className="columns">
        <section>
          <h3>{say("people.apart")}</h3>
          <p className="tiny muted">{say("people.apartLead")}</p>
          <Traits traits={made} />
          {beside.length > 0 && <><h3>{say("people.beside")}</h3><p className="tiny muted">{say("people.besideLead")}</p><Traits traits={beside} /></>}
        </section>
        <section>
          <h3>{say("people.questions")}</h3>
          <dl className="questions">
            {QUESTIONS.flatMap((question) => {
              const answer = answers.find((each) => each.question === question);
              return answer ? [<div key={question}><dt>{say(`people.ask.${question}` as Sentence)}</dt><dd>{withoutQuestion(answer.words)}</dd></div>] : [];
            })}
          </dl>
        </section>
      </div>
      {journeys.length > 0 && (
        <section>
          <h3>{say("people.real", { count: journeys.length })}</h3>
          <ol className="walks">{journeys.map((path, i) => <li key={i}><Walk path={path} /></li>)}</ol>
        </section>
      )}
      <p className="refuted small"><b>{say("people.refuted")}</b> {portrait.refuted_by}</p>
    </article>
  );
}

const between = ({ low, high }: Estimate, words: (value: number) => string) => `${words(low)} – ${words(high)}`;

/** The heading asks already. */
const withoutQuestion = (words: string) => words.replace(/^[^:]+: /, "").replace(/^./, (first) => first.toUpperCase());

/** Each share beside that of all others, with the lift and its interval. */
function Traits({ traits }: { traits: Trait[] }) {
  const { say } = useSay();
  const format = useFormats();
  const [one, times] = [(value: number) => format.percent(value), (value: number) => format.tenths(value)];
  return (
    <table className="traits">
      <thead className="visually-hidden"><tr><th scope="col">{say("people.trait")}</th><th scope="col">{say("people.theirs")}</th><th scope="col">{say("people.lift")}</th></tr></thead>
      <tbody>{traits.map(({ name, share, rest, lift }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
              <rect y="2" width="100" height="8" fill="var(--panel)" />
              <rect y="2" width={100 * share.value} height="8" fill="var(--line)" />
              <rect y="4.5" x={100 * share.low} width={100 * (share.high - share.low)} height="3" fill="var(--ink)" opacity="0.55" />
              <rect x={100 * rest - 0.6} width="1.2" height="12" fill="var(--warn)" />
            </svg>
            <span className="tiny">{say("people.against", { share: one(share.value), rest: one(rest), n: format.number(share.n) })}</span>
          </td>
          <td className="number">{rest < HARDLY ? <span className="tiny muted">{say("people.hardly")}</span> : <><b>{times(lift.value)}×</b><br /><span className="tiny muted">{between(lift, times)}</span></>}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}

/** A journey, a line a day, in whichever language the server tells it. */
function Walk({ path }: { path: string }) {
  const { say } = useSay();
  const days = path.split(/,? ?(?=(?:day|Tag) \d+: )/).filter(Boolean);
  return (
    <dl>
      {days.map((each, i) => {
        const found = /^(?:day|Tag) (\d+): (.*)$/s.exec(each);
        return <div key={i}><dt>{found ? say("people.day", { day: Number(found[1]) + 1 }) : ""}</dt><dd>{found ? found[2] : each}</dd></div>;
      })}
    </dl>
  );
}
