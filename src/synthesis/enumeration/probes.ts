import { BOOL, type Type } from "./types.ts";
import { isList, PyDict, PyFloat, PySet, Tuple, type Value } from "./values.ts";

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are enough to vary a few inputs. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What values of one parameter the examples show: new inputs stay in this neighbourhood. */
interface Neighbourhood {
  numbers: number[];
  characters: string[];
  smallest: number;
}

function look(values: readonly Value[]): Neighbourhood {
  const seen: Neighbourhood = { numbers: [], characters: [], smallest: 1 };
  const visit = (value: Value): void => {
    if (typeof value === "number" || value instanceof PyFloat) {
      const number = typeof value === "number" ? value : value.value;
      seen.numbers.push(number);
      seen.smallest = Math.min(seen.smallest, number);
    } else if (typeof value === "string") seen.characters.push(...value);
    else if (isList(value)) value.forEach(visit);
    else if (value instanceof Tuple || value instanceof PySet) value.items.forEach(visit);
    else if (value instanceof PyDict) [...value.keys, ...value.values].forEach(visit);
  };
  values.forEach(visit);
  return seen;
}

/**
 * Inputs like those of the examples: each takes one example and changes its arguments a little, or takes arguments of several. Ints stay at or above the least
 * that was seen (or 1), text within the characters that were seen, tuples keep their length.
 */
export function makeProbes(
  examples: readonly (readonly Value[])[],
  types: readonly Type[],
  count: number,
  seed: number,
): Value[][] {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const near = types.map((_, position) => look(examples.map((example) => example[position] ?? null)));
  const probes: Value[][] = [];
  for (let index = 0; index < count; index++) {
    const base = pick(examples) ?? [];
    probes.push(
      types.map((type, position) => {
        const own = base[position] ?? null;
        const other = (random() < 0.3 ? pick(examples)?.[position] : own) ?? own;
        let value = other;
        // Every other input is far from its example.
        const changes = 1 + Math.floor(random() * (index % 2 === 0 ? 3 : 10));
        for (let change = 0; change < changes; change++)
          value = mutate(value, type, near[position] ?? look([]), random);
        return value;
      }),
    );
  }
  return probes;
}

function mutate(value: Value, type: Type, near: Neighbourhood, random: () => number): Value {
  const below = (limit: number): number => Math.floor(random() * limit);
  if (type === BOOL || typeof value === "boolean") return random() < 0.5;
  if (typeof value === "number" || value instanceof PyFloat) return mutateNumber(value, near, random);
  if (typeof value === "string") {
    const characters = value.split("");
    const at = below(characters.length + 1);
    const fresh = near.characters[below(near.characters.length)] ?? "a";
    switch (below(7)) {
      case 0:
        characters.splice(at, 1);
        break;
      case 1:
        characters.splice(at, 0, fresh);
        break;
      case 2:
        if (at < characters.length) characters[at] = fresh;
        break;
      case 3:
        characters.splice(at, 0, ...characters.slice(0, 2));
        break;
      case 4: {
        const letter = characters[at] ?? "";
        if (letter !== "")
          characters[at] = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
        break;
      }
      case 5: {
        // What separates words, twice in a row.
        const separator = characters.findIndex(
          (character, index) => index >= at % (characters.length || 1) && /[^a-zA-Z0-9]/.test(character),
        );
        if (separator >= 0) characters.splice(separator, 0, characters[separator] ?? "");
        break;
      }
      default:
        characters.push(...characters.splice(0, at));
    }
    return characters.join("");
  }
  if (isList(value)) return mutateItems(value, type.parts[0] ?? type, near, random, false);
  if (value instanceof PySet) return new PySet(mutateItems(value.items, type.parts[0] ?? type, near, random, false));
  if (value instanceof Tuple) {
    if (type.parts[1]?.id === "...")
      return new Tuple(mutateItems(value.items, type.parts[0] ?? type, near, random, false));
    return new Tuple(mutateItems(value.items, type.parts[0] ?? type, near, random, true));
  }
  if (value instanceof PyDict && value.keys.length > 0) {
    const at = below(value.keys.length);
    if (random() < 0.3)
      return new PyDict(
        value.keys.filter((_, index) => index !== at),
        value.values.filter((_, index) => index !== at),
      );
    return new PyDict(
      value.keys,
      value.values.map((held, index) => (index === at ? mutate(held, type.parts[1] ?? type, near, random) : held)),
    );
  }
  return value;
}

function mutateNumber(value: number | PyFloat, near: Neighbourhood, random: () => number): Value {
  const number = typeof value === "number" ? value : value.value;
  const steps = [1, -1, 2, -2, 3, 5, -5, 10];
  const kind = Math.floor(random() * 4);
  let next = number + (steps[Math.floor(random() * steps.length)] ?? 1);
  if (kind === 0) next = near.numbers[Math.floor(random() * near.numbers.length)] ?? next;
  if (kind === 1) next = Math.floor(random() * 30);
  next = Math.max(next, near.smallest);
  if (typeof value === "number") return Math.trunc(next);
  return new PyFloat(Math.round((next + (random() < 0.5 ? 0.3 : 0)) * 1000) / 1000);
}

function mutateItems(
  items: readonly Value[],
  element: Type,
  near: Neighbourhood,
  random: () => number,
  keepLength: boolean,
): Value[] {
  const below = (limit: number): number => Math.floor(random() * limit);
  const copy = [...items];
  const at = below(copy.length);
  const chosen = copy[at];
  if (chosen === undefined) {
    if (element.head === "int") return [1 + below(9), 1 + below(9)];
    return element.head === "str" ? [near.characters[below(near.characters.length)] ?? "a"] : copy;
  }
  switch (keepLength ? 2 : below(6)) {
    case 0:
      copy.splice(at, 1);
      break;
    case 1:
      copy.splice(below(copy.length + 1), 0, chosen);
      break;
    case 2:
    case 3:
      copy[at] = mutate(chosen, element, near, random);
      break;
    case 4:
      copy.splice(below(copy.length + 1), 0, mutate(chosen, element, near, random));
      break;
    default: {
      const other = below(copy.length);
      copy[at] = copy[other] ?? chosen;
      copy[other] = chosen;
    }
  }
  return copy;
}
