// One side of a comparison: a field, how it compares, a value; or the same written by hand.
import { Autocomplete, Button, Select, TextInput } from "@mantine/core";
import { useSay } from "../../i18n";
import { comparisonsOf, textOf, type Comparison, type Condition, type Field } from "./condition";

export function Segment({ name, value, fields, change }: { name: string; value: Condition; fields: readonly Field[]; change(next: Condition): void }) {
  const { say } = useSay();
  const field = fields.find((each) => each.name === value.field) ?? fields[0];
  const label = (what: string) => `${name}: ${what}`;
  const choose = (next: string | null) => {
    const chosen = fields.find((each) => each.name === next);
    if (chosen) change({ field: chosen.name, compare: comparisonsOf(chosen)[0], value: "" });
  };
  if (value.text !== undefined) {
    return (
      <fieldset className="sheet segment">
        <legend>{name}</legend>
        <TextInput aria-label={label(say("compare.written"))} placeholder={'channel = "phone" and steps > 3'} value={value.text} onChange={(event) => change({ ...value, text: event.currentTarget.value })} />
        <Button size="compact-xs" variant="subtle" onClick={() => change({ field: value.field, compare: value.compare, value: value.value })}>{say("compare.choose")}</Button>
      </fieldset>
    );
  }
  return (
    <fieldset className="sheet segment">
      <legend>{name}</legend>
      <Select size="sm" searchable allowDeselect={false} aria-label={label(say("compare.field"))} value={field?.name ?? null} data={fields.map((each) => ({ value: each.name, label: each.name.replaceAll("_", " ") }))} onChange={choose} />
      <p className="tiny muted">{field?.meaning}</p>
      <div className="pair">
        <Select size="sm" w={110} allowDeselect={false} aria-label={label(say("compare.how"))} value={value.compare} data={comparisonsOf(field).map((each) => ({ value: each, label: say(`compare.is.${SIGNS[each]}`) }))} onChange={(next) => change({ ...value, compare: next as Comparison })} />
        {field && field.values.length > 0 ? (
          <Autocomplete size="sm" aria-label={label(say("compare.value"))} data={[...new Set(field.values)]} value={value.value} onChange={(next) => change({ ...value, value: next })} comboboxProps={{ width: 340, position: "bottom-start" }} />
        ) : (
          <TextInput size="sm" type={field?.kind === "date" ? "date" : field?.kind === "number" ? "number" : "text"} aria-label={label(say("compare.value"))} value={value.value} onChange={(event) => change({ ...value, value: event.currentTarget.value })} />
        )}
      </div>
      <Button size="compact-xs" variant="subtle" onClick={() => change({ ...value, text: textOf(value, fields) })}>{say("compare.write")}</Button>
    </fieldset>
  );
}

const SIGNS = { "=": "same", "!=": "other", ">=": "from", "<": "below" } as const;
