import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { substitute } from "../../ir/expression/walk.ts";
import { aboutResult, callFacts, claimOf, equation } from "./call.ts";
import type { ExampleRule, Finding } from "./finding.ts";
import { isPlainLiteral, literalOf } from "./literal.ts";

interface Session {
  source: string;
  want: string;
  start: number;
  end: number;
}

/** Interactive examples as `doctest` takes them (https://docs.python.org/3/library/doctest.html#how-are-docstring-examples-recognized). */
export const doctests: ExampleRule = {
  name: "doctest",
  find(text, { function_name }) {
    const bindings = new Map<string, Expression>();
    return sessionsIn(text).flatMap(({ source, want, start, end }): Finding[] => {
      const setUp = want === "" ? setUpOf(source, bindings) : false;
      const meaning = setUp
        ? ({ kind: "set_up" } as const)
        : function_name === null
          ? null
          : meaningOf(source, want, function_name, bindings);
      return meaning ? [{ start, end, meaning }] : [];
    });
  },
};

function sessionsIn(text: string): Session[] {
  const found: Session[] = [];
  let current: Session | null = null;
  let at = 0;
  for (const line of text.split("\n")) {
    const end = at + line.length;
    const prompt = /^\s*>>>(?: (.*)|)$/.exec(line);
    const more = /^\s*\.\.\.(?: (.*)|)$/.exec(line);
    if (prompt) {
      current = { source: prompt[1] ?? "", want: "", start: at + line.indexOf(">>>"), end };
      found.push(current);
    } else if (current && current.want === "" && more) {
      current.source += `\n${more[1] ?? ""}`;
      current.end = end;
    } else if (line.trim() === "") current = null;
    else if (current) {
      current.want += `${current.want === "" ? "" : "\n"}${line.trim()}`;
      current.end = end;
    }
    at = end + 1;
  }
  return found;
}

/** Imports and assignments of literals show nothing by themselves; the names they bind may stand in later calls. */
function setUpOf(source: string, bindings: Map<string, Expression>): boolean {
  if (/^(?:import|from)\s/.test(source)) return true;
  const assignment = /^([A-Za-z_]\w*)\s*=(?!=)\s*([\s\S]+)$/.exec(source);
  if (!assignment) return false;
  const value = parseExpression(assignment[2] ?? "");
  if (!isPlainLiteral(value)) return false;
  bindings.set(assignment[1] ?? "", value);
  return true;
}

function meaningOf(
  source: string,
  want: string,
  name: string,
  bindings: ReadonlyMap<string, Expression>,
): Finding["meaning"] | null {
  if (/#\s*doctest:.*\+(?:SKIP|ELLIPSIS)/.test(source)) return null;
  const asserted = /^assert\s+([\s\S]+)$/.exec(source)?.[1];
  const parsed = parseExpression(asserted ?? source);
  const expression = bindings.size === 0 ? parsed : substitute(parsed, withoutFunction(bindings, name));
  if (asserted !== undefined) return want === "" ? claimOf(expression, name) : null;
  const call = callFacts(expression, name);
  const exception = exceptionOf(want);
  if (exception !== null) return call && { kind: "example", example: { ...call, returns: null, raises: exception } };
  if (want === "") return expression.kind === "comparison" ? claimOf(expression, name) : null;
  const value = literalOf(want);
  if (value === null) return null;
  if (call) return equation(call, value);
  if (expression.kind === "comparison" && value === "True") return claimOf(expression, name);
  const about = aboutResult(expression, name);
  if (about === null) return null;
  const claim: Expression = {
    kind: "comparison",
    first: about.expression,
    rest: [{ operator: "==", operand: parseExpression(value) }],
  };
  return { kind: "claim", call: about.call, expression: printExpression(claim) };
}

function withoutFunction(bindings: ReadonlyMap<string, Expression>, name: string): ReadonlyMap<string, Expression> {
  return new Map([...bindings].filter(([bound]) => bound !== name));
}

function exceptionOf(want: string): string | null {
  if (!/^Traceback \((?:most recent call last|innermost last)\):/.test(want)) return null;
  const last = want
    .split("\n")
    .slice(1)
    .findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line));
  return /^[\w.]+/.exec(last ?? "")?.[0] ?? null;
}
