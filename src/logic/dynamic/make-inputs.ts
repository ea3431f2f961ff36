import type { Expression } from "../../ir/expression/ast.ts";
import { generate } from "./generate.ts";
import { type Making, several } from "./generate-scalar.ts";
import { type Input, inputKey, type Slot } from "./input.ts";
import { integer, list, text, tuple } from "./literal.ts";
import { mutate } from "./mutate.ts";
import { type Shape, shapeKey } from "./shape.ts";

/** Share of related inputs in which all parameters of one shape are equal. */
const ALL_EQUAL = 0.3;

export interface Request {
  slots: readonly Slot[];
  shapes: readonly Shape[];
  /** Inputs that are known to be met well; some new ones are made by changing these. */
  seeds: readonly Input[];
  count: number;
  /** Share of inputs made by changing a seed. */
  mutated: number;
  /** Inputs that need not be made again, by `inputKey`; those made are added. */
  known: Set<string>;
}

/** Different inputs, small ones first. Fewer than asked for when the shapes do not have so many values. */
export function makeInputs(request: Request, making: Making): Input[] {
  const { random } = making;
  const made: Input[] = [];
  for (let attempt = 0; attempt < request.count * 3 && made.length < request.count; attempt += 1) {
    const scale = 1 + Math.floor((made.length / request.count) * making.size);
    const scaled: Making = { ...making, size: scale };
    const seed = random.chance(request.mutated) ? random.pick(request.seeds) : null;
    const input =
      seed === null
        ? fresh(request, { ...scaled, drawn: { texts: [], integers: [] } })
        : changed(seed, request, scaled);
    const key = inputKey(input);
    if (request.known.has(key)) continue;
    request.known.add(key);
    made.push(input);
  }
  return made;
}

function fresh({ slots, shapes }: Request, making: Making): Input {
  const { random } = making;
  const values = slots.map((slot, index): Expression | null => {
    const shape = shapes[index];
    if (shape === undefined) return null;
    if (slot.kind === "var_keyword") return null;
    if (slot.kind === "var_positional") return tuple(several(random, 0, 4, () => generate(shape, making)));
    return slot.optional && random.chance(0.4) ? null : generate(shape, making);
  });
  if (!random.chance(0.35)) return values;
  // what is gathered by `*args` is no value of the shape
  const single = slots.map(({ kind }, index) => (/^var_/.test(kind) ? null : (values[index] ?? null)));
  return related(single, shapes, making).map((value, index) => value ?? values[index] ?? null);
}

function changed(seed: Input, { slots, shapes }: Request, making: Making): Input {
  const { random } = making;
  let input = seed;
  for (let round = random.whole(1, 3); round > 0; round -= 1) {
    const at = random.whole(0, slots.length - 1);
    input = input.map((value, index) => {
      const shape = shapes[index];
      if (index !== at || value === null || shape === undefined) return value;
      return random.chance(0.15) && slots[index]?.kind !== "var_positional"
        ? generate(shape, making)
        : mutate(value, making);
    });
  }
  return input;
}

/** Two parameters are seldom independent in the inputs that matter: a part of another, its length, or the same value. */
function related(values: (Expression | null)[], shapes: readonly Shape[], making: Making): Input {
  const { random } = making;
  if (values.length > 2 && random.chance(ALL_EQUAL)) return allEqual(values, shapes, making);
  const [from, to] = [random.whole(0, values.length - 1), random.whole(0, values.length - 1)];
  const [source, target, shape] = [values[from], values[to], shapes[to]];
  if (from === to || !source || !target || shape === undefined) return values;
  const value = derived(source, shapes[from], shape, making);
  return value === null ? values : values.map((old, index) => (index === to ? value : old));
}

/** One value for all parameters of its shape: with three and more, pairs alone never get there. */
function allEqual(values: (Expression | null)[], shapes: readonly Shape[], { random }: Making): Input {
  const from = random.whole(0, values.length - 1);
  const [source, shape] = [values[from], shapes[from]];
  if (!source || shape === undefined) return values;
  const key = shapeKey(shape);
  return values.map((old, index) => {
    const own = shapes[index];
    return old !== null && own !== undefined && shapeKey(own) === key ? source : old;
  });
}

function derived(source: Expression, from: Shape | undefined, to: Shape, making: Making): Expression | null {
  const { random } = making;
  if (from !== undefined && shapeKey(from) === shapeKey(to))
    return random.chance(0.5) ? source : mutate(source, making);
  if (source.kind === "string" && to.kind === "str") return text(source.value);
  if (source.kind === "list" || source.kind === "tuple") {
    const { items } = source;
    if (to.kind === "int" && (!isOf(items, ["integer"]) || random.chance(0.4)))
      return integer(random.whole(0, items.length));
    if (to.kind === "int" || to.kind === "float" || to.kind === "str")
      return random.pick(items.filter((item) => fits(item, to)));
    if (to.kind === "list") return list(items.filter(() => random.chance(0.6)));
  }
  if (source.kind === "string" && to.kind === "int") return integer(random.whole(0, source.value.length));
  return null;
}

const isOf = (items: readonly Expression[], kinds: string[]) => items.every(({ kind }) => kinds.includes(kind));

function fits(item: Expression, shape: Shape): boolean {
  if (shape.kind === "str") return item.kind === "string";
  const bare = item.kind === "unary" ? item.operand : item;
  return bare.kind === "integer" || (shape.kind === "float" && bare.kind === "float");
}
