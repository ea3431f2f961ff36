import type { Expression } from "../../../ir/expression/ast.ts";
import { descendants } from "../../../ir/expression/children.ts";
import { parseExpression } from "../../../ir/expression/parse.ts";
import { printExpression } from "../../../ir/expression/print.ts";
import { stringRepr } from "../../../ir/expression/repr.ts";
import { mapExpression, namesOf } from "../../../ir/expression/walk.ts";
import type { Assertion, IR } from "../../../ir/ir.ts";
import { executable } from "../../../synthesis/contract/executable.ts";
import type { AssertionMode } from "../../run.ts";

/** Statements around the body that enforce the contract. `after` refers to the value returned as `result`. */
export interface Enforcement {
  before: string[];
  after: string[];
  needs_copy: boolean;
}

/** Immutable types, whose values on entry need no copy. */
const IMMUTABLE = /^(?:int|float|bool|str|bytes|complex|None|\||\s|tuple\[(?:int|float|str|bool|, |\.\.\.)*\])+$/;

/**
 * The contract's clauses as statements. A clause about exceptions cannot be checked from inside, and one that the code was not shown to meet is not enforced: both stand as comments, as do all of
 * them with the mode `comment`. Values on entry are copied where a clause asks for them.
 */
export function enforcement(ir: IR, mode: AssertionMode): Enforcement {
  if (mode === "off") return { before: [], after: [], needs_copy: false };
  const before: string[] = [];
  const after: string[] = [];
  const entry = new EntryValues(ir);
  for (const assertion of ir.assertions) {
    const { category, expression } = assertion;
    if (expression.unsupported.length > 0) continue;
    const parsed = parseExpression(expression.text);
    if (mode === "comment" || !enforceable(ir, assertion, parsed)) {
      before.push(`# ${category}: ${expression.text}`);
    } else if (category === "precondition") {
      before.push(...check(printExpression(executable(parsed)), expression.text, mode, "ValueError"));
    } else {
      const later = entry.captured(parsed);
      after.push(...check(printExpression(executable(later)), expression.text, mode, "AssertionError"));
    }
  }
  if (mode === "comment") {
    for (const { exception, when } of ir.signature.raises)
      before.push(`# raises ${exception}${when === null ? "" : ` when ${when.text}`}`);
  }
  return { before: [...before, ...entry.statements], after, needs_copy: entry.needs_copy };
}

const SHOWN = new Set(["proved", "bounded", "tested"]);

function enforceable(ir: IR, { category, verdict }: Assertion, expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) if (part.kind === "raises") return false;
  if (ir.signature.is_async || ir.signature.is_generator) return false;
  // A precondition that stood before a stated exception would change which exception a caller sees.
  if (category === "precondition") return !ir.signature.raises.some(({ when }) => when !== null);
  return SHOWN.has(verdict.status);
}

function check(condition: string, text: string, mode: AssertionMode, exception: string): string[] {
  if (mode === "assert") return [`assert ${condition}`];
  return [`if not (${condition}):`, `    raise ${exception}(${stringRepr(text)})`];
}

/** Values on entry that clauses about the end of the call speak of, each kept once under a name of its own. */
class EntryValues {
  readonly statements: string[] = [];
  needs_copy = false;
  readonly #ir: IR;
  readonly #names = new Map<string, string>();

  constructor(ir: IR) {
    this.#ir = ir;
  }

  captured(expression: Expression): Expression {
    return mapExpression(expression, (part) =>
      part.kind === "old" ? { kind: "name", name: this.#keep(part.value) } : part,
    );
  }

  #keep(value: Expression): string {
    const text = printExpression(executable(value));
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const taken = new Set([
      ...this.#ir.signature.parameters.map(({ name }) => name),
      ...this.#names.values(),
      "result",
    ]);
    const stem = value.kind === "name" ? `old_${value.name}` : "old_value";
    let name = stem;
    for (let number = 2; taken.has(name); number++) name = `${stem}_${number}`;
    this.#names.set(text, name);
    const hints = namesOf(value).map(
      (used) => this.#ir.signature.parameters.find((item) => item.name === used)?.type_hint ?? null,
    );
    const immutable = hints.length > 0 && hints.every((hint) => hint !== null && IMMUTABLE.test(hint));
    if (!immutable) this.needs_copy = true;
    this.statements.push(immutable ? `${name} = ${text}` : `${name} = copy.deepcopy(${text})`);
    return name;
  }
}
