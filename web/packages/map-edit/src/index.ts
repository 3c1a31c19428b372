// Editing a map: named commands, undo, several people at once. No framework, no DOM but WebSocket.
export { cellAt, cellId, cellOfCard, type Command, type CommandName } from "./commands";
export { Connection, type Status } from "./connection";
export { inOrder } from "./order";
export { SharedMap } from "./shared";
