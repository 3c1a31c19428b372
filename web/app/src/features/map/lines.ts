// The lines to maps: one for each that is on a screen, and for each that was left before all was saved.
//
// In: a map's id and whose edits they are. Out: its shared document, its status, and a line that stays open until nobody looks and every
// edit is on the server. Whoever edits on a train and goes to another screen finds the edits when they come back; whoever closes the
// page finds them when they open it again (`kept.ts`).
import { Connection, SharedMap, type Status } from "@desireline/map-edit";
import * as Y from "yjs";
import { drop, keep, keyOf, left, type Owner } from "../../shell/kept";
import { setUnsaved } from "../../shell/unsaved";

export class Line {
  readonly shared = new SharedMap();
  status: Status = "connecting";
  connection: Connection | null = null;
  private viewers = 0;
  private owner: Owner | null = null;
  /** Edits of this page that are not saved. */
  private own: Uint8Array[] = [];
  private isKept = false;
  /** Whether what closed pages left was asked for, and has come. */
  private bringing: "not yet" | "asked" | "done" = "not yet";
  private isAwaited = false;
  private readonly keys = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(readonly id: string) {
    this.shared.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this.connection) return;
      this.own.push(update);
      // an edit that is made offline changes no status
      this.hold();
      this.settle();
    });
  }

  /** Open it for a screen; what is returned leaves it again. */
  look(owner: Owner): () => void {
    this.owner = owner;
    this.viewers += 1;
    lines.set(this.id, this);
    this.connection ??= new Connection(addressOf(this.id), this.shared.doc, (status) => this.become(status));
    return () => {
      this.viewers -= 1;
      if (this.viewers === 0) this.connection?.awareness.setLocalState(null);
      this.settle();
    };
  }

  /** Send what a closed page left, whatever screen is shown. */
  bring(owner: Owner): void {
    if (this.bringing === "done") return;
    this.isAwaited = true;
    this.look(owner)();
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(status: Status): void {
    this.status = status;
    if (status === "saved") this.saved();
    else this.hold();
    this.listeners.forEach((tell) => tell());
    this.settle();
  }

  private saved(): void {
    if (this.bringing === "not yet") void this.take();
    if (this.bringing !== "done") return;
    this.own = [];
    this.isKept = this.isAwaited = false;
    if (this.keys.size > 0) void drop(this.keys);
    this.keys.clear();
  }

  /** Put what closed pages left into the document, which is that of the server by now: it goes out like any other edit. */
  private async take(): Promise<void> {
    this.bringing = "asked";
    const found = (await left(this.owner!)).filter(({ map }) => map === this.id);
    this.bringing = "done";
    for (const { key, update } of found) {
      this.keys.add(key);
      Y.applyUpdate(this.shared.doc, update, "kept");
    }
    // where nothing came out of it, all was saved before
    if (this.status === "saved") this.saved();
    this.settle();
  }

  /** Keep what is not saved while the line is down. */
  private hold(): void {
    const { owner, own } = this;
    if (!owner || own.length === 0 || (this.status !== "offline" && this.status !== "connecting")) return;
    const page = this.shared.doc.clientID;
    this.keys.add(keyOf(this.id, page, owner));
    this.own = [Y.mergeUpdates(own)];
    void keep(this.id, page, owner, this.own[0]).then((isKept) => { this.isKept = isKept; this.settle(); });
  }

  private settle(): void {
    const isUnsaved = this.own.length > 0 || this.isAwaited;
    setUnsaved(this.id, isUnsaved && this.status !== "saved", this.isKept || this.own.length === 0);
    if (this.viewers > 0 || isUnsaved || !this.connection) return;
    lines.delete(this.id);
    this.connection.close();
    this.connection = null;
  }
}

const lines = new Map<string, Line>();

export function lineOf(id: string): Line {
  const line = lines.get(id) ?? new Line(id);
  lines.set(id, line);
  return line;
}

function addressOf(id: string): string {
  const base = new URL(`api/v1/maps/${encodeURIComponent(id)}/sync`, document.baseURI.replace(/#.*/, ""));
  base.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return base.href;
}
