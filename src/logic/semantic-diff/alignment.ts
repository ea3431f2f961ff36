import { renamedParameters } from "../../ir/diff-parameters.ts";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { sameExpression } from "../../ir/expression/text.ts";
import type { IR, Parameter } from "../../ir/ir.ts";

/** A parameter of either revision or of both, under the one name that stands for it in every clause. */
export interface AlignedParameter {
  /** The old name where there is one. */
  name: string;
  from: Parameter | null;
  to: Parameter | null;
}

export interface Alignment {
  parameters: AlignedParameter[];
  /** What each side's own parameter names stand for. */
  fromNames: ReadonlyMap<string, Expression>;
  toNames: ReadonlyMap<string, Expression>;
  /** Names that do not mean the same on both sides. */
  ambiguous: ReadonlySet<string>;
}

/**
 * Which parameters of two signatures are the same: by id, then by name, then those renamed in place. A parameter that only one side has stands
 * for its default, as a call that both sides admit leaves it out; without a literal default it is a name of which nothing is known.
 */
export function align(from: IR, to: IR): Alignment {
  const before = from.signature.parameters;
  const after = to.signature.parameters;
  const partner = new Map<Parameter, Parameter>();
  const taken = new Set<Parameter>();
  const pair = (matches: (old: Parameter, now: Parameter) => boolean) => {
    for (const now of after) {
      if (partner.has(now)) continue;
      const old = before.find((candidate) => !taken.has(candidate) && matches(candidate, now));
      if (old === undefined) continue;
      partner.set(now, old);
      taken.add(old);
    }
  };
  pair((old, now) => old.id === now.id);
  pair((old, now) => old.name === now.name);
  const renamed = renamedParameters(before, after);
  pair((old, now) => renamed.get(now.id) === old.id);

  const names = new Set(["result", ...before.map(({ name }) => name)]);
  const free = (name: string) => {
    let fresh = name;
    while (names.has(fresh)) fresh += "_";
    names.add(fresh);
    return fresh;
  };
  const parameters: AlignedParameter[] = before.map((old) => ({
    // A parameter called `result` hides the returned value on its own side only.
    name: old.name === "result" ? free("result") : old.name,
    from: old,
    to: after.find((now) => partner.get(now) === old) ?? null,
  }));
  for (const now of after) if (!partner.has(now)) parameters.push({ name: free(now.name), from: null, to: now });

  const fromNames = new Map<string, Expression>();
  const toNames = new Map<string, Expression>();
  for (const { name, from: old, to: now } of parameters) {
    const meaning = meaningOf(name, old, now);
    if (old !== null && !isName(meaning, old.name)) fromNames.set(old.name, meaning);
    if (now !== null && !isName(meaning, now.name)) toNames.set(now.name, meaning);
  }
  const ambiguous = [...fromNames, ...toNames].flatMap(([name, meaning]) =>
    meaning.kind === "name" ? [name, meaning.name] : [name],
  );
  return { parameters, fromNames, toNames, ambiguous: new Set(ambiguous) };
}

function meaningOf(name: string, old: Parameter | null, now: Parameter | null): Expression {
  const only = old === null ? now : now === null ? old : null;
  const left = only === null ? null : literalDefault(only);
  return left ?? { kind: "name", name };
}

/** What the function sees where a call leaves the parameter out; null when that is no literal of an immutable value. */
export function literalDefault(parameter: Parameter): Expression | null {
  if (parameter.kind === "var_positional") return { kind: "tuple", items: [] };
  if (parameter.default === null) return null;
  const expression = parseExpression(parameter.default);
  return isLiteral(expression) ? expression : null;
}

function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case "integer":
    case "float":
    case "string":
    case "boolean":
    case "none":
      return true;
    case "unary":
      return expression.operator === "-" && ["integer", "float"].includes(expression.operand.kind);
    case "tuple":
      return expression.items.every(isLiteral);
    default:
      return false;
  }
}

const isName = (expression: Expression, name: string): boolean =>
  expression.kind === "name" && expression.name === name;

/** Whether two expressions of the source say the same. */
export const sameSource = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && sameExpression(parseExpression(a), parseExpression(b)));
