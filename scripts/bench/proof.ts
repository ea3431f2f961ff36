import { readFileSync } from "node:fs";
import { asArray, asObject, type JsonObject, type LiftClient } from "../lib/client.ts";
import { quantile, tenths } from "./quantile.ts";

/** Fields of a row that may hold a file's text. */
const CODE_FIELDS = ["code", "code_with_contract", "module_code", "source", "python_reference"];
/** Times each generated function is proved; the fastest counts, as everything else is the machine's. */
const REPEATS = 2;
const BRANCHES = [1, 2, 3, 4, 5, 6];
const TURNS = [1, 2, 4, 8];

/** Symbolic execution and proof, by the bindings that the nodes of a graph have: the example's functions, those of `--functions FILE.jsonl`, and generated ones. */
export async function proof(client: LiftClient, example: string, functions: string | undefined, limit: number) {
  await prove(client, example); // starts the solver's isolate
  return {
    example: summary(await prove(client, example)),
    functions:
      functions === undefined
        ? "skipped: give --functions FILE.jsonl with Python files"
        : await corpus(client, functions, limit),
    by_paths: await series(BRANCHES, (branches) => fastest(client, independentBranches(branches))).then((rows) =>
      rows.map(({ size, ...row }) => ({ branches: size, paths: 2 ** size, ...row })),
    ),
    by_loops: await series([1, 2, 3], (loops) => fastest(client, loopsInARow(loops))).then((rows) =>
      rows.map(({ size, ...row }) => ({ loops: size, ...row })),
    ),
    by_bound: await series(TURNS, (turns) => fastest(client, UNBOUNDED_LOOP, turns)).then((rows) =>
      rows.map(({ size, ...row }) => ({ turns: size, ...row })),
    ),
  };
}

async function prove(client: LiftClient, source: string, unroll?: number): Promise<JsonObject[]> {
  const { status, body } = await client.call("POST", "/bench/proof", {
    source,
    ...(unroll === undefined ? {} : { unroll }),
  });
  if (status !== 200) throw new Error(`bench proof answered ${status}: ${String(body).slice(0, 300)}`);
  return asArray(body).map(asObject);
}

function summary(rows: readonly JsonObject[]) {
  const times = rows.map((row) => Number(row.milliseconds));
  return {
    functions: rows.length,
    p50_ms: quantile(times, 0.5),
    p95_ms: quantile(times, 0.95),
    max_ms: tenths(Math.max(0, ...times)),
    clauses: statusesOf(rows),
  };
}

function statusesOf(rows: readonly JsonObject[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const row of rows)
    for (const [status, count] of Object.entries(asObject(row.statuses)))
      total[status] = (total[status] ?? 0) + Number(count);
  return total;
}

/** Every function of the files of a corpus. Files that are no Python, or that fail, are counted and not timed. */
async function corpus(client: LiftClient, path: string, limit: number) {
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .slice(0, limit)
    .map((line) => asObject(JSON.parse(line)));
  const times: JsonObject[] = [];
  let failed = 0;
  for (const row of rows) {
    const source = CODE_FIELDS.map((field) => row[field]).find((text) => typeof text === "string");
    if (source === undefined) throw new Error(`a row has none of ${CODE_FIELDS.join(", ")}`);
    try {
      times.push(...(await prove(client, source)));
    } catch {
      failed++; // counted in the report
    }
  }
  return { files: rows.length, failed_files: failed, ...summary(times) };
}

interface Measured {
  ms: number;
  questions: number;
  rlimit: number;
  clauses: string;
  open: string;
}

async function fastest(client: LiftClient, source: string, unroll?: number): Promise<Measured> {
  const runs: JsonObject[][] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) runs.push(await prove(client, source, unroll));
  const first = runs[0]?.[0];
  return {
    ms: Math.min(...runs.map((rows) => rows.reduce((sum, row) => sum + Number(row.milliseconds), 0))),
    questions: Number(first?.questions),
    rlimit: Number(first?.rlimit),
    clauses: Object.entries(statusesOf(runs[0] ?? []))
      .map(([status, count]) => `${count} ${status}`)
      .join(", "),
    open: first === undefined ? "" : asArray(first.problems).join(", "),
  };
}

async function series<Row>(sizes: readonly number[], measure: (size: number) => Promise<Row>) {
  const rows: (Row & { size: number })[] = [];
  for (const size of sizes) rows.push({ size, ...(await measure(size)) });
  return rows;
}

/** A function of 2 to the power of `count` paths, none of which can be left out for its clause. */
function independentBranches(count: number): string {
  const parameters = Array.from({ length: count }, (_, index) => `x${index}: int`).join(", ");
  const body = Array.from(
    { length: count },
    (_, index) => `    if x${index} > ${index}:\n        total += x${index}\n`,
  );
  return `def branches(${parameters}) -> int:\n    """post: __return__ >= 0"""\n    total = 0\n${body.join("")}    return total\n`;
}

/** Loops one after the other, each of which needs an invariant of its own. */
function loopsInARow(count: number): string {
  const loops = Array.from(
    { length: count },
    (_, index) => `    for i${index} in range(n):\n        total += ${index + 1}\n`,
  );
  return `def loops(n: int) -> int:\n    """\n    pre: n >= 0\n    post: __return__ >= n\n    """\n    total = 0\n${loops.join("")}    return total\n`;
}

/** No invariant of the templates' shapes proves its clause, so that it is unrolled to the bound. */
const UNBOUNDED_LOOP = `def steps(n: int) -> int:
    """
    pre: n >= 1
    post: __return__ != 3 or n == 8 or n == 1 or n > 4
    """
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count
`;
