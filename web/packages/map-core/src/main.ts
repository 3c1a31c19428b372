// The bundle's door for an embedded engine: strings in, strings out.
import { pages, render } from "./index";

(globalThis as { desirelineMapCore?: unknown }).desirelineMapCore = { render, pages };
