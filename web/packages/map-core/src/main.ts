// The bundle's door: `globalThis.desirelineMapCore`, for an embedded engine (strings in, strings out:
// `render`, `pages`) and for the viewer on the same page, which draws with it and reads its formats.
import * as core from "./index";
import * as format from "./format";

(globalThis as { desirelineMapCore?: unknown }).desirelineMapCore = { ...core, ...format };
