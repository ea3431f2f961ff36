import type { Witness } from "../examination/findings.ts";
import type { Path } from "../execution/execution.ts";
import type { Case } from "./judge.ts";
import { decide, type Question, reached, smaller } from "./question.ts";
import { callOf } from "./witness.ts";

/** Calls that lead down the paths one by one, with small values where that is possible; `count` at most. */
export async function pathWitnesses(given: Case, count: number): Promise<Witness[]> {
  const { ir, setting, oracle, preconditions: known } = given;
  const paths = spread(setting.execution.paths, count);
  const questions = paths.map(({ condition }): Question => ({ known, failures: [reached(condition)] }));
  const small = await decide(
    questions.map((question) => smaller(question, setting)),
    setting,
    oracle,
  );
  const large = await decide(
    questions.map((question, index) =>
      small[index]?.status === "possible" ? { ...question, failures: [] } : question,
    ),
    setting,
    oracle,
  );
  return paths.flatMap((_, index) => {
    const answer = [small[index], large[index]].find((one) => one?.status === "possible");
    const call = answer?.status === "possible" ? callOf(ir, setting.execution, answer.output) : null;
    return call === null ? [] : [{ call, refutes: null }];
  });
}

/** So many of the paths, from all over the body. */
function spread(paths: readonly Path[], count: number): Path[] {
  if (paths.length <= count) return [...paths];
  return Array.from({ length: count }, (_, index) => paths[Math.floor((index * paths.length) / count)]).filter(
    (path) => path !== undefined,
  );
}
