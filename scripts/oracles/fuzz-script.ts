import { parseExpression } from "../../src/ir/expression/parse.ts";
import { type Constant, script } from "../../src/logic/smt/script.ts";
import { sortOf } from "../../src/logic/smt/sort.ts";
import { and, equal, FALSE, not, or, type Term } from "../../src/logic/smt/term.ts";
import { decode, encode } from "../../src/logic/symbolic/codec.ts";
import { equals } from "../../src/logic/symbolic/compare.ts";
import { Fresh } from "../../src/logic/symbolic/fresh.ts";
import { type Scope, translate } from "../../src/logic/symbolic/translate.ts";
import type { Meaning, Pure, Symbolic } from "../../src/logic/symbolic/value.ts";
import { typeOfAnnotation } from "../../src/logic/types/annotation.ts";
import { UnsupportedConstruct } from "../../src/logic/unsupported.ts";
import type { CaseOutcome, FuzzCase } from "./fuzz-case.ts";
import { Ground } from "./ground.ts";
import { TYPED_NAMES } from "./random-typed-expression.ts";

/** What the translation has to say of a case. */
export interface Claims {
  declarations: Constant[];
  /** Values of the names, by their constants. */
  inputs: { symbol: Term; term: Term }[];
  /** Holds exactly when the translation means what CPython answered: the value with its type, or the class of the first exception. */
  agrees: Term;
  /** Each has to hold of the inputs. */
  axioms: Term[];
}

/** The claims, or the construct that has no meaning. */
export function claimsOf({ python, values }: FuzzCase, outcome: CaseOutcome): Claims | { construct: string } {
  const fresh = new Fresh();
  const declarations: Constant[] = [];
  const inputs: Claims["inputs"] = [];
  const scope = scopeOf((name) => {
    const known = TYPED_NAMES[name];
    if (known === undefined) throw new UnsupportedConstruct(`name:${name}`);
    return decode(typeOfAnnotation(known.annotation), `|${name}|`);
  }, fresh);
  try {
    const expression = parseExpression(python);
    for (const name of Object.keys(TYPED_NAMES).filter((one) => new RegExp(`\\b${one}\\b`).test(python))) {
      const annotation = TYPED_NAMES[name]?.annotation;
      if (annotation === undefined) continue;
      const type = typeOfAnnotation(annotation);
      const term = encode(type, literal(values[name] ?? "", type.kind));
      if (term === null) throw new Error(`cannot encode ${name} = ${values[name]}`);
      declarations.push({ symbol: `|${name}|`, sort: sortOf(type), term: null, type });
      inputs.push({ symbol: `|${name}|`, term });
    }
    const meaning = translate(expression, scope);
    if (fresh.inexact) return { construct: "inexact" };
    const expected = expectation(meaning, outcome, fresh);
    const consistent = equal(meaning.defined, not(or(...meaning.faults.map(({ when }) => when))));
    return {
      declarations: [...declarations, ...fresh.constants],
      inputs,
      agrees: and(expected, consistent),
      axioms: fresh.axioms,
    };
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return { construct: error.construct };
    throw error;
  }
}

/** What the evaluator of ground terms makes of the claims: `wrong` and `axiom` are disagreements, `open` is for a solver. */
export function evaluated({ declarations, inputs, agrees, axioms }: Claims): "agrees" | "wrong" | "axiom" | "open" {
  const fixed = new Map(inputs.map(({ symbol, term }) => [symbol, term]));
  const definitions = declarations.map((one) => ({ ...one, term: fixed.get(one.symbol) ?? one.term }));
  const ground = new Ground(definitions);
  const truths = axioms.map((axiom) => ground.truth(axiom));
  const answer = ground.truth(agrees);
  if (truths.includes(false)) return "axiom";
  if (answer === false) return "wrong";
  if (answer === null) return "open";
  const left = axioms.filter((_, index) => truths[index] === null);
  // Axioms may speak of what has no value where the expression raises: they exclude no execution if one way to choose it meets them all.
  const isMet = (free: Free) => {
    const chosen = new Ground(definitions, free);
    return left.every((axiom) => chosen.truth(axiom) === true);
  };
  return left.length === 0 || FREE.some(isMet) ? "agrees" : "open";
}

type Free = bigint | string | boolean | [];
const FREE: Free[] = [0n, "", [], false];

/**
 * A script that is unsatisfiable exactly when the translation means what CPython answered, whatever its axioms say; or, of the `axioms`, one
 * that has to be satisfiable.
 */
export function scriptOf({ declarations, inputs, agrees, axioms }: Claims, of: "agreement" | "axioms"): string {
  const given = inputs.map(({ symbol, term }) => equal(symbol, term));
  return of === "agreement"
    ? script({ declarations, facts: [], assertions: [...given, not(agrees)] })
    : script({ declarations, facts: [], assertions: [...given, ...axioms] });
}

const scopeOf = (lookup: Scope["lookup"], fresh: Fresh): Scope => ({
  lookup,
  binds: (name) => Object.hasOwn(TYPED_NAMES, name),
  old: null,
  fresh,
});

/** The value of a Python literal; an empty display takes the type that is wanted where it is encoded. */
function literal(text: string, kind: string): Symbolic {
  const none = scopeOf((name) => {
    throw new UnsupportedConstruct(`name:${name}`);
  }, new Fresh());
  const { value } = translate(parseExpression(text), none);
  const [only] = value;
  if (kind !== "set" || only?.value.kind !== "fixed" || only.value.items.length === 0) return value;
  const as = parseExpression(`set([${text.slice(1, -1)}])`);
  return translate(as, none).value;
}

function expectation(meaning: Meaning, outcome: CaseOutcome, fresh: Fresh): Term {
  if ("raises" in outcome) {
    const first = meaning.faults.map(({ exception, when }, index) =>
      exception === outcome.raises || exception === null
        ? and(when, ...meaning.faults.slice(0, index).map((earlier) => not(earlier.when)))
        : FALSE,
    );
    return and(not(meaning.defined), or(...first));
  }
  const expected = literal(outcome.value, "");
  const [only, ...others] = expected;
  if (only === undefined || others.length > 0) throw new UnsupportedConstruct("expected_value");
  return and(
    meaning.defined,
    or(...meaning.value.map(({ guard, value }) => and(guard, same(value, only.value, fresh)))),
  );
}

/** Equality of value and of type, and for dicts of the order of their keys. */
function same(value: Pure, expected: Pure, fresh: Fresh): Term {
  if (kindOf(value) !== kindOf(expected)) return FALSE;
  if (value.kind === "dict" && expected.kind === "dict" && value.of !== null && expected.of !== null)
    return and(equals(value, expected, fresh), equal(value.of.keys, expected.of.keys));
  if (value.kind === "fixed" && expected.kind === "fixed" && value.flavour !== "set") {
    if (value.items.length !== expected.items.length) return FALSE;
    return and(
      ...value.items.map((item, index) => {
        const other = expected.items[index]?.[0]?.value;
        if (other === undefined) return FALSE;
        return or(...item.map(({ guard, value: held }) => and(guard, same(held, other, fresh))));
      }),
    );
  }
  return equals(value, expected, fresh);
}

function kindOf(value: Pure): string {
  if (value.kind === "sequence" || value.kind === "fixed") return value.flavour;
  if (value.kind === "items") throw new UnsupportedConstruct("iterator");
  return value.kind;
}
