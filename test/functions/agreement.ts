import { parseExpression } from "../../src/ir/expression/parse.ts";
import { declared, sampleIr, sampleParameter } from "../../src/ir/ir.sample.ts";
import type { IR } from "../../src/ir/ir.ts";
import { execute } from "../../src/logic/execution/execute.ts";
import type { Execution, ExecutionOptions, Path } from "../../src/logic/execution/execution.ts";
import { and, apply, equal, FALSE, not, or, symbol, type Term, TRUE } from "../../src/logic/smt/term.ts";
import { encode, sequenceOf } from "../../src/logic/symbolic/codec.ts";
import { Fresh } from "../../src/logic/symbolic/fresh.ts";
import { translate } from "../../src/logic/symbolic/translate.ts";
import type { Pure, Symbolic } from "../../src/logic/symbolic/value.ts";
import { UnsupportedConstruct } from "../../src/logic/unsupported.ts";
import { parseModule } from "../../src/python/parse.ts";

/** Pure terms that say whether CPython's outcome of one call is what symbolic execution says of it. */

export interface FunctionParameter {
  name: string;
  annotation: string;
}

/** Literals by parameter; `aliased` are two parameters that are given one and the same list. */
export interface FunctionInput {
  values: Record<string, string>;
  aliased: [string, string] | null;
}

/** `after` has the parameters' literals when the call ended. Classes are innermost first. */
export type FunctionOutcome = { after: Record<string, string> } & (
  | { kind: "returned"; value: string }
  | { kind: "raised"; classes: string[] }
);

/** Terms about one call; `inputs` fix every parameter. */
export interface Agreement {
  inputs: { symbol: Term; sort: Term; term: Term }[];
  paths: { admits: Term; matches: Term; exact: boolean; says: string }[];
  gaps: { admits: Term; construct: string }[];
  cuts: { admits: Term; bound: string }[];
}

export const OPTIONS: ExecutionOptions = {
  unroll: 4,
  max_paths: 64,
  max_steps: 4000,
  invariants: new Map(),
  contracts: new Map(),
};

/** Executes the module's function of that name symbolically. */
export function executeFunction(source: string, name: string, parameters: readonly FunctionParameter[]): Execution {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(`${parsed.problem.message}:\n${source}`);
  const fn = parsed.module.functions.find(({ outline }) => outline.qualified_name === name);
  if (fn === undefined) throw new Error(`no function ${name}`);
  const sample = sampleIr();
  const ir: IR = {
    ...sample,
    signature: {
      ...sample.signature,
      parameters: parameters.map((parameter) =>
        sampleParameter(parameter.name, { type_hint: parameter.annotation, provenance: declared }),
      ),
    },
  };
  return execute(parsed.module, fn, ir, OPTIONS);
}

export function agreementOf(execution: Execution, input: FunctionInput, outcome: FunctionOutcome): Agreement {
  const inputs = execution.parameters.map(({ name, type, symbol: constant }) => {
    const term = encode(type, literalValue(input.values[name] ?? ""));
    if (term === null) throw new Error(`${name} = ${input.values[name]} is not of its type`);
    const { sort } = execution.declarations.find((declaration) => declaration.symbol === constant) ?? { sort: "" };
    return { symbol: constant, sort, term };
  });
  const identities = execution.declarations.filter(({ symbol: constant }) => / is /.test(constant));
  for (const { symbol: constant, sort } of identities) {
    const shared = input.aliased !== null && constant === symbol([...input.aliased].sort().join(" is "));
    inputs.push({ symbol: constant, sort, term: shared ? TRUE : FALSE });
  }
  return {
    inputs,
    paths: execution.paths.map((path) => ({
      admits: and(...path.condition),
      matches: matches(path, input, outcome),
      exact: path.exact,
      says: saying(path),
    })),
    gaps: execution.gaps.map(({ condition, construct }) => ({ admits: and(...condition), construct })),
    cuts: execution.cuts.map(({ condition, bound }) => ({ admits: and(...condition), bound })),
  };
}

/** True unless the call shows a disagreement: some gap or cut has it, or exactly one path, which says what CPython did. */
export function agrees({ paths, gaps, cuts }: Agreement): Term {
  const alone = paths.map(({ admits, matches: same }, index) =>
    and(admits, same, ...paths.filter((_, other) => other !== index).map((other) => not(other.admits))),
  );
  return or(...gaps.map(({ admits }) => admits), ...cuts.map(({ admits }) => admits), ...alone);
}

function saying({ outcome }: Path): string {
  return outcome.kind === "raise"
    ? `raise ${outcome.exception ?? "something"}`
    : `return ${outcome.value.map(({ guard, value }) => `[${guard}] ${"term" in value ? value.term : JSON.stringify(value)}`).join(" | ")}`;
}

function matches(path: Path, input: FunctionInput, outcome: FunctionOutcome): Term {
  const ends = matchesEnd(path, outcome);
  const after = Object.entries(outcome.after).map(([name, text]) => {
    const exit = path.exit.get(name) ?? (input.aliased?.includes(name) ? otherExit(path, input, name) : undefined);
    if (exit === undefined) return text === input.values[name] ? TRUE : FALSE;
    return same(exit, literalValue(text));
  });
  return and(ends, ...after);
}

/** Of two names of one object, the execution may say the change of either. */
function otherExit(path: Path, { aliased }: FunctionInput, name: string): Symbolic | undefined {
  return path.exit.get(aliased?.find((other) => other !== name) ?? "");
}

function matchesEnd({ outcome: says }: Path, outcome: FunctionOutcome): Term {
  if (outcome.kind === "raised") {
    if (says.kind !== "raise") return FALSE;
    return says.exception === null || says.exception === outcome.classes[0] ? TRUE : FALSE;
  }
  return says.kind === "return" ? same(says.value, literalValue(outcome.value)) : FALSE;
}

/** The value of a Python literal. */
function literalValue(text: string): Symbolic {
  const refuse = (name: string): never => {
    throw new UnsupportedConstruct(`name:${name}`);
  };
  return translate(parseExpression(text), { lookup: refuse, binds: () => false, old: null, fresh: new Fresh() }).value;
}

/** Same value of the same type: `True` is not `1` here. */
function same(value: Symbolic, literal: Symbolic): Term {
  const [expected] = literal;
  if (expected === undefined) throw new Error("a literal that raises");
  return or(...value.map((alternative) => and(alternative.guard, samePure(alternative.value, expected.value))));
}

function samePure(value: Pure, expected: Pure): Term {
  if (value.kind === "sequence" && expected.kind === "fixed") {
    if (value.flavour !== expected.flavour) return FALSE;
    const term = sequenceOf(value.element, expected.items);
    return term === null ? FALSE : equal(value.term, term);
  }
  if (value.kind === "fixed" && expected.kind === "fixed") {
    if (value.flavour !== expected.flavour || value.items.length !== expected.items.length) return FALSE;
    return and(...value.items.map((item, index) => same(item, expected.items[index] ?? [])));
  }
  if (value.kind !== expected.kind) return FALSE;
  if (value.kind === "none") return TRUE;
  if ("term" in value && "term" in expected) return apply("=", value.term, expected.term);
  throw new UnsupportedConstruct(`result:${value.kind}`);
}
