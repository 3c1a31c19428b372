// Colours in light and dark. Text reaches WCAG AA (4.5:1) on paper and panel; colour is never the only sign.
export interface Theme {
  paper: string;
  panel: string;
  ink: string;
  muted: string;
  hairline: string;
  line: string;
  band: string;
  /** Between the line and zero: glad above, upset below. */
  gladTint: string;
  upsetTint: string;
  pain: string;
  delight: string;
  moment: string;
  river: string;
  riverInk: string;
  /** The river as a bar: the same colour, strong enough for a thin shape. */
  riverBar: string;
  exit: string;
  hatch: string;
  hatchPaper: string;
  warn: string;
  /** On a filled disc. */
  onLine: string;
  /** Lines of personas, the largest first: apart for colour-blind eyes, and from the line of everybody. */
  personas: readonly string[];
}

export const THEMES: Record<"light" | "dark", Theme> = {
  light: {
    paper: "#fbfaf6",
    panel: "#f1eee6",
    ink: "#1b2130",
    muted: "#5a6170",
    hairline: "#ddd8cc",
    line: "#27497d",
    band: "#c6d4ea",
    gladTint: "#e3efe6",
    upsetTint: "#f8e4dc",
    pain: "#ab3a22",
    delight: "#1d6b4b",
    moment: "#1b2130",
    river: "#d3e2e0",
    riverInk: "#1f4744",
    riverBar: "#5f918b",
    exit: "#d9a793",
    hatch: "#8f8877",
    hatchPaper: "#efebe1",
    warn: "#a03a1e",
    onLine: "#ffffff",
    personas: ["#b3540a", "#1b7a54", "#a23b72", "#6a4fb3", "#7c6a0a"],
  },
  dark: {
    paper: "#12161f",
    panel: "#1b212d",
    ink: "#eef1f6",
    muted: "#a3adbd",
    hairline: "#2b3341",
    line: "#8db4f2",
    band: "#2c4163",
    gladTint: "#16282a",
    upsetTint: "#2d1f20",
    pain: "#ff9a80",
    delight: "#74d3a6",
    moment: "#eef1f6",
    river: "#24413f",
    riverInk: "#cfe6e2",
    riverBar: "#5d958e",
    exit: "#8a5242",
    hatch: "#7d8699",
    hatchPaper: "#1d232f",
    warn: "#ffa38a",
    onLine: "#0d1219",
    personas: ["#ffb070", "#74d3a6", "#f39ac7", "#b9a5ff", "#dccb6a"],
  },
};
