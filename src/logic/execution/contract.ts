import type { FunctionDef } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import { type PythonNode, walkNodes } from "../../python/parse-walk.ts";
import { and, FALSE, type Term } from "../smt/term.ts";
import { type Scope, translate } from "../symbolic/translate.ts";
import { type Symbolic, truth } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { anyOf } from "./any-value.ts";
import { MUTATING } from "./change-table.ts";
import type { Place } from "./evaluate.ts";
import type { CalleeContract } from "./execution.ts";
import type { Closure, Frame } from "./frame.ts";
import { scopeOf } from "./lookup.ts";
import { isMutableValue } from "./mutability.ts";
import type { Run } from "./run.ts";
import { assume, fork, place as placeAt, type Result, type State, type Value } from "./state.ts";

/**
 * A call by the callee's contract: its precondition is owed, its postconditions are all that is known of the result. The callee may raise as well,
 * of which a contract says nothing. `frame` has the parameters bound.
 */
export function byContract(
  { run, span }: Place,
  state: State,
  frame: Frame,
  closure: Closure & { definition: { kind: "def" } },
  contract: CalleeContract,
  values: readonly Value[],
): Result<Value>[] {
  const { node } = closure.definition;
  if (values.some(({ kind }) => kind === "object") && mayMutate(run, node, new Set()))
    throw new UnsupportedConstruct(`contract_of_mutating_call:${closure.name}`);
  const scope = scopeOf(run, state, frame);
  run.obligations.push({
    kind: "callee_precondition",
    subject: closure.key ?? closure.name,
    index: 0,
    condition: [...state.condition],
    holds: and(...contract.preconditions.map((clause) => holds(clause, { ...scope, old: scope }) ?? FALSE)),
  });
  const { holds: failing, fails: returning } = fork(
    run,
    { ...state, exact: false },
    run.unknown("raises", { kind: "bool" }),
  );
  const results: Result<Value>[] = [];
  if (failing !== null) results.push({ state: failing, raised: { exception: null, explicit: false, span } });
  if (returning === null) return results;
  const symbolic = anyOf(run, contract.returns, run.unknown(closure.name, contract.returns));
  let after: State | null = returning;
  for (const clause of contract.postconditions) {
    const known = holds(clause, withResult(scope, symbolic));
    if (known !== null && after !== null) after = assume(run, after, known);
  }
  if (after === null) return results;
  return [...results, resultOf(run, after, symbolic)];
}

function resultOf(run: Run, state: State, symbolic: Symbolic): { state: State; value: Value } {
  if (!isMutableValue(symbolic)) return { state, value: { kind: "plain", symbolic, reading: null } };
  const location = run.identity();
  const object = { symbolic, reading: null, shared: true, parameter: null, changed: false };
  return { state: placeAt(state, location, object), value: { kind: "object", location } };
}

function withResult(scope: Scope, result: Symbolic): Scope {
  return {
    ...scope,
    lookup: (name) => (name === "result" ? result : scope.lookup(name)),
    binds: (name) => name === "result" || scope.binds(name),
    old: scope,
  };
}

function holds(clause: Expression, scope: Scope): Term | null {
  try {
    const { value, defined } = translate(clause, scope);
    return and(defined, truth(value));
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return null;
    throw error;
  }
}

/** Whether a call may change its arguments, as far as the text tells: when in doubt, it may. */
function mayMutate(run: Run, node: FunctionDef, seen: Set<FunctionDef>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const { functions, defined, imports } = bindingsOf(run.module);
  const numbers = namesOfNumbers(node);
  for (const part of walkNodes(node)) {
    if ((part.nodeType === "Subscript" || part.nodeType === "Attribute") && part.ctx.nodeType !== "Load") return true;
    if (part.nodeType === "AugAssign" && !(part.target.nodeType === "Name" && numbers.has(part.target.id))) return true;
    if (part.nodeType !== "Call") continue;
    if (part.func.nodeType === "Attribute" && MUTATING.has(part.func.attr)) return true;
    if (part.func.nodeType !== "Name") continue;
    const callee = functions.get(part.func.id)?.node;
    if (
      callee?.nodeType === "FunctionDef"
        ? mayMutate(run, callee, seen)
        : defined.has(part.func.id) || imports.has(part.func.id)
    )
      return true;
  }
  return false;
}

/** Local names that only ever stand for new values: `+=` on them changes no argument. */
function namesOfNumbers(node: FunctionDef): Set<string> {
  const { posonlyargs, args, kwonlyargs } = node.args;
  const others = new Set([...posonlyargs, ...args, ...kwonlyargs].map(({ arg }) => arg));
  const names = new Set<string>();
  for (const part of walkNodes(node)) {
    if (part.nodeType === "Name" && part.ctx.nodeType === "Store") names.add(part.id);
    for (const name of aliasesIn(part)) others.add(name);
  }
  return new Set([...names].filter((name) => !others.has(name)));
}

/** Names that a statement may bind to an object that has another name. */
function aliasesIn(part: PythonNode): string[] {
  const stored = (target: PythonNode): string[] =>
    [...walkNodes(target)].flatMap((one) => (one.nodeType === "Name" && one.ctx.nodeType === "Store" ? [one.id] : []));
  switch (part.nodeType) {
    case "Assign":
      return NEW_VALUES.has(part.value.nodeType) ? [] : part.targets.flatMap(stored);
    case "AnnAssign":
    case "NamedExpr":
      return part.value !== undefined && NEW_VALUES.has(part.value.nodeType) ? [] : stored(part.target);
    case "For":
    case "Comprehension":
      return stored(part.target);
    case "WithItem":
      return part.optional_vars === undefined ? [] : stored(part.optional_vars);
    default:
      return [];
  }
}

const NEW_VALUES = new Set(["Constant", "BinOp", "UnaryOp", "Compare", "JoinedStr", "List", "ListComp", "Set", "Dict"]);
