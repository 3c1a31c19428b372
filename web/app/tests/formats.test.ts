import { afterEach, expect, test } from "vitest";
import { formatsOf } from "../src/i18n/formats";

const zone = process.env.TZ;
afterEach(() => { process.env.TZ = zone; });

test("a day without an hour is the same day in every time zone", () => {
  for (const there of ["America/Los_Angeles", "UTC", "Asia/Tokyo"]) {
    process.env.TZ = there;
    expect(formatsOf("en-GB").date("2027-04-28")).toBe("28 Apr 2027");
    expect(formatsOf("de").date("2027-04-28")).toBe("28. Apr. 2027");
  }
});

test("a moment is told by the reader's clock, numbers as their language writes them", () => {
  process.env.TZ = "America/Los_Angeles";
  expect(formatsOf("en-GB").date("2026-11-01T02:00:00Z")).toBe("31 Oct 2026");
  expect(formatsOf("de").number(1234.5)).toBe("1.234,5");
  expect(formatsOf("de").percent(0.123)).toBe("12,3\u00a0%");
});
