import { readFileSync, writeFileSync } from "node:fs";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { printExpression } from "../../src/ir/expression/print.ts";
import { unsupportedConstructs } from "../../src/ir/expression/unsupported.ts";

/** For `expressions.py`: `expressions.ts IN OUT`. IN has one JSON string per line, OUT gets `{printed, reprinted, unsupported}` for each. */
const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) throw new Error("usage: expressions.ts IN OUT");
const lines = readFileSync(input, "utf8").split("\n").slice(0, -1);
const answers = lines.map((line) => {
  const expression = parseExpression(JSON.parse(line));
  const printed = printExpression(expression);
  const reprinted = printExpression(parseExpression(printed));
  return `${JSON.stringify({ printed, reprinted, unsupported: unsupportedConstructs(expression) })}\n`;
});
writeFileSync(output, answers.join(""));
