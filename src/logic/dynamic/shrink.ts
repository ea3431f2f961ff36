import type { Expression } from "../../ir/expression/ast.ts";
import type { Input, Slot } from "./input.ts";
import { boolean, float, floatValue, integer, integerValue, printed, text } from "./literal.ts";

/** So many candidates are tried for one input in one round. */
const MAX_CANDIDATES = 60;
const MAX_PER_PART = 12;

/** Simpler inputs of the same types, each with one change, simplest first. Repeating the choice ends: each is smaller by `weightOf`. */
export function shrinkInput(slots: readonly Slot[], input: Input): Input[] {
  const weight = weightOf(input);
  const candidates = input.flatMap((value, index) => {
    if (value === null) return [];
    const replace = (other: Expression | null): Input => input.map((old, place) => (place === index ? other : old));
    const dropped = slots[index]?.optional === true ? [replace(null)] : [];
    return [...dropped, ...shrinkValue(value).map(replace)];
  });
  return candidates
    .map((candidate) => ({ candidate, weight: weightOf(candidate) }))
    .filter((entry) => entry.weight < weight)
    .sort((a, b) => a.weight - b.weight)
    .slice(0, MAX_CANDIDATES)
    .map(({ candidate }) => candidate);
}

/** Smaller is simpler: length of the text first, then a preference for small digits, plain letters and no sign. */
export function weightOf(input: Input): number {
  let weight = 0;
  for (const value of input) {
    if (value === null) continue;
    const source = printed(value);
    weight += 1 + source.length * 100;
    for (const character of source) weight += character === "0" || character === "a" ? 0 : character > "~" ? 50 : 1;
  }
  return weight;
}

function shrinkValue(value: Expression): Expression[] {
  const whole = integerValue(value);
  if (whole !== null) return distinct([0n, 1n, -whole, whole / 2n, whole / 10n, whole - 1n, whole + 1n]).map(integer);
  const real = floatValue(value);
  if (real !== null)
    return [0, 1, 0.5, Math.trunc(real), real / 2, -real, Math.round(real * 10) / 10]
      .filter(Number.isFinite)
      .map(float);
  switch (value.kind) {
    case "boolean":
      return value.value ? [boolean(false)] : [];
    case "string":
      return distinct(smallerTexts(value.value)).map(text);
    case "list":
    case "set":
      return smallerItems(value.items).map((items) =>
        items.length === 0 && value.kind === "set" ? EMPTY_SET : { ...value, items },
      );
    case "tuple":
      return oneChanged(value.items).map((items) => ({ ...value, items }));
    case "dict":
      return [
        ...parts(value.entries),
        ...value.entries
          .slice(0, MAX_PER_PART)
          .flatMap((entry, index) => [
            ...shrinkValue(entry.value).map((smaller) => value.entries.with(index, { ...entry, value: smaller })),
            ...(entry.key === null ? [] : shrinkValue(entry.key)).map((smaller) =>
              value.entries.with(index, { ...entry, key: smaller }),
            ),
          ]),
      ].map((entries) => ({ ...value, entries }));
    case "call":
      return [
        ...(value.callee.kind === "lambda" ? smallerBodies(value.callee).map((callee) => ({ ...value, callee })) : []),
        ...oneChanged(value.arguments).map((items) => ({ ...value, arguments: items })),
        ...value.keywords.flatMap((keyword, index) =>
          shrinkValue(keyword.value).map((smaller) => ({
            ...value,
            keywords: value.keywords.with(index, { ...keyword, value: smaller }),
          })),
        ),
      ];
    default:
      return [];
  }
}

/** A value with a part that stands in it twice is the call of a lambda; the rest of it shrinks like any other. */
function smallerBodies(callee: Expression & { kind: "lambda" }): Expression[] {
  return shrinkValue(callee.body).map((body) => ({ ...callee, body }));
}

const EMPTY_SET: Expression = { kind: "call", callee: { kind: "name", name: "set" }, arguments: [], keywords: [] };

function smallerItems(items: readonly Expression[]): Expression[][] {
  return [...parts(items), ...oneChanged(items)];
}

function oneChanged(items: readonly Expression[]): Expression[][] {
  return items.slice(0, MAX_PER_PART).flatMap((item, index) =>
    shrinkValue(item)
      .slice(0, MAX_PER_PART)
      .map((smaller) => items.with(index, smaller)),
  );
}

/** Nothing, either half, and all but one. */
function parts<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [];
  const half = Math.floor(items.length / 2);
  const single = items.slice(0, MAX_PER_PART).map((_, index) => items.toSpliced(index, 1));
  return [[], ...(half > 0 ? [items.slice(0, half), items.slice(half)] : []), ...single];
}

function smallerTexts(value: string): string[] {
  const letters = [...value];
  const simpler = letters.slice(0, MAX_PER_PART).map((_, index) => letters.with(index, "a").join(""));
  return [...parts(letters).map((part) => part.join("")), ...simpler];
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
