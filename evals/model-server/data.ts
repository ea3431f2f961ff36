import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { KnownFunction } from "./answers.ts";
import { type CodeParts, codeParts, mutants as mutantsOf, programOf } from "./python-code.ts";
import { draw } from "./random.ts";

interface Row {
  prompt: string;
  code: string;
  entry_point: string;
  family: string;
  signature: { params: { name: string; type: string | null; default: string | null }[]; returns: string | null };
  observed_arg_types?: string[];
  observed_return_type?: string;
  /** Statements, or a text of them, that hold for a right program; `test_call` runs what they define. */
  tests?: string | string[];
  test_setup?: string;
  test_call?: string;
}

interface MutantRow {
  family: string;
  mutants: { code: string }[];
}

/**
 * Known functions from JSON lines of `{prompt, code, entry_point, family, signature}`, with wrong codes from lines of `{family, mutants: [{code}]}`.
 * A type that the reference leaves out is the one observed in its calls: a model seldom leaves a type open.
 */
export function knownFunctions(data: readonly string[], mutants: readonly string[]): KnownFunction[] {
  const wrong = new Map(
    mutants.flatMap(linesOf).map((row) => {
      const { family, mutants: programs } = row as MutantRow;
      return [family, programs.map(({ code }) => code)];
    }),
  );
  return rowsOf(data).map((row) => {
    const observed = row.observed_arg_types ?? [];
    return {
      prompt: row.prompt,
      name: row.entry_point,
      code: row.code,
      wrong: wrong.get(row.family) ?? [],
      parameters: row.signature.params.map((parameter, index) => ({
        ...parameter,
        type: parameter.type ?? (observed.length === row.signature.params.length ? (observed[index] ?? null) : null),
      })),
      returns: row.signature.returns ?? row.observed_return_type ?? null,
    };
  });
}

function linesOf(path: string): unknown[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as unknown);
}

/** Wrong variants that are tried and kept at most, per function. */
const VARIANTS = 12;
const KEPT = 4;

/**
 * The functions with only such wrong codes as really fail the tests of the data: a variant by one operator often means the same, and would make the model better than
 * its accuracy says. Where none fails, a body that returns None is left. Runs system CPython, some 30 s for 600 functions.
 */
export function withTestedWrongCodes(functions: readonly KnownFunction[], data: readonly string[]): KnownFunction[] {
  const rows = new Map(rowsOf(data).map((row) => [row.code, row]));
  const tasks = functions.map((known) => {
    const row = rows.get(known.code);
    const right = codeParts(known.code, known.name);
    const variants = known.wrong.length > 0 || right === null ? known.wrong : variantsOf(known, right);
    return { programs: variants.slice(0, VARIANTS), tests: row === undefined ? "assert False" : testsOf(row) };
  });
  const { status, stdout, stderr } = spawnSync("python3", [new URL("passes.py", import.meta.url).pathname], {
    input: tasks.map((task) => JSON.stringify(task)).join("\n"),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`python3 could not test the wrong codes: ${stderr}`);
  const passed = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as boolean[]);
  return functions.map((known, index) => {
    const wrong = (tasks[index]?.programs ?? []).filter((_, place) => passed[index]?.[place] === false);
    return { ...known, wrong: wrong.length > 0 ? wrong.slice(0, KEPT) : [nothing(known)] };
  });
}

/** Programs with one change each, subtle ones first, else in an order that depends on the function alone. What is no Python is left out. */
function variantsOf(known: KnownFunction, right: CodeParts): string[] {
  const { subtle, crude } = mutantsOf(right.body);
  return [subtle, crude].flatMap((bodies) =>
    bodies
      .map((body) => ({
        order: draw(known.name, body),
        program: programOf({ ...right, body }, known.name, known.parameters),
      }))
      .sort((a, b) => a.order - b.order)
      .map(({ program }) => program)
      .filter((program) => codeParts(program, known.name) !== null),
  );
}

function nothing({ name, parameters }: KnownFunction): string {
  return programOf({ imports: [], helpers: "", body: "return None" }, name, parameters);
}

function testsOf(row: Row): string {
  const tests = typeof row.tests === "string" ? row.tests : (row.tests ?? ["assert False"]).join("\n");
  return [row.test_setup ?? "", tests, row.test_call ?? ""].join("\n");
}

function rowsOf(data: readonly string[]): Row[] {
  return data.flatMap(linesOf).map((line) => line as Row);
}
