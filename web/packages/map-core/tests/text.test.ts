import { expect, test } from "vitest";
import { balance, elide, fit, textWidth, wrap } from "../src/text/measure";
import { date, duration, number, percent } from "../src/format";
import { readOptions } from "../src/options";
import { escape, serialise } from "../src/svg";

const { locale } = readOptions({});
const german = { ...locale, decimal: ",", group: "." };

test("widths are those of the shipped font", () => {
  // Inter Regular: a 1150, blank 576 of 2048 units
  expect(textWidth("a a", 100)).toBeCloseTo(((562 * 2 + 281) * 100) / 1000, 5);
  expect(textWidth("a", 100, "bold")).toBeGreaterThan(textWidth("a", 100));
});

test("no line is wider than its room, however long the word", () => {
  for (const text of ["one two three four", "Donaudampfschifffahrtsgesellschaft", "x", "41 % of n 3,120 journeys · and more"]) {
    for (const width of [30, 60, 120]) {
      for (const line of wrap(text, width, 14).lines) expect(textWidth(line, 14)).toBeLessThanOrEqual(width);
    }
  }
});

test("a number keeps its unit on its line", () => {
  const { lines } = wrap("and 41 % never come n 3,120", 70, 14);
  expect(lines.some((line) => line.includes("41 %"))).toBe(true);
  expect(lines.some((line) => line.includes("n 3,120"))).toBe(true);
});

test("what does not fit ends with an ellipsis", () => {
  expect(elide("Promised call-back", 60, 14)).toMatch(/…$/u);
  expect(elide("ok", 60, 14)).toBe("ok");
  expect(wrap("one two three four five six", 60, 14, "regular", 2)).toMatchObject({ elided: true });
});

test("balanced lines need no more lines than greedy ones", () => {
  const text = "Promised call-backs go with our worst ratings";
  const greedy = wrap(text, 200, 16).lines.length;
  expect(balance(text, 200, 16).lines.length).toBe(greedy);
});

test("a headline is one line while it can be large, else it wraps, else it shrinks", () => {
  expect(fit("Short", 800, 40, 20, 2, "bold")).toMatchObject({ lines: ["Short"], size: 40 });
  expect(fit("A headline that is clearly longer than one line of this width can be", 600, 40, 20, 2, "bold").lines.length).toBe(2);
});

test("numbers follow the habits that the caller gives", () => {
  expect(number(1234567.5, locale, 1)).toBe("1,234,567.5");
  expect(number(1234567.5, german, 1)).toBe("1.234.567,5");
  expect(number(-0.004, locale, 2)).toBe("0.00");
  expect(number(-3, locale)).toBe("−3");
  expect(percent(0.0952, locale)).toBe("9.5 %");
  expect(percent(0.41, locale)).toBe("41 %");
  expect(date("2026-07-15T08:00:00Z", locale)).toBe("15 Jul 2026");
});

test("durations carry two digits of sense", () => {
  expect(duration(30, locale)).toBe("30 s");
  expect(duration(600, locale)).toBe("10 min");
  expect(duration(5_400, locale)).toBe("1.5 h");
  expect(duration(345_600, locale)).toBe("4 days");
  expect(duration(86_400, locale)).toBe("1 day");
});

test("what people wrote is text, never markup", () => {
  const svg = serialise({ tag: "text", attributes: { "aria-label": `"><script>` }, children: ["<b>&\u0000\ud800"] });
  expect(svg).toBe(`<text aria-label="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</text>`);
  expect(escape("fine ✓ 😀")).toBe("fine ✓ 😀");
});
