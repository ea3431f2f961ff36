import type { Expression } from "../../ir/expression/ast.ts";
import { modulesOf } from "../../ir/expression/library-modules.ts";
import { namesOf } from "../../ir/expression/walk.ts";

/** Built-in functions and types whose calls change nothing and read nothing but their arguments. */
const BUILTINS: ReadonlySet<string> = new Set(
  (
    "abs all any ascii bin bool bytes callable chr complex dict divmod enumerate filter float format frozenset hash hex int " +
    "isinstance issubclass iter len list map max min next oct ord pow range repr reversed round set slice sorted str sum tuple type zip"
  ).split(" "),
);

export type Names = { status: "known"; imports: string[] } | { status: "unknown"; name: string };

/** The import statements that an expression over the parameters needs; or the first of its free names that nobody knows. */
export function importsFor(expression: Expression, parameters: ReadonlySet<string>): Names {
  const modules = modulesOf(expression);
  const imports: string[] = [];
  for (const name of namesOf(expression)) {
    if (parameters.has(name) || BUILTINS.has(name)) continue;
    if (!modules.has(name)) return { status: "unknown", name };
    imports.push(`import ${name}`);
  }
  return { status: "known", imports: imports.sort() };
}
