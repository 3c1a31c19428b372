// When each channel speaks: a square a month, darker with more events; nothing is drawn where nothing came.
import { useSay, type Sentence } from "../../i18n";
import { useFormats } from "../../i18n/formats";

export interface Month {
  channel: string;
  month: string;
  events: number;
  subjects: number;
}

export function Calendar({ months }: { months: readonly Month[] }) {
  const { say } = useSay();
  const format = useFormats();
  const known = months.map((each) => each.month).sort();
  const columns = between(known[0], known[known.length - 1]);
  const channels = [...new Set(months.map((each) => each.channel))].sort((a, b) => sum(months, b) - sum(months, a));
  return (
    <section style={{ marginTop: 40 }}>
      <h2>{say("quality.calendar")}</h2>
      <p className="small muted">{say("quality.calendarLead")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={say("quality.calendar")}>
        <table className="calendar">
          <thead><tr><th scope="col"><span className="visually-hidden">{say("role.channel")}</span></th>{columns.map((month, i) => <th key={month} scope="col">{i === 0 || (i > 2 && month.endsWith("-01")) ? format.month(month) : <span className="visually-hidden">{format.month(month)}</span>}</th>)}<th scope="col" className="right">{say("data.events")}</th></tr></thead>
          <tbody>{channels.map((channel) => {
            const own = months.filter((each) => each.channel === channel);
            const most = Math.max(...own.map((each) => each.events));
            return (
              <tr key={channel}>
                <th scope="row">{say(`channelNames.${channel}` as Sentence, { defaultValue: channel })}</th>
                {columns.map((month) => {
                  const found = own.find((each) => each.month === month);
                  return <td key={month} title={`${format.month(month)}: ${format.number(found?.events ?? 0)}`}><span className="visually-hidden">{format.number(found?.events ?? 0)}</span><i aria-hidden="true" className={found ? undefined : "nothing"} style={found && { opacity: 0.2 + (0.8 * found.events) / most }} /></td>;
                })}
                <td className="right number">{format.number(sum(months, channel))}</td>
              </tr>
            );
          })}</tbody>
        </table>
      </div>
    </section>
  );
}

const sum = (months: readonly Month[], channel: string) => months.reduce((all, each) => all + (each.channel === channel ? each.events : 0), 0);

/** Every month from one to the other, those without an event too. */
function between(first: string, last: string): string[] {
  const [year, month] = first.split("-").map(Number);
  const found: string[] = [];
  for (let i = 0; i < 240 && (found.length === 0 || found[found.length - 1] < last); i++) {
    const at = new Date(Date.UTC(year, month - 1 + i, 1));
    found.push(at.toISOString().slice(0, 7));
  }
  return found;
}
