import { spawnSync } from "node:child_process";
import { asObject, type LiftClient } from "../../scripts/lib/client.ts";
import { parseSygus } from "../../src/synthesis/sygus/parse.ts";
import { readSExpressions, type SExpression, sExpressionText } from "../../src/synthesis/sygus/s-expression.ts";
import type { Suite } from "../suite.ts";

/** Seconds that the native solver may take to check one solution. */
const CHECK_SECONDS = 60;

/**
 * SyGuS problems through the `synthesize` graph. Every solution is checked once more, by a native `z3` where there is one and else by the `solve`
 * graph: the negated constraints with the solution's text have to be unsatisfiable. `wrong` must be 0: it counts solutions that do not pass
 * and problems called infeasible that the file knows to be feasible. `linear` are the problems in scope of the logic LIA whose functions
 * have no grammar of their own.
 */
export const synthesis: Suite = {
  name: "synthesis",
  fields: ["problems", "in_scope", "solved", "wrong", "infeasible", "linear", "linear_solved", "unchecked"],
  width: 2,
  async evaluate(row, { client }) {
    const text = String(row.sygus);
    const run = await client.run({ graph: "synthesize", input: { sygus: text }, options: { cache: false } });
    const answer = run.outcome === null ? null : asObject(asObject(run.outcome).synthesis);
    if (run.status !== "succeeded" || answer === null)
      return { counts: { problems: 1, errors: 1 }, detail: { status: run.status, error: run.error } };
    const read = parseSygus(text);
    const counts: Record<string, number> = { problems: 1 };
    const detail = { expected: row.expected, ...answer };
    if (answer.status === "out_of_scope" || read.status !== "read") return { counts, detail };
    counts.in_scope = 1;
    const linear = read.problem.logic === "LIA" && read.problem.targets.every(({ grammar }) => grammar === null);
    if (linear) counts.linear = 1;
    if (answer.status === "infeasible") counts[row.expected === "feasible" ? "wrong" : "infeasible"] = 1;
    if (answer.status !== "solved") return { counts, detail };
    const checked = await check(scriptFor(text, String(answer.solution)), client);
    if (checked === "unsat") {
      counts.solved = 1;
      if (linear) counts.linear_solved = 1;
    } else counts[checked === "sat" ? "wrong" : "unchecked"] = 1;
    return { counts, detail: { ...detail, checked } };
  },
};

/**
 * The question whether some values violate the constraints, with the solution as it was printed. It is made of the problem's own text, command
 * by command, so that what Lift understands of it plays no part.
 */
function scriptFor(problem: string, solution: string): string {
  const declared: string[] = [];
  const defined: string[] = [];
  const constraints: string[] = [];
  const states = new Map<string, { name: string; sort: string }[]>();
  for (const command of readSExpressions(problem)) {
    const [head, first, second, third, fourth] = command.kind === "list" ? command.items : [];
    const name = head?.kind === "symbol" ? head.name : "";
    const text = [first, second, third, fourth].map((one) => (one === undefined ? "" : sExpressionText(one)));
    if (name === "check-synth") break;
    if (name === "declare-var") declared.push(`(declare-const ${text[0]} ${text[1]})`);
    if (name === "define-fun" || name === "define-sort") defined.push(sExpressionText(command));
    if (name === "constraint") constraints.push(text[0] ?? "");
    if (name === "synth-fun" || name === "synth-inv") states.set(text[0] ?? "", parametersOf(second));
    if (name === "inv-constraint") {
      const state = states.get(text[0] ?? "") ?? [];
      const sorts = state.map(({ sort }) => sort);
      const [now, next] = ["now", "next"].map((moment) => sorts.map((_, index) => `|${moment} ${index}|`));
      for (const names of [now, next])
        declared.push(...(names ?? []).map((one, index) => `(declare-const ${one} ${sorts[index]})`));
      const call = (callee: string | undefined, values: readonly string[] = []): string =>
        values.length === 0 ? (callee ?? "") : `(${callee} ${values.join(" ")})`;
      constraints.push(`(=> ${call(text[1], now)} ${call(text[0], now)})`);
      const both = [...(now ?? []), ...(next ?? [])];
      constraints.push(`(=> (and ${call(text[0], now)} ${call(text[2], both)}) ${call(text[0], next)})`);
      constraints.push(`(=> ${call(text[0], now)} ${call(text[3], now)})`);
    }
    if (name === "assume") throw new Error("assumptions are not checked");
  }
  const found = solution.trim().replace(/^\(/, "").replace(/\)$/, "");
  return [...defined, found, ...declared, `(assert (not (and true ${constraints.join(" ")})))`, "(check-sat)"].join(
    "\n",
  );
}

function parametersOf(list: SExpression | undefined): { name: string; sort: string }[] {
  return (list?.kind === "list" ? list.items : []).map((pair) => {
    const [name, sort] = pair.kind === "list" ? pair.items.map(sExpressionText) : [];
    return { name: name ?? "", sort: sort ?? "" };
  });
}

async function check(script: string, client: LiftClient): Promise<string> {
  const native = spawnSync("z3", ["-in", `-T:${CHECK_SECONDS}`], { input: script, encoding: "utf8" });
  if (native.error === undefined) {
    const output = native.stdout.trim();
    return output === "sat" || output === "unsat" ? output : "unknown";
  }
  const run = await client.run({ graph: "solve", input: { smtlib: script }, options: { cache: false } });
  const solver = run.outcome === null ? null : asObject(asObject(run.outcome).solver);
  return String(solver?.status ?? "unknown");
}
