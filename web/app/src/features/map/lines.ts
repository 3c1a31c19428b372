// The lines to maps: one for each that is on a screen, and for each that was left before all was saved.
//
// In: a map's id. Out: its shared document, its status, and a line that stays open until nobody looks and every edit is on the server.
// Whoever edits on a train and goes to another screen finds the edits when they come back.
import { Connection, SharedMap, type Status } from "@desireline/map-edit";
import { setUnsaved } from "../../shell/unsaved";

export class Line {
  readonly shared = new SharedMap();
  status: Status = "connecting";
  connection: Connection | null = null;
  private viewers = 0;
  private readonly listeners = new Set<() => void>();

  constructor(readonly id: string) {
    // an edit that is made offline changes no status
    this.shared.subscribe(() => this.settle());
  }

  /** Open it for a screen; what is returned leaves it again. */
  look(): () => void {
    this.viewers += 1;
    lines.set(this.id, this);
    this.connection ??= new Connection(addressOf(this.id), this.shared.doc, (status) => this.become(status));
    return () => {
      this.viewers -= 1;
      if (this.viewers === 0) this.connection?.awareness.setLocalState(null);
      this.settle();
    };
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(status: Status): void {
    this.status = status;
    this.listeners.forEach((tell) => tell());
    this.settle();
  }

  private settle(): void {
    const isUnsaved = this.status !== "saved" && this.shared.next.undo !== null;
    setUnsaved(this.id, isUnsaved);
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
