import type { Expression } from "../../ir/expression/ast.ts";

type Call = Expression & { kind: "call" };

/** A function of `math` in terms of the language, where the two agree for every argument; null for the others. */
export function mathematics(name: string, { arguments: parts, keywords }: Call): Expression | null {
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || keywords.length > 0 || only.kind === "starred") return null;
  const down = (operand: Expression): Expression => ({
    kind: "call",
    callee: { kind: "name", name: "int" },
    arguments: [{ kind: "binary", operator: "//", left: operand, right: { kind: "integer", value: 1n } }],
    keywords: [],
  });
  const minus = (operand: Expression): Expression => ({ kind: "unary", operator: "-", operand });
  switch (name) {
    case "floor":
      return down(only);
    case "ceil":
      return minus(down(minus(only)));
    default:
      return null;
  }
}
