// Writing on the map itself: a pen laid over the part that is written.
import type { Overlay } from "./overlay";

const LEAST = { width: 220, height: 68 };

/** Ask for words over a part. Enter or leaving keeps them, Escape gives null; Shift+Enter begins a new line. */
export function askInPlace(overlay: Overlay, anchor: SVGGElement, label: string, value: string, done: (words: string | null) => void): void {
  const pen = document.createElement("textarea");
  pen.className = "dl-pen";
  pen.setAttribute("aria-label", label);
  pen.placeholder = label;
  pen.value = value;
  const box = anchor.getBBox();
  const s = overlay.scale;
  overlay.place(pen, { ...box, width: Math.max(box.width, LEAST.width / s), height: Math.max(Math.min(box.height, 160), LEAST.height / s) }, 3);
  let isOver = false;
  const end = (words: string | null) => {
    if (isOver) return;
    isOver = true;
    overlay.isAsking = false;
    pen.remove();
    done(words);
  };
  pen.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") end(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    end(pen.value.trim());
  });
  pen.addEventListener("blur", () => end(pen.value.trim() === value ? null : pen.value.trim()));
  for (const kind of ["pointerdown", "click", "dblclick"]) pen.addEventListener(kind, (event) => event.stopPropagation());
  overlay.isAsking = true;
  overlay.root.append(pen);
  pen.focus();
  pen.select();
  pen.scrollIntoView({ block: "nearest", inline: "nearest" });
}
