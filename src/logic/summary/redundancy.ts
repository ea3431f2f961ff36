import type { Expression } from "../../ir/expression/ast.ts";
import type { IR } from "../../ir/ir.ts";
import type { PythonModule } from "../../python/module.ts";
import type { Execution, Path } from "../execution/execution.ts";
import { heldAt, speaksOfRaises } from "../prove/claim.ts";
import type { Case } from "../prove/judge.ts";
import { decide, type Question } from "../prove/question.ts";
import { Setting } from "../prove/setting.ts";
import { sortOf } from "../smt/sort.ts";
import { not, symbol, type Term } from "../smt/term.ts";
import { decode } from "../symbolic/codec.ts";
import { typeOfAnnotation } from "../types/annotation.ts";
import type { PythonType } from "../types/python-type.ts";
import { kindsOfResult } from "./result-kinds.ts";

/**
 * Which clauses follow from others in the list, whatever the body does: from none at all when they are true of every value. The earlier of equal ones
 * stays. The clauses of `before` count as earlier ones. Without knowledge of the result's type nothing follows.
 */
export async function redundant(
  clauses: readonly Expression[],
  before: readonly Expression[],
  module: PythonModule,
  given: Case,
): Promise<boolean[]> {
  const execution = anyExecution(given.setting.execution, given.ir);
  if (execution === null) return clauses.map(() => false);
  const setting = new Setting(execution, module);
  const byEarlier = await implied(clauses, (index) => [...before, ...clauses.slice(0, index)], setting, given);
  // What is left may still follow from later ones: the last of a circle of equals stays.
  const left = clauses.filter((_, index) => byEarlier[index] !== true);
  const byLater = await implied(left, (index) => left.slice(index + 1), setting, given);
  const dropped = new Set(left.filter((_, index) => byLater[index] === true));
  return clauses.map((clause, index) => byEarlier[index] === true || dropped.has(clause));
}

/** Which clauses follow from those that `others` gives for their position. */
async function implied(
  clauses: readonly Expression[],
  others: (index: number) => readonly Expression[],
  setting: Setting,
  given: Case,
): Promise<boolean[]> {
  const { paths } = setting.execution;
  const questions = clauses.map((clause, index): Question => {
    const earlier = others(index);
    const failures = paths.flatMap((path, position) => {
      const goal = heldOn(clause, path, position, setting);
      if (goal === null) return [{ known: [], goal: "true" }]; // no meaning: nothing makes it follow
      const known = earlier.flatMap((other) => heldOn(other, path, position, setting) ?? []);
      return [{ known, goal: not(goal) }];
    });
    return { known: given.preconditions, failures };
  });
  const answers = await decide(questions, setting, given.oracle);
  return answers.map(({ status }) => status === "impossible");
}

/** What a clause says at the end of a path: nothing where the path raises and the clause does not speak of that. */
function heldOn(clause: Expression, path: Path, position: number, setting: Setting): Term | null {
  if (path.outcome.kind === "raise" && !speaksOfRaises(clause)) return "true";
  const held = heldAt(clause, path, position, setting);
  return "construct" in held ? null : held.term;
}

/** An execution that may end in any way at all, with the same parameters. */
function anyExecution(execution: Execution, ir: IR): Execution | null {
  const type = resultType(execution, ir);
  if (type === null) return null;
  const declared: { name: string; type: PythonType; symbol: Term }[] = execution.parameters
    .filter(({ name }) => execution.paths.some(({ exit }) => exit.has(name)))
    .map(({ name, type: held }) => ({ name, type: held, symbol: symbol(`any ${name}`) }));
  const result = { name: "result", type, symbol: symbol("any result of all") };
  const common = {
    condition: [],
    exit: new Map(declared.map((changed) => [changed.name, decode(changed.type, changed.symbol)])),
    reading: { condition: null, result: null },
    exact: false,
  };
  return {
    ...execution,
    declarations: [
      ...execution.declarations,
      ...[...declared, result].map((constant) => ({
        symbol: constant.symbol,
        sort: sortOf(constant.type),
        term: null,
        type: constant.type,
      })),
    ],
    paths: [
      { ...common, outcome: { kind: "return", value: decode(type, result.symbol) } },
      { ...common, outcome: { kind: "raise", exception: null, explicit: false, span: null } },
    ],
    gaps: [],
    cuts: [],
    obligations: [],
  };
}

function resultType(execution: Execution, ir: IR): PythonType | null {
  const hint = ir.signature.returns.type_hint;
  const annotated = hint === null ? null : typeOfAnnotation(hint);
  if (annotated !== null && !mentionsOpaque(annotated)) return annotated;
  const kinds = kindsOfResult(execution);
  const [only, ...others] = kinds;
  if (others.length > 0) return null;
  if (only === "int" || only === "bool" || only === "str" || only === "none") return { kind: only };
  for (const { outcome } of execution.paths)
    if (outcome.kind === "return")
      for (const { value } of outcome.value)
        if (value.kind === "sequence") return { kind: "sequence", flavour: value.flavour, element: value.element };
  return null;
}

function mentionsOpaque(type: PythonType): boolean {
  switch (type.kind) {
    case "opaque":
      return true;
    case "sequence":
      return mentionsOpaque(type.element);
    case "tuple":
      return type.items.some(mentionsOpaque);
    case "union":
      return type.members.some(mentionsOpaque);
    case "dict":
      return mentionsOpaque(type.key) || mentionsOpaque(type.value);
    case "set":
      return mentionsOpaque(type.element);
    default:
      return false;
  }
}
