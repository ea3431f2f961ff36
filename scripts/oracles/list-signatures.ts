/** Reads one JSON string (a Python source) a line, writes one JSON array a line: what `signatureOf` says of each function, or null if refused. */
import { createInterface } from "node:readline";
import { parseModule } from "../../src/python/parse.ts";
import { signatureOf } from "../../src/python/signature/signature.ts";

for await (const line of createInterface({ input: process.stdin })) {
  const source: unknown = JSON.parse(line);
  if (typeof source !== "string") throw new Error("each line must be a JSON string");
  const result = parseModule(source);
  const answer = result.ok
    ? result.module.functions.map((fn) => {
        const { signature } = signatureOf(result.module, fn);
        const { name, is_async, is_generator, type_parameters, decorators, returns } = signature;
        const parameters = signature.parameters.map((parameter) => [
          parameter.name,
          parameter.kind,
          parameter.provenance.confidence === 1 ? parameter.type_hint : null,
          parameter.default,
        ]);
        const result_type = returns.provenance.confidence === 1 ? returns.type_hint : null;
        return {
          name,
          is_async,
          is_generator,
          type_parameters,
          decorators: decorators.length,
          parameters,
          result_type,
        };
      })
    : null;
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
