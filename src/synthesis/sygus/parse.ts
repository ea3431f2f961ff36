import { expand, substitute } from "../term/substitute.ts";
import {
  apply,
  boolean,
  type Definition,
  type Sort,
  sizeOf,
  sortOf,
  type Term,
  type Variable,
  variable,
} from "../term/term.ts";
import { type Callable, elaborate, type Names, OutOfScope, sortedVariables } from "./elaborate.ts";
import { readGrammar } from "./grammar.ts";
import type { InvariantConstraint, SygusProblem, SygusReading, Target } from "./problem.ts";
import { readSExpressions, type SExpression, SyntaxFault, sExpressionText } from "./s-expression.ts";

/** Commands that say nothing of the problem itself. */
const IGNORED = new Set(["set-option", "set-info", "set-feature", "check-synth", "check-synth-next"]);

/** Nodes of all constraints together after the expansion of definitions. */
const MAX_SIZE = 200_000;

/** Reads a problem in SyGuS-IF 2.1 (https://sygus.org/assets/pdf/SyGuS-IF_2.1.pdf), and the forms of version 1 that are still in use. */
export function parseSygus(text: string): SygusReading {
  try {
    const reader = new Reader();
    for (const command of readSExpressions(text)) reader.read(command);
    return { status: "read", problem: reader.finish() };
  } catch (error) {
    if (error instanceof SyntaxFault) return { status: "invalid", detail: error.message, ...placeOf(error.position) };
    if (error instanceof OutOfScope)
      return { status: "out_of_scope", construct: error.construct, ...placeOf(error.position) };
    throw error;
  }
}

const placeOf = ({ line, column }: { line: number; column: number }) => ({ line, column });

class Reader {
  #logic: string | null = null;
  #asked = false;
  #size = 0;
  readonly #targets: Target[] = [];
  readonly #variables = new Map<string, Variable>();
  readonly #definitions = new Map<string, Definition>();
  readonly #callables = new Map<string, Callable>();
  readonly #sorts = new Map<string, Sort>([
    ["Int", "Int"],
    ["Bool", "Bool"],
  ]);
  readonly #constraints: Term[] = [];
  readonly #assumptions: Term[] = [];
  readonly #invariants: InvariantConstraint[] = [];

  read(command: SExpression): void {
    const [head, ...rest] = command.kind === "list" ? command.items : [];
    if (head?.kind !== "symbol") throw new SyntaxFault("a command begins with its name", command);
    if (head.name === "check-synth") this.#asked = true;
    if (IGNORED.has(head.name) || this.#asked) return;
    const [first, second, third, ...more] = rest;
    switch (head.name) {
      case "set-logic":
        this.#logic = first === undefined ? null : sExpressionText(first);
        return;
      case "define-sort":
        if (first?.kind !== "symbol" || third === undefined) throw new SyntaxFault("a sort without its name", command);
        this.#sorts.set(first.name, this.#names().sort(third));
        return;
      case "declare-var":
        this.#declare(command, [first, second]);
        return;
      case "declare-primed-var":
        this.#declare(command, [first, second]);
        if (first?.kind === "symbol") this.#declare(command, [{ ...first, name: `${first.name}!` }, second]);
        return;
      case "define-fun":
        this.#define(command, rest);
        return;
      case "synth-fun": {
        if (third === undefined)
          throw new SyntaxFault("a function to be found has a name, parameters and a sort", command);
        this.#target(command, first, second, this.#names().sort(third), more);
        return;
      }
      case "synth-inv":
        this.#target(command, first, second, "Bool", third === undefined ? [] : [third, ...more]);
        return;
      case "constraint":
        this.#constraints.push(this.#formula(command, first));
        return;
      case "assume":
        this.#assumptions.push(this.#formula(command, first));
        return;
      case "inv-constraint":
        this.#invariant(command, rest);
        return;
      default:
        throw new OutOfScope(`command:${head.name}`, command);
    }
  }

  finish(): SygusProblem {
    const premises = this.#assumptions;
    const constraints =
      premises.length === 0
        ? this.#constraints
        : this.#constraints.map((constraint) => apply("=>", [...premises, constraint]));
    return {
      logic: this.#logic,
      targets: this.#targets,
      variables: [...this.#variables.values()],
      definitions: [...this.#definitions.values()],
      constraints,
      invariants: this.#invariants,
    };
  }

  #names(variables: readonly Variable[] = [...this.#variables.values()]): Names {
    return {
      values: new Map(variables.map((one) => [one.name, variable(one)])),
      callables: this.#callables,
      sort: (expression) => {
        const sort = expression.kind === "symbol" ? this.#sorts.get(expression.name) : undefined;
        if (sort === undefined) throw new OutOfScope(`sort:${sExpressionText(expression).slice(0, 60)}`, expression);
        return sort;
      },
    };
  }

  #declare(command: SExpression, [name, sort]: [SExpression | undefined, SExpression | undefined]): void {
    if (name?.kind !== "symbol" || sort === undefined)
      throw new SyntaxFault("a variable is a name and a sort", command);
    this.#variables.set(name.name, { name: name.name, sort: this.#names().sort(sort) });
  }

  #callable(command: SExpression, name: SExpression | undefined, list: SExpression | undefined): [string, Variable[]] {
    if (name?.kind !== "symbol" || list === undefined)
      throw new SyntaxFault("a function has a name and parameters", command);
    if (this.#callables.has(name.name)) throw new SyntaxFault(`${name.name} is there twice`, name);
    return [name.name, sortedVariables(list, this.#names().sort)];
  }

  #define(command: SExpression, [name, list, sort, body, more]: SExpression[]): void {
    if (sort === undefined || body === undefined || more !== undefined)
      throw new SyntaxFault("a definition has a name, parameters, a sort and a term", command);
    const [raw, parameters] = this.#callable(command, name, list);
    const of = this.#names().sort(sort);
    const term = this.#measured(expand(elaborate(body, this.#names(parameters)), this.#definitions), command);
    if (sortOf(term) !== of) throw new SyntaxFault(`${raw} is defined by a term of another sort`, body);
    this.#definitions.set(raw, { name: raw, parameters, sort: of, body: term });
    this.#callables.set(raw, { parameters, sort: of });
  }

  #target(
    command: SExpression,
    name: SExpression | undefined,
    list: SExpression | undefined,
    sort: Sort,
    grammar: SExpression[],
  ): void {
    const [raw, parameters] = this.#callable(command, name, list);
    const read = grammar.length === 0 ? null : readGrammar(grammar, parameters, this.#names(parameters));
    if (read !== null && read[0]?.sort !== sort)
      throw new SyntaxFault(`the grammar of ${raw} starts with another sort`, command);
    this.#targets.push({ name: raw, parameters, sort, grammar: read });
    this.#callables.set(raw, { parameters, sort });
  }

  #formula(command: SExpression, expression: SExpression | undefined): Term {
    if (expression === undefined) throw new SyntaxFault("a formula is missing", command);
    const term = this.#measured(expand(elaborate(expression, this.#names()), this.#definitions), expression);
    if (sortOf(term) !== "Bool") throw new SyntaxFault("a constraint is a formula", expression);
    return term;
  }

  #measured(term: Term, at: SExpression): Term {
    this.#size += sizeOf(term);
    if (this.#size > MAX_SIZE) throw new OutOfScope("too_large", at);
    return term;
  }

  #invariant(command: SExpression, names: SExpression[]): void {
    const [inv, pre, trans, post] = names.map((one) => (one.kind === "symbol" ? one.name : ""));
    const target = this.#targets.find(({ name }) => name === inv);
    const [before, step, after] = [pre, trans, post].map((name) => this.#definitions.get(name ?? ""));
    if (target === undefined || before === undefined || step === undefined || after === undefined || names.length !== 4)
      throw new SyntaxFault("an invariant constraint names an invariant and three defined predicates", command);
    const count = target.parameters.length;
    if (before.parameters.length !== count || after.parameters.length !== count || step.parameters.length !== 2 * count)
      throw new SyntaxFault("the predicates of an invariant constraint have its parameters", command);
    const state = target.parameters.map(({ name, sort }): Variable => ({ name: this.#fresh(name), sort }));
    const primed = state.map(({ name, sort }): Variable => ({ name: this.#fresh(`${name}!`), sort }));
    for (const one of [...state, ...primed]) this.#variables.set(one.name, one);
    const applied = ({ parameters, body }: Definition, values: readonly Variable[]): Term =>
      substitute(body, new Map(parameters.map(({ name }, index) => [name, valueAt(values, index)])));
    const call = (values: readonly Variable[]): Term => ({
      kind: "call",
      callee: target.name,
      operands: values.map(variable),
      sort: "Bool",
    });
    const [start, transition, end] = [
      applied(before, state),
      applied(step, [...state, ...primed]),
      applied(after, state),
    ];
    this.#constraints.push(
      apply("=>", [start, call(state)]),
      apply("=>", [apply("and", [call(state), transition]), call(primed)]),
      apply("=>", [call(state), end]),
    );
    this.#invariants.push({ invariant: target.name, state, primed, pre: start, transition, post: end });
  }

  /** A name that no variable has. */
  #fresh(name: string): string {
    let fresh = name;
    while (this.#variables.has(fresh) || this.#callables.has(fresh)) fresh += "_";
    return fresh;
  }
}

function valueAt(values: readonly Variable[], index: number): Term {
  const found = values[index];
  return found === undefined ? boolean(true) : variable(found);
}
