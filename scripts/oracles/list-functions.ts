/** Reads one JSON string (a Python source) a line, writes one JSON object a line: the functions `parseModule` finds, or its problem. */
import { createInterface } from "node:readline";
import { parseModule } from "../../src/python/parse.ts";

for await (const line of createInterface({ input: process.stdin })) {
  const source: unknown = JSON.parse(line);
  if (typeof source !== "string") throw new Error("each line must be a JSON string");
  const started = performance.now();
  const result = parseModule(source);
  const milliseconds = performance.now() - started;
  const answer = result.ok
    ? {
        functions: result.module.functions.map(({ outline: { qualified_name, span } }) => [
          qualified_name,
          span.line,
          span.column,
          span.end_line,
          span.end_column,
        ]),
        milliseconds,
      }
    : { problem: result.problem, milliseconds };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
