// The line between a shared map and the server: a WebSocket that comes back, and says what is saved.
//
// In: an address and a shared document. Out: updates both ways (y-protocols), presence, and a status. While
// the line is down people go on; what they did is sent when it is up again. The debatable choice: our own eighty
// lines instead of y-websocket, for the message by which the server says what is durable.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import type * as Y from "yjs";

const [SYNC, AWARENESS, SAVED] = [0, 1, 10];
const [FIRST_WAIT, LONGEST_WAIT] = [500, 15_000];

export type Status = "connecting" | "saving" | "saved" | "offline";

export class Connection {
  readonly awareness: Awareness;
  private socket: WebSocket | null = null;
  private sent = 0;
  private durable = 0;
  private wait = FIRST_WAIT;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private isClosed = false;
  private isSynced = false;

  constructor(private readonly address: string, private readonly doc: Y.Doc, private readonly onStatus: (status: Status) => void) {
    this.awareness = new Awareness(doc);
    doc.on("update", this.onUpdate);
    this.awareness.on("update", this.onAwareness);
    // the browser knows sooner than a socket that nobody answers
    globalThis.addEventListener?.("offline", this.onOffline);
    globalThis.addEventListener?.("online", this.onOnline);
    this.open();
  }

  close(): void {
    this.isClosed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    removeAwarenessStates(this.awareness, [this.doc.clientID], "closing");
    globalThis.removeEventListener?.("offline", this.onOffline);
    globalThis.removeEventListener?.("online", this.onOnline);
    this.doc.off("update", this.onUpdate);
    this.awareness.off("update", this.onAwareness);
    this.awareness.destroy();
    this.socket?.close();
  }

  private open(): void {
    this.onStatus("connecting");
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.sent = this.durable = 0;
    socket.addEventListener("open", () => {
      this.send(SYNC, (encoder) => writeSyncStep1(encoder, this.doc));
      if (this.awareness.getLocalState()) this.sendAwareness([this.doc.clientID]);
    });
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.receive(new Uint8Array(event.data as ArrayBuffer));
    });
    socket.addEventListener("close", () => this.lost(socket));
  }

  private readonly onOffline = () => {
    const { socket } = this;
    if (!socket) return;
    socket.close();
    this.lost(socket);
  };

  private readonly onOnline = () => {
    if (this.socket !== null || this.isClosed) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.wait = FIRST_WAIT;
    this.open();
  };

  private lost(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.isSynced = false;
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    if (this.isClosed) return;
    this.onStatus("offline");
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private receive(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const kind = decoding.readVarUint(decoder);
    if (kind === SYNC) this.receiveSync(decoder);
    if (kind === AWARENESS) applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
    if (kind === SAVED) {
      this.durable = decoding.readVarUint(decoder);
      this.report();
    }
  }

  private receiveSync(decoder: decoding.Decoder): void {
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, SYNC);
    const kind = readSyncMessage(decoder, answer, this.doc, this);
    if (encoding.length(answer) > 1) {
      this.socket?.send(encoding.toUint8Array(answer));
      this.sent += 1;
    }
    if (kind === 1 && !this.isSynced) {
      this.isSynced = true;
      this.wait = FIRST_WAIT;
    }
    this.report();
  }

  private report(): void {
    if (this.isSynced) this.onStatus(this.durable >= this.sent ? "saved" : "saving");
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this || this.socket?.readyState !== WebSocket.OPEN) return;
    this.send(SYNC, (encoder) => writeUpdate(encoder, update));
    this.sent += 1;
    this.report();
  };

  private readonly onAwareness = ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => {
    if (origin !== this) this.sendAwareness([...added, ...updated, ...removed]);
  };

  private sendAwareness(clients: number[]): void {
    this.send(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, clients)));
  }

  private send(kind: number, fill: (encoder: encoding.Encoder) => void): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    fill(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }
}
