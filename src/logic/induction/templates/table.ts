import type { Expression } from "../../../ir/expression/ast.ts";
import { parseExpression } from "../../../ir/expression/parse.ts";
import { targetNames } from "../../../ir/expression/scopes.ts";
import { namesOf, substitute } from "../../../ir/expression/walk.ts";
import type { PythonType } from "../../types/python-type.ts";
import { folded, integerOf, length, name } from "../build.ts";
import type { LoopContext } from "../context.ts";

/**
 * What may stand for a letter of a template:
 * `number`, `flag`, `items` (something with a length), `any`: a name that the loop changes, of such a type;
 * `start`: the value that the template's first letter has when the loop begins;
 * `bound`: a whole number that the loop leaves alone (a name, a length), or the other side of its condition;
 * `other number`, `other items`: a second name of that type, changed or not; `counter`: the number of finished turns.
 */
type Hole =
  | "number"
  | "flag"
  | "items"
  | "any"
  | "optional"
  | "start"
  | "bound"
  | "other number"
  | "other items"
  | "counter";

interface Template {
  text: string;
  holes: Record<string, Hole>;
}

/** Shapes of invariants, those that others lean on first. */
const TEMPLATES: Template[] = [
  { text: "k >= 0", holes: { k: "counter" } },
  { text: "k <= n", holes: { k: "counter", n: "bound" } },
  { text: "x == s", holes: { x: "any", s: "start" } },
  { text: "len(x) == len(s)", holes: { x: "items", s: "start" } },
  { text: "len(x) == len(s) + k", holes: { x: "items", s: "start", k: "counter" } },
  { text: "len(x) <= len(s) + k", holes: { x: "items", s: "start", k: "counter" } },
  { text: "len(x) >= len(s)", holes: { x: "items", s: "start" } },
  { text: "len(x) <= len(s)", holes: { x: "items", s: "start" } },
  { text: "x == s + k", holes: { x: "number", s: "start", k: "counter" } },
  { text: "x == s - k", holes: { x: "number", s: "start", k: "counter" } },
  { text: "x >= 0", holes: { x: "number" } },
  { text: "x >= 1", holes: { x: "number" } },
  { text: "x <= 0", holes: { x: "number" } },
  { text: "x >= s", holes: { x: "number", s: "start" } },
  { text: "x <= s", holes: { x: "number", s: "start" } },
  { text: "x <= s + k", holes: { x: "number", s: "start", k: "counter" } },
  { text: "x >= k", holes: { x: "number", k: "counter" } },
  { text: "x <= n", holes: { x: "number", n: "bound" } },
  { text: "x < n", holes: { x: "number", n: "bound" } },
  { text: "x <= n + 1", holes: { x: "number", n: "bound" } },
  { text: "x >= n", holes: { x: "number", n: "bound" } },
  { text: "x <= y", holes: { x: "number", y: "other number" } },
  { text: "x >= y", holes: { x: "number", y: "other number" } },
  { text: "x < y", holes: { x: "number", y: "other number" } },
  { text: "x <= y + 1", holes: { x: "number", y: "other number" } },
  { text: "len(x) == len(y)", holes: { x: "items", y: "other items" } },
  { text: "len(x) == y", holes: { x: "items", y: "other number" } },
  { text: "len(x) == k", holes: { x: "items", k: "counter" } },
  { text: "len(x) <= k", holes: { x: "items", k: "counter" } },
  { text: "len(x) > 0", holes: { x: "items" } },
  { text: "x", holes: { x: "flag" } },
  { text: "not x", holes: { x: "flag" } },
  { text: "x is not None", holes: { x: "optional" } },
  { text: "implies(k > 0, x is not None)", holes: { x: "optional", k: "counter" } },
];

const PARSED = TEMPLATES.map(({ text, holes }) => ({ expression: parseExpression(text), holes }));

/** Every filling of every template. */
export function tableCandidates(context: LoopContext): Expression[] {
  const bounds = boundsOf(context);
  return PARSED.flatMap(({ expression, holes }) =>
    fillings(context, bounds, Object.entries(holes)).map((filling) => folded(substitute(expression, filling))),
  );
}

function fillings(
  context: LoopContext,
  bounds: Expression[],
  holes: [string, Hole][],
): ReadonlyMap<string, Expression>[] {
  let filled: Map<string, Expression>[] = [new Map()];
  for (const [letter, hole] of holes) {
    filled = filled.flatMap((filling) => {
      const [first] = filling.values();
      return choices(context, bounds, hole, first?.kind === "name" ? first.name : null).map((choice) =>
        new Map(filling).set(letter, choice),
      );
    });
  }
  return filled;
}

function choices(context: LoopContext, bounds: Expression[], hole: Hole, first: string | null): Expression[] {
  const { unchanged } = context.site;
  const targets = context.code.target === null ? [] : targetNames(context.code.target);
  // The items of a loop have their own templates.
  const changed = context.site.changed.filter((known) => !targets.includes(known.name));
  const named = (known: readonly { name: string; type: PythonType }[], fits: (type: PythonType) => boolean) =>
    known.filter(({ type, name: other }) => fits(type) && other !== first).map((entry) => name(entry.name));
  switch (hole) {
    case "number":
      return named(changed, ({ kind }) => kind === "int");
    case "flag":
      return named(changed, ({ kind }) => kind === "bool");
    case "items":
      return named(changed, hasLength);
    case "any":
      return named(changed, ({ kind }) => ["int", "bool", "str", "sequence", "union", "none"].includes(kind));
    case "optional":
      return named(changed, ({ kind }) => kind === "union" || kind === "none");
    case "start": {
      const start = first === null ? null : context.code.start(first);
      return start === null ? [] : [start];
    }
    case "bound":
      return bounds;
    case "other number":
      return named(changed, ({ kind }) => kind === "int");
    case "other items":
      return named([...changed, ...unchanged], hasLength);
    case "counter":
      return [context.counter];
  }
}

const hasLength = ({ kind }: PythonType): boolean => kind === "sequence" || kind === "str";

/** Whole numbers that stand still while the loop runs. */
function boundsOf(context: LoopContext): Expression[] {
  const { site, code } = context;
  const bounds: Expression[] = code.items === null ? [] : [code.items.count];
  for (const { name: known, type } of site.unchanged) {
    if (type.kind === "int") bounds.push(name(known));
    else if (hasLength(type)) bounds.push(length(name(known)));
  }
  const test = code.test;
  const links = test === null ? [] : test.kind === "logical" ? test.operands : [test];
  for (const link of links)
    if (link.kind === "comparison")
      for (const side of [link.first, ...link.rest.map(({ operand }) => operand)])
        if (side.kind !== "name" && namesOf(side).every((free) => !site.changed.some((known) => known.name === free)))
          if (integerOf(side) === null || integerOf(side) !== 0n) bounds.push(side);
  return bounds;
}
