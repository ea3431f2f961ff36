import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf as freeNames, mapExpression, substitute } from "../../ir/expression/walk.ts";
import type { Assertion, ExpressionText, IR, Parameter } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import { BUILTIN_NAMES } from "../../python/effects/library/builtins.ts";
import type { Moment } from "../question.ts";
import { namesOf } from "../signature-types.ts";
import type { PythonType } from "../types/python-type.ts";
import type { AlignedParameter, Alignment } from "./alignment.ts";
import { alphaText } from "./alpha.ts";

export type SideName = "from" | "to";

/** A condition at one moment, over the names that both revisions share. */
export interface Claim {
  expression: Expression;
  moment: Moment;
  /** Equal for claims that say the same in the same words, bound variables aside. */
  key: string;
  /** Whether it speaks of exceptions, and so of calls that do not return. */
  speaksOfRaising: boolean;
}

export interface Clause {
  assertion: Assertion;
  claims: Claim[];
}

/** One revision as the comparison sees it. */
export interface Side {
  name: SideName;
  ir: IR;
  clauses: Clause[];
  /** Types of the shared names; null where nothing is known, absent where the side has no such name. */
  types: ReadonlyMap<string, PythonType | null>;
  result: PythonType | null;
  /** How types were found that no annotation gives, by name. */
  inferred: ReadonlyMap<string, string>;
  /** Parameters whose objects the function may change. */
  mayChange: ReadonlySet<string>;
}

/** Both revisions over the names of `alignment`. */
export function sidesOf(from: IR, to: IR, alignment: Alignment): Record<SideName, Side> {
  const read = (ir: IR, name: SideName) =>
    ir.assertions.map((assertion) => ({
      assertion,
      claims: momentsOf(assertion).map((moment) => claimOf(assertion.expression, moment, name, alignment)),
    }));
  const clauses = { from: read(from, "from"), to: read(to, "to") };
  const expressions = [...clauses.from, ...clauses.to].flatMap((clause) =>
    clause.claims.map(({ expression }) => expression),
  );
  return {
    from: sideOf("from", from, clauses.from, alignment, expressions),
    to: sideOf("to", to, clauses.to, alignment, expressions),
  };
}

function momentsOf({ category }: Assertion): Moment[] {
  return category === "precondition" ? ["entry"] : category === "postcondition" ? ["exit"] : ["entry", "exit"];
}

/** A condition of one side over the shared names. */
export function claimOf(source: ExpressionText, moment: Moment, side: SideName, alignment: Alignment): Claim {
  const [declared] = source.unsupported;
  const parsed: Expression =
    declared === undefined
      ? parseExpression(source.text)
      : { kind: "unsupported", construct: declared, text: source.text };
  const renamed = substitute(parsed, side === "from" ? alignment.fromNames : alignment.toNames);
  // Text outside the language is not renamed with the parameters: the same text then speaks of something else on the other side.
  const expression = mapExpression(renamed, (node) => ownText(node, side, alignment.ambiguous));
  return {
    expression,
    moment,
    key: `${moment} ${alphaText(expression)}`,
    speaksOfRaising: [...descendants(expression)].some(({ expression: node }) => node.kind === "raises"),
  };
}

function ownText(node: Expression, side: SideName, ambiguous: ReadonlySet<string>): Expression {
  if (node.kind !== "unsupported") return node;
  const words = node.text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.some((word) => ambiguous.has(word)) ? { ...node, text: `${node.text} # of ${side}` } : node;
}

function sideOf(name: SideName, ir: IR, clauses: Clause[], { parameters }: Alignment, expressions: Expression[]): Side {
  const own = (parameter: AlignedParameter) => (name === "from" ? parameter.from : parameter.to);
  const present = parameters.flatMap((parameter) => {
    const source = own(parameter);
    return source === null ? [] : [{ shared: parameter.name, source }];
  });
  const renamed: IR = {
    ...ir,
    signature: {
      ...ir.signature,
      parameters: present.map(({ shared, source }) => ({ ...source, name: shared })),
    },
  };
  const typed = namesOf(renamed, expressions);
  const shared = new Map(present.map((parameter) => [parameter.source.name, parameter.shared]));
  const everything = ir.effects.some(({ effect_type: type }) => type === "unknown_call");
  const changed = ir.effects.flatMap(({ effect_type: type, target }) => {
    const root = type === "mutation" ? /^\w+/.exec(target)?.[0] : undefined;
    return root === undefined ? [] : [shared.get(root) ?? root];
  });
  return {
    name,
    ir,
    clauses,
    types: new Map(typed.filter((entry) => entry.name !== "result").map((entry) => [entry.name, entry.type])),
    result: typed.find((entry) => entry.name === "result")?.type ?? null,
    inferred: new Map([
      ...typed.flatMap((entry) => (entry.assumption === null ? [] : [[entry.name, entry.assumption] as const])),
      ...present.flatMap((parameter) => derived(parameter.shared, parameter.source)),
      ...derived("result", ir.signature.returns),
    ]),
    mayChange: new Set(everything ? present.map((parameter) => parameter.shared) : changed),
  };
}

/** A type that an analysis found is no annotation: callers were not told of it. */
function derived(
  name: string,
  { type_hint: hint, provenance }: Pick<Parameter, "type_hint" | "provenance">,
): [string, string][] {
  return hint === null || STATED.has(provenance.source) ? [] : [[name, `inferred-type:${name}`]];
}

/** Where a statement comes from that somebody made. */
const STATED: ReadonlySet<Provenance["source"]> = new Set(["declared", "human", "agent"]);

/** Names of functions and globals outside of the contract, whose meaning a revision may have changed. */
export function foreignNames(expression: Expression, known: (name: string) => boolean): string[] {
  const names = freeNames(expression).filter((name) => !known(name) && !BUILTIN_NAMES.has(name));
  const methods = [...descendants(expression)].flatMap(({ expression: node }) =>
    node.kind === "call" && node.callee.kind === "attribute" ? [`.${node.callee.attribute}`] : [],
  );
  return [...new Set([...names, ...methods])];
}
