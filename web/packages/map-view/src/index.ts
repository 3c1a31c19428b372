// The viewer as a library: for the served app, whose editor shares its pane, facts and story.
import "./fonts.css";
import "./style.css";

export { svgNode } from "./dom";
export { factsOf, valueSection, type Facts, type Section, type Teller } from "./facts";
export { GridPane } from "./grid-pane";
export { linesOf, type Line } from "./story";
export { localeOf } from "./locale";
export { makePrint } from "./print";
export { nearest, type Direction } from "./move";
export { mount, type Settings, type ThemeChoice, type View, type Viewer } from "./viewer";
export { WORDS, type Words } from "./words";
export type { MapFile } from "@desireline/map-core";
