// Copies the shipped fonts and writes their advance widths for map-core.
//
// In: the Inter TTFs of @expo-google-fonts/inter (OFL-1.1). Out: src/desireline/render/fonts/*.ttf with
// the licence, and packages/map-core/src/text/inter.json. Kerning is left out on purpose: it only ever
// makes Inter's text narrower by about one per cent, and the widths stay a plain table.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import opentype from "opentype.js";

const here = dirname(fileURLToPath(import.meta.url));
const fonts = resolve(here, "../node_modules/@expo-google-fonts/inter");
const shipped = resolve(here, "../../src/desireline/render/fonts");
const faces = {
  regular: ["400Regular/Inter_400Regular.ttf", "Inter-Regular.ttf"],
  semibold: ["600SemiBold/Inter_600SemiBold.ttf", "Inter-SemiBold.ttf"],
  bold: ["700Bold/Inter_700Bold.ttf", "Inter-Bold.ttf"],
  italic: ["400Regular_Italic/Inter_400Regular_Italic.ttf", "Inter-Italic.ttf"],
};
// Latin, Greek, Cyrillic, Vietnamese, punctuation, currency, letter-like, arrows, mathematics, shapes, ticks
const ranges = [
  [0x20, 0x24f], [0x300, 0x36f], [0x370, 0x3ff], [0x400, 0x52f], [0x1e00, 0x1eff], [0x2000, 0x206f],
  [0x20a0, 0x20c0], [0x2100, 0x214f], [0x2190, 0x21ff], [0x2200, 0x22ff], [0x25a0, 0x25ff], [0x2713, 0x2717],
];

mkdirSync(shipped, { recursive: true });
const metrics = {};
for (const [face, [source, name]] of Object.entries(faces)) {
  const bytes = readFileSync(resolve(fonts, source));
  copyFileSync(resolve(fonts, source), resolve(shipped, name));
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const perMille = (units) => Math.round((units * 1000) / font.unitsPerEm);
  metrics[face] = ranges.map(([from, to]) => {
    const widths = [];
    for (let code = from; code <= to; code++) {
      const index = font.charToGlyphIndex(String.fromCodePoint(code));
      widths.push(index ? perMille(font.glyphs.get(index).advanceWidth) : -1);
    }
    return [from, widths];
  });
}
copyFileSync(resolve(fonts, "LICENSE_FONT"), resolve(shipped, "OFL.txt"));
const out = resolve(here, "../packages/map-core/src/text/inter.json");
writeFileSync(out, `${JSON.stringify(metrics)}\n`);
