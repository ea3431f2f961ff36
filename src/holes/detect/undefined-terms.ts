import { modulesOf } from "../../ir/expression/library-modules.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { IR } from "../../ir/ir.ts";
import { isKnownName } from "../predicate.ts";
import type { Gap } from "./gap.ts";

/** Names that clauses use and nobody defines: nothing can check such a clause. */
export function undefinedTerms(ir: IR): Gap[] {
  const parameters = new Set(ir.signature.parameters.map(({ name }) => name).concat("result"));
  const clauses = new Map<string, IR["assertions"]>();
  for (const assertion of ir.assertions) {
    const expression = parseExpression(assertion.expression.text);
    const modules = modulesOf(expression);
    for (const name of namesOf(expression))
      if (!parameters.has(name) && !isKnownName(name) && !modules.has(name))
        clauses.set(name, [...(clauses.get(name) ?? []), assertion]);
  }
  return [...clauses].map(([name, users]) => ({
    clause: "intent",
    kind: "term",
    subject: name,
    type_hint: "str",
    description: `What does "${name}" mean? It is neither a parameter nor a Python built-in.`,
    context:
      `Without it nothing can check ${users.map(({ expression }) => `\`${expression.text}\``).join(", ")}.`.slice(
        0,
        4000,
      ),
    constraints: users.map(({ id }) => id),
    priority: "high",
    suggestions: [],
  }));
}
