import type { StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { assignTo } from "./assign.ts";
import { decide, evaluate, type Place, withTemporaries } from "./evaluate.ts";
import { expressionOf } from "./parse.ts";
import { andThen, type Result, type State } from "./state.ts";
import { type Ending, endings, NORMAL, runBlock } from "./statements.ts";

type Match = StmtNode & { nodeType: "Match" };
type Pattern = Match["cases"][number]["pattern"];

/** `match` over literals, names and alternatives of them: the first case that fits is executed. */
export function matched(place: Place, state: State, statement: Match): Ending[] {
  const { module } = place.run;
  return endings(evaluate(place, state, expressionOf(module, statement.subject)), (value, after) => {
    if (value.kind !== "plain") throw new UnsupportedConstruct("statement:Match");
    const cases = (current: State, rest: Match["cases"]): Ending[] => {
      const [first, ...others] = rest;
      if (first === undefined) return [{ state: current, how: NORMAL }];
      const fitting = withTemporaries(place, current, [value], ([subject], inner) =>
        subject === undefined ? [] : fits(place, inner, first.pattern, subject),
      );
      const chosen = andThen(fitting, (fit, now): Result<boolean>[] =>
        fit && first.guard !== undefined
          ? decide(place, now, expressionOf(module, first.guard))
          : [{ state: now, value: fit }],
      );
      return endings(chosen, (fit, now) => (fit ? runBlock(place, now, first.body) : cases(now, others)));
    };
    return cases(after, statement.cases);
  });
}

function fits(place: Place, state: State, pattern: Pattern, subject: Expression): Result<boolean>[] {
  const { module } = place.run;
  const compared = (operator: "==" | "is", operand: Expression) =>
    decide(place, state, { kind: "comparison", first: subject, rest: [{ operator, operand }] });
  switch (pattern.nodeType) {
    case "MatchValue":
      return compared("==", expressionOf(module, pattern.value));
    case "MatchSingleton":
      return compared(
        "is",
        pattern.value === null ? { kind: "none" } : { kind: "boolean", value: pattern.value === true },
      );
    case "MatchAs": {
      const inner: Result<boolean>[] =
        pattern.pattern === undefined ? [{ state, value: true }] : fits(place, state, pattern.pattern, subject);
      const { name } = pattern;
      if (name === undefined) return inner;
      return andThen(inner, (fit, after) =>
        !fit
          ? [{ state: after, value: false }]
          : andThen(evaluate(place, after, subject), (value, now) =>
              andThen(assignTo(place, now, { kind: "name", name }, value), (_, last) => [{ state: last, value: true }]),
            ),
      );
    }
    case "MatchOr": {
      const alternatives = (current: State, rest: Pattern[]): Result<boolean>[] => {
        const [first, ...others] = rest;
        if (first === undefined) return [{ state: current, value: false }];
        return andThen(fits(place, current, first, subject), (fit, after) =>
          fit ? [{ state: after, value: true }] : alternatives(after, others),
        );
      };
      return alternatives(state, pattern.patterns);
    }
    default:
      throw new UnsupportedConstruct(`pattern:${pattern.nodeType}`);
  }
}
