import { expect, it } from "vitest";
import { type PythonType, typeName } from "../types/python-type.ts";
import { typeNamed } from "../types/type-named.ts";
import { constructorOf, entryOf, selectorOf, sortOf } from "./sort.ts";
import { typesIn } from "./types-in.ts";

const INT: PythonType = { kind: "int" };
const STR: PythonType = { kind: "str" };
const TYPES: PythonType[] = [
  { kind: "none" },
  { kind: "tuple", items: [] },
  { kind: "tuple", items: [INT, { kind: "union", members: [STR, { kind: "none" }] }] },
  {
    kind: "dict",
    key: { kind: "tuple", items: [INT, STR] },
    value: { kind: "sequence", flavour: "either", element: STR },
  },
  { kind: "set", element: { kind: "float" } },
  { kind: "union", members: [INT, { kind: "sequence", flavour: "tuple", element: { kind: "opaque", name: "Path" } }] },
  { kind: "dict", key: STR, value: { kind: "opaque", name: null } },
];

it("reads every type's name back", () => {
  for (const type of TYPES) expect(typeNamed(typeName(type))).toEqual(type);
});

it("finds a type by its sort, a constructor and a selector", () => {
  for (const type of TYPES)
    for (const symbol of [sortOf(type), constructorOf(type), selectorOf(type, 1)])
      expect(typesIn(`(= x (f ${symbol}))`)).toEqual([type]);
});

it("finds what dicts hold by the entries, and sequences by their sort", () => {
  const entry = entryOf(STR);
  for (const symbol of [entry.sort, entry.none, entry.some, entry.value])
    expect(typesIn(`(f ${symbol})`)).toEqual([{ kind: "dict", key: INT, value: STR }]);
  expect(typesIn("(as seq.empty (Seq |tuple[int]|))")).toEqual([
    { kind: "sequence", flavour: "list", element: { kind: "tuple", items: [INT] } },
  ]);
});

it("takes neither texts nor other constants for types", () => {
  expect(typesIn('(= |n| (str.++ "|set[int]|" |xs on return| |c!3|))')).toEqual([]);
});
