import cases from "./cpython.fixture.json" with { type: "json" };

/** The names of the fixture's expressions, with their annotations, in the order of each case's values. */
export const FIXTURE_NAMES: [name: string, annotation: string][] = [
  ["i", "int"],
  ["j", "int"],
  ["b", "bool"],
  ["f", "float"],
  ["s", "str"],
  ["t", "str"],
  ["xs", "list[int]"],
  ["ys", "list[int]"],
  ["ws", "list[str]"],
  ["o", "int | None"],
  ["p", "tuple[int, str]"],
  ["u", "int | str | None"],
];

/** An expression, Python literals of the names' values, and what CPython 3.11 made of it. */
export interface FixtureCase {
  expression: string;
  values: Map<string, string>;
  answer: { value: string; true: boolean } | { raises: string };
}

/** Written by `scripts/oracles/meaning.ts --cases 400 --seed 2026 --fixture src/logic/cpython.fixture.json`. */
export const CPYTHON_CASES: FixtureCase[] = (cases as [string, string[], FixtureCase["answer"]][]).map(
  ([expression, values, answer]) => ({
    expression,
    values: new Map(FIXTURE_NAMES.map(([name], index) => [name, values[index] ?? ""])),
    answer,
  }),
);
