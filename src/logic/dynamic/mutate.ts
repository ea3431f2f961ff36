import type { Expression } from "../../ir/expression/ast.ts";
import type { Making } from "./generate-scalar.ts";
import { boolean, float, floatValue, integer, integerValue, text } from "./literal.ts";
import { shuffled } from "./random.ts";

/**
 * A value near the given one, of the same type as far as a literal tells: one part of it is changed. What is no literal (a call, a lambda) is
 * changed inside its arguments only.
 */
export function mutate(value: Expression, making: Making): Expression {
  const { random } = making;
  const whole = integerValue(value);
  if (whole !== null) return integer(mutatedInteger(whole, making));
  const real = floatValue(value);
  if (real !== null)
    return float(random.pick([real + 1, real - 1, -real, real * 2, real / 2, real + 0.1, Math.round(real)]) ?? real);
  switch (value.kind) {
    case "boolean":
      return boolean(!value.value);
    case "string":
      return text(mutatedText(value.value, making));
    case "list":
    case "tuple":
      return { ...value, items: mutatedItems(value.items, making, value.kind === "tuple") };
    case "set":
      return { ...value, items: mutatedItems(value.items, making, true) };
    case "dict": {
      if (value.entries.length === 0) return value;
      if (random.chance(0.2))
        return { ...value, entries: without(value.entries, random.whole(0, value.entries.length - 1)) };
      const at = random.whole(0, value.entries.length - 1);
      const entries = value.entries.map((entry, index) =>
        index === at ? { ...entry, value: mutate(entry.value, making) } : entry,
      );
      return { ...value, entries };
    }
    case "call": {
      const count = value.arguments.length + value.keywords.length;
      const at = random.whole(0, count - 1);
      return {
        ...value,
        arguments: value.arguments.map((item, index) => (index === at ? mutate(item, making) : item)),
        keywords: value.keywords.map((item, index) =>
          index + value.arguments.length === at ? { ...item, value: mutate(item.value, making) } : item,
        ),
      };
    }
    default:
      return value;
  }
}

function mutatedInteger(value: bigint, { random, pool }: Making): bigint {
  const near = random.pick([
    value + 1n,
    value - 1n,
    value + 2n,
    value * 2n,
    -value,
    value / 2n,
    value + 10n,
    value - value,
    value ** 2n,
  ]);
  if (near === null || near > 10n ** 30n || random.chance(0.15)) return random.pick(pool.integers) ?? value + 1n;
  return near;
}

const INSERTED = [..."abzAZ019 .,-_()aeiou"];

function mutatedText(value: string, { random, pool }: Making): string {
  const letters = [...value];
  const at = random.whole(0, Math.max(0, letters.length - 1));
  const other = random.whole(0, Math.max(0, letters.length - 1));
  const letter = random.chance(0.3)
    ? (random.pick(pool.strings) ?? "a")
    : random.chance(0.5)
      ? (letters[other] ?? "a")
      : (random.pick(INSERTED) ?? "a");
  const one = letters[at];
  switch (random.whole(0, 8)) {
    case 0:
      return without(letters, at).join("");
    case 1:
      return letters.toSpliced(at, 0, letter).join("");
    case 2:
      return letters.toSpliced(at, 1, letter).join("");
    case 3:
      return letters
        .map((item, index) => (index === at ? (letters[other] ?? item) : index === other ? (one ?? item) : item))
        .join("");
    case 4:
      return letters.toReversed().join("");
    case 5:
      return letters
        .map((item, index) =>
          index !== at ? item : item === item.toUpperCase() ? item.toLowerCase() : item.toUpperCase(),
        )
        .join("");
    case 6:
      return value + letters.slice(at).join("");
    case 7:
      return value + letter;
    default:
      return letters.slice(0, at).join("");
  }
}

function mutatedItems(items: readonly Expression[], making: Making, fixed: boolean): Expression[] {
  const { random } = making;
  if (items.length === 0) return [];
  const at = random.whole(0, items.length - 1);
  const item = items[at];
  if (item === undefined) return [...items];
  const changed = () => items.map((one, index) => (index === at ? mutate(one, making) : one));
  if (fixed) return changed();
  switch (random.whole(0, 6)) {
    case 0:
      return without(items, at);
    case 1:
      return [...items.slice(0, at), item, ...items.slice(at)];
    case 2:
      return shuffled(items, random);
    case 3:
      return [...items, mutate(item, making)];
    case 4:
      return items.toReversed();
    default:
      return changed();
  }
}

function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at);
}
