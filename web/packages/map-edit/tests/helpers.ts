// Two people with one map, and the line between them that can be cut.
import { readFileSync } from "node:fs";
import type { Document, MapFile } from "@desireline/map-core";
import * as Y from "yjs";
import { SharedMap } from "../src";

const EXAMPLE = new URL("../../map-core/tests/golden/example.journey.json", import.meta.url);

export function example(): Document {
  return (JSON.parse(readFileSync(EXAMPLE, "utf-8")) as MapFile).document;
}

/** A second editor of the same map, not connected. */
export function copyOf(shared: SharedMap): SharedMap {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(shared.doc));
  return new SharedMap(doc);
}

/** Everything that either has not seen yet goes over. */
export function meet(a: SharedMap, b: SharedMap): void {
  const [fromA, fromB] = [Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc)), Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc))];
  Y.applyUpdate(b.doc, fromA);
  Y.applyUpdate(a.doc, fromB);
}
