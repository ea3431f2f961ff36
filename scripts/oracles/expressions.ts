import { createInterface } from "node:readline";
import { descendants } from "../../src/ir/expression/children.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { printExpression } from "../../src/ir/expression/print.ts";

/** Filter for `expressions.py`: one JSON string per line in, `{printed, reprinted, unsupported}` per line out. */
for await (const line of createInterface({ input: process.stdin })) {
  const expression = parseExpression(JSON.parse(line));
  const printed = printExpression(expression);
  const unsupported = new Set<string>();
  for (const node of descendants(expression))
    if (node.expression.kind === "unsupported") unsupported.add(node.expression.construct);
  const reprinted = printExpression(parseExpression(printed));
  process.stdout.write(`${JSON.stringify({ printed, reprinted, unsupported: [...unsupported] })}\n`);
}
