// The viewer as a library: for the served app.
import "./fonts.css";
import "./style.css";

export { mount, type Settings, type ThemeChoice, type View, type Viewer } from "./viewer";
export type { MapFile } from "@desireline/map-core";
