// A mapping written from chosen columns: the few roles that most tables need.
export const ROLES = [
  { role: "who", isNeeded: true },
  { role: "when", isNeeded: true },
  { role: "what", isNeeded: false },
  { role: "text", isNeeded: false },
  { role: "channel", isNeeded: false },
] as const;
export type Roles = Partial<Record<(typeof ROLES)[number]["role"], string>>;

/** The columns in the skeleton that the server offers with its refusal. */
export function columnsOf(hint: string): string[] {
  const line = /^columns = (\[.*\])$/m.exec(hint);
  try {
    return line ? (JSON.parse(line[1]) as string[]) : [];
  } catch {
    return [];
  }
}

const quoted = (text: string) => JSON.stringify(text);

export function mappingOf(file: string, columns: readonly string[], roles: Roles): string {
  const name = file.replace(/\.[^.]*$/, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "table";
  const column = (role: keyof Roles, otherwise: string) => quoted(roles[role] ? `{${roles[role]}}` : otherwise);
  const used = Object.values(roles);
  return [
    `name = ${quoted(name)}`,
    "",
    "[tables.rows]",
    `columns = ${JSON.stringify(columns.filter((each) => used.includes(each)))}`,
    `optional = ${JSON.stringify(columns.filter((each) => !used.includes(each)))}`,
    "",
    "[[events]]",
    'table = "rows"',
    `subject = ${quoted(`customer:{${roles.who ?? "..."}}`)}`,
    `at = ${column("when", "...")}`,
    `activity = ${column("what", name)}`,
    ...(roles.text ? [`text = ${column("text", "")}`] : []),
    ...(roles.channel ? [`channel = ${column("channel", "")}`] : []),
    "",
  ].join("\n");
}
