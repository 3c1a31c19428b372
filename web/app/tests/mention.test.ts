import { expect, test } from "vitest";
import { mentioned, offered } from "../src/features/map/talk/mention";

const MEMBERS = [
  { id: "ann", name: "Ann Kim" },
  { id: "ben", name: "Ben Okafor" },
  { id: "bob", name: "Bob" },
  { id: "bobby", name: "Bobby Lee" },
  { id: "eva", name: "Eva Maier" },
  { id: "eve", name: "Eva Meyer" },
];

test("a name behind an @ means the member who has it, and nobody whose name only begins so", () => {
  expect(mentioned("@Ben Okafor, see this", MEMBERS)).toEqual(["ben"]);
  expect(mentioned("please, @ann!", MEMBERS)).toEqual(["ann"]);
  expect(mentioned("@Bobby", MEMBERS)).toEqual(["bobby"]);
  expect(mentioned("@Bob and @ann", MEMBERS)).toEqual(["bob", "ann"]);
  expect(mentioned("ben@ann.example, @Bennet", MEMBERS)).toEqual([]);
});

test("a first name that two members have means neither; the whole name does", () => {
  expect(mentioned("@Eva, look", MEMBERS)).toEqual([]);
  expect(mentioned("@Eva Meyer", MEMBERS)).toEqual(["eve"]);
});

test("members are offered while their name is being written, and no longer", () => {
  const names = (words: string) => offered(words, words.length, MEMBERS)?.members.map(({ id }) => id) ?? [];
  expect(names("Ask @b")).toEqual(["ben", "bob", "bobby"]);
  expect(names("@eva m")).toEqual(["eva", "eve"]);
  expect(names("@ok")).toEqual(["ben"]);
  expect(names("ann@b")).toEqual([]);
  expect(names("@Ben Okafor")).toEqual([]);
  expect(names("no name")).toEqual([]);
  expect(offered("Ask @be", 7, MEMBERS)?.from).toBe(5);
});
