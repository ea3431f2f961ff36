import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { RETURN } from "../subjects.ts";
import { atom, type TypeTerm, Unifier } from "./unify.ts";

export interface InferredType {
  hole: Hole;
  annotation: string;
  /** Clauses that speak of it. */
  clauses: string[];
}

/** Marks suggestions of types that follow: they are replaced when another type does. */
export const INFERRED = "Follows from the types of what the clauses compare it with.";

/** Equality does not force one type on both sides (`1 == 1.0`), so what follows from it is a suggestion. */
export const INFERRED_CONFIDENCE = 0.8;

/** Types of open holes that follow from the known types by what the clauses say: `result in xs` makes the result an element of `xs`. */
export function inferredTypes(ir: IR): InferredType[] {
  const open = ir.holes.filter(
    ({ status, clause, kind }) => status === "open" && clause === "signature" && kind === "type",
  );
  if (open.length === 0) return [];
  const equations = new Equations(ir);
  return open.flatMap((hole): InferredType[] => {
    const name = nameOf(ir, hole);
    const annotation = name === null ? null : equations.typeOf(name);
    if (name === null || annotation === null) return [];
    return [{ hole, annotation, clauses: equations.clausesAbout(name) }];
  });
}

/** The type of a name that follows from the other types by the clauses; null where none does. */
export const inferredTypeOf = (ir: IR, name: string): string | null => new Equations(ir).typeOf(name);

/** The name of which a type hole asks the type. */
export function nameOf({ signature }: IR, { subject }: Hole): string | null {
  if (subject === RETURN || subject === "result") return "result";
  return signature.parameters.find(({ id, name }) => id === subject || name === subject)?.name ?? null;
}

interface Membership {
  container: TypeTerm;
  element: TypeTerm;
}

class Equations {
  readonly #unifier = new Unifier();
  readonly #names = new Map<string, TypeTerm>();
  readonly #memberships: Membership[] = [];
  readonly #clauses: { text: string; names: ReadonlySet<string> }[] = [];

  constructor(ir: IR) {
    for (const parameter of ir.signature.parameters) this.#declare(parameter.name, parameterType(parameter));
    const { type_hint: hint } = ir.signature.returns;
    if (!this.#names.has("result")) this.#declare("result", hint === null ? null : typeOfAnnotation(hint));
    for (const { expression } of ir.assertions) {
      if (expression.unsupported.length > 0) continue;
      const used = new Set<string>();
      this.#read(parseExpression(expression.text), this.#names, used);
      if (used.size > 0) this.#clauses.push({ text: expression.text, names: used });
    }
    // Each round settles at least one container, or nothing more follows.
    for (let settled = true; settled; ) {
      settled = false;
      for (const membership of [...this.#memberships]) {
        const items = this.#itemsOf(membership.container);
        if (items === null) continue;
        this.#memberships.splice(this.#memberships.indexOf(membership), 1);
        this.#unifier.unify(membership.element, items);
        settled = true;
      }
    }
    // What holds elements of a known type and is otherwise unknown is most often a list.
    for (const { container, element } of this.#memberships)
      if ("variable" in this.#unifier.shallow(container))
        this.#unifier.unify(container, { name: "list", args: [element] });
  }

  #declare(name: string, type: ReturnType<typeof parameterType>): void {
    this.#names.set(name, type === null ? this.#unifier.fresh() : this.#unifier.termOf(type));
  }

  typeOf(name: string): string | null {
    const term = this.#names.get(name);
    return term === undefined ? null : this.#unifier.annotation(term);
  }

  clausesAbout(name: string): string[] {
    return this.#clauses
      .filter(({ names }) => names.has(name))
      .map(({ text }) => text)
      .slice(0, 3);
  }

  #itemsOf(container: TypeTerm): TypeTerm | null {
    const known = this.#unifier.shallow(container);
    if ("variable" in known) return null;
    const [first] = known.args;
    if (known.name === "str") return atom("str");
    if (known.name === "tuple") return known.args.length === 1 && first !== undefined ? first : this.#unifier.fresh();
    return first ?? this.#unifier.fresh();
  }

  #element(container: TypeTerm): TypeTerm {
    const element = this.#unifier.fresh();
    this.#memberships.push({ container, element });
    return element;
  }

  /** Notes what a condition says of the types of its parts. */
  #read(condition: Expression, names: ReadonlyMap<string, TypeTerm>, used: Set<string>): void {
    switch (condition.kind) {
      case "logical":
        for (const operand of condition.operands) this.#read(operand, names, used);
        return;
      case "implies":
        this.#read(condition.left, names, used);
        this.#read(condition.right, names, used);
        return;
      case "unary":
        if (condition.operator === "not") this.#read(condition.operand, names, used);
        return;
      case "comparison": {
        let left = condition.first;
        for (const { operator, operand } of condition.rest) {
          const [one, other] = [this.#term(left, names, used), this.#term(operand, names, used)];
          left = operand;
          if (one === null || other === null) continue;
          if (operator === "in" || operator === "not in") this.#memberships.push({ container: other, element: one });
          else if (operator === "==" || operator === "<" || operator === "<=" || operator === ">" || operator === ">=")
            this.#unifier.unify(one, other);
        }
        return;
      }
      case "call":
        if (condition.callee.kind === "name" && (condition.callee.name === "all" || condition.callee.name === "any")) {
          const [generator] = condition.arguments;
          if (generator?.kind !== "comprehension") return;
          this.#read(generator.element, this.#within(generator, names, used), used);
        }
        return;
      default:
        return;
    }
  }

  /** The names inside of a comprehension. */
  #within(
    { clauses }: Extract<Expression, { kind: "comprehension" }>,
    names: ReadonlyMap<string, TypeTerm>,
    used: Set<string>,
  ): Map<string, TypeTerm> {
    const inner = new Map(names);
    for (const { target, iterable, conditions } of clauses) {
      const container = this.#term(iterable, inner, used);
      if (target.kind === "name")
        inner.set(target.name, container === null ? this.#unifier.fresh() : this.#element(container));
      for (const condition of conditions) this.#read(condition, inner, used);
    }
    return inner;
  }

  /** The type of an expression as a term; null where nothing follows from it. */
  #term(expression: Expression, names: ReadonlyMap<string, TypeTerm>, used: Set<string>): TypeTerm | null {
    const recur = (part: Expression) => this.#term(part, names, used);
    switch (expression.kind) {
      case "integer":
        return atom("int");
      case "float":
        return atom("float");
      case "string":
        return atom("str");
      case "boolean":
        return atom("bool");
      case "name": {
        const known = names.get(expression.name);
        if (known === undefined) return null;
        if (this.#names.get(expression.name) === known) used.add(expression.name);
        return known;
      }
      case "old":
        return recur(expression.value);
      case "list": {
        const [first] = expression.items;
        const item = first === undefined ? this.#unifier.fresh() : recur(first);
        return item === null ? null : { name: "list", args: [item] };
      }
      case "subscript": {
        const object = recur(expression.object);
        if (object === null) return null;
        if (expression.index.kind === "slice") return object;
        const known = this.#unifier.shallow(object);
        if (!("variable" in known) && known.name === "dict") return known.args[1] ?? null;
        return this.#element(object);
      }
      case "comprehension": {
        const item = this.#term(expression.element, this.#within(expression, names, used), used);
        return item === null || expression.form === "generator" ? null : { name: expression.form, args: [item] };
      }
      case "call":
        return this.#call(expression, recur);
      default:
        return null;
    }
  }

  #call(
    { callee, arguments: operands }: Extract<Expression, { kind: "call" }>,
    recur: (part: Expression) => TypeTerm | null,
  ): TypeTerm | null {
    const [first, ...others] = operands;
    if (callee.kind !== "name" || first === undefined) return null;
    const term = recur(first);
    switch (callee.name) {
      case "len":
      case "ord":
        return atom("int");
      case "str":
        return atom("str");
      case "abs":
        return term;
      case "min":
      case "max":
        return others.length > 0 || term === null ? term : this.#element(term);
      case "sorted":
      case "list":
        return term === null ? null : { name: "list", args: [this.#element(term)] };
      case "set":
        return term === null ? null : { name: "set", args: [this.#element(term)] };
      default:
        return null;
    }
  }
}
