import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, substitute } from "../../ir/expression/walk.ts";
import type { CodeFacts } from "../../signatures/facts.ts";
import { type Entry, partsOf } from "./entry.ts";
import { HELPERS } from "./library/helpers.ts";
import { literal } from "./values.ts";

/** Calls that take a generator where a list was written. */
const TAKES_GENERATOR = new Set(["sum", "all", "any", "max", "min", "sorted", "set", "tuple", "Counter", "dict"]);

function fuse(expression: Expression): Expression {
  if (expression.kind !== "call" || expression.arguments.length !== 1) return expression;
  const [argument] = expression.arguments;
  const { callee } = expression;
  const takes =
    (callee.kind === "name" && TAKES_GENERATOR.has(callee.name)) ||
    (callee.kind === "attribute" && (callee.attribute === "join" || callee.attribute === "prod"));
  if (!takes || argument?.kind !== "comprehension" || argument.form !== "list") return expression;
  const [clause] = argument.clauses;
  const plain =
    argument.clauses.length === 1 &&
    clause?.conditions.length === 0 &&
    clause.target.kind === "name" &&
    argument.element.kind === "name" &&
    clause.target.name === argument.element.name;
  const inner: Expression | undefined = plain ? clause?.iterable : { ...argument, form: "generator" };
  if (
    inner === undefined ||
    (inner.kind === "comprehension" && inner.form === "generator" && expression.keywords.length > 0)
  )
    return expression;
  return { ...expression, arguments: [inner] };
}

/** Python source of a program without a choice at its root. */
export function printEntry(entry: Entry): string {
  return printExpression(mapExpression(parseExpression(source(entry)), fuse));
}

function source(entry: Entry): string {
  const { form } = entry;
  switch (form.kind) {
    case "parameter":
      return form.name;
    case "constant":
      return literal(form.value);
    case "apply":
      return form.idiom.python.replaceAll(/\$(\d)/g, (_, index: string) => {
        const argument = form.arguments[Number(index)];
        return argument === undefined ? "" : operand(argument);
      });
    case "comprehension": {
      // A lambda takes the item whole.
      const packed = form.binders.length > 1 && form.comprehension.keyed;
      return form.comprehension.python.replaceAll(/\$([xsec])/g, (_, slot: string) => {
        if (slot === "x") return packed ? "pair" : form.binders.join(", ");
        if (slot === "e" && packed && form.element !== null) return unpack(form.element, form.binders);
        const part = slot === "s" ? form.source : slot === "e" ? form.element : form.condition;
        return part === null ? "" : operand(part);
      });
    }
    case "choice":
      return `${operand(form.then)} if ${operand(form.condition)} else ${operand(form.otherwise)}`;
  }
}

function unpack(entry: Entry, binders: readonly string[]): string {
  const items = binders.map((name, index): [string, Expression] => [name, parseExpression(`pair[${index}]`)]);
  return `(${printExpression(substitute(parseExpression(source(entry)), new Map(items)))})`;
}

const operand = (entry: Entry): string => {
  const text = source(entry);
  return entry.form.kind === "parameter" ? text : `(${text})`;
};

/** The whole function. A choice becomes an `if` statement. */
export function printProgram(entry: Entry, taken: ReadonlySet<string> = new Set()): CodeFacts {
  const parts = partsOf(entry);
  const idioms = parts.flatMap(({ form }) => (form.kind === "apply" ? [form.idiom] : []));
  const helpers: string[] = [];
  const need = (name: string): void => {
    const helper = HELPERS.get(name);
    if (helper === undefined || helpers.includes(helper.source)) return;
    helper.needs?.forEach(need);
    helpers.push(helper.source);
  };
  for (const { helper } of idioms) if (helper !== null) need(helper);
  // A helper gives way to the function and its parameters.
  const rename = (code: string): string => {
    const clashing = [...taken].filter((name) => HELPERS.has(name));
    return clashing.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}(?=\\()`, "g"), `${name}_`), code);
  };
  return {
    imports: [...new Set(idioms.flatMap(({ imports }) => imports))].sort(),
    helpers: rename(helpers.join("\n\n\n")),
    body: rename(statements(entry)),
  };
}

function statements(entry: Entry): string {
  const { form } = entry;
  if (form.kind !== "choice") return `return ${printEntry(entry)}`;
  return `if ${printEntry(form.condition)}:\n    return ${printEntry(form.then)}\n${statements(form.otherwise)}`;
}
