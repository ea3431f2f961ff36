import { z } from "zod";
import { isRecord, splitReasoning } from "./answer-schema.ts";
import { contractHash } from "./contract-hash.ts";
import type { SignatureDefinition } from "./define.ts";
import { Program } from "./program.ts";

/** Where compiled programs are kept. Answers null for one that is not there. */
export interface ProgramSource {
  get(key: string): Promise<unknown>;
}

/** Under which a source keeps a program. */
export function programKey(signature: string, version: string): string {
  return `signatures/${signature}/${version}`;
}

export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly problem: "unknown_version" | "malformed" | "other_signature" | "other_contract" | "bad_demonstration";

  constructor(problem: ProgramError["problem"], message: string) {
    super(message);
    this.problem = problem;
  }
}

/**
 * The program of a signature at a version. Throws ProgramError when there is none, when what is kept there is no program, and when it was compiled for another signature or
 * for another contract of this one: its instruction and demonstrations would then teach a shape that no longer exists.
 */
export async function loadProgram<I extends z.ZodObject, O extends z.ZodObject>(
  source: ProgramSource,
  signature: SignatureDefinition<I, O>,
  version: string,
): Promise<Program> {
  const name = `program ${signature.id}@${version}`;
  const kept = await source.get(programKey(signature.id, version));
  if (kept === null || kept === undefined) throw new ProgramError("unknown_version", `there is no ${name}`);
  const parsed = Program.safeParse(kept);
  if (!parsed.success)
    throw new ProgramError("malformed", `${name} is not a program: ${z.prettifyError(parsed.error)}`);
  const program = parsed.data;
  if (program.signature !== signature.id || program.version !== version)
    throw new ProgramError(
      "other_signature",
      `what is kept as ${name} is the program ${program.signature}@${program.version}`,
    );
  const contract = await contractHash(signature);
  if (program.contract !== contract)
    throw new ProgramError(
      "other_contract",
      `${name} was compiled for the contract ${program.contract.slice(0, 12)}…, and ${signature.id} now has ${contract.slice(0, 12)}…: compile it again`,
    );
  for (const [index, demo] of program.demos.entries()) {
    const problem = demonstrationProblem(signature, demo);
    if (problem !== null)
      throw new ProgramError("bad_demonstration", `demonstration ${index + 1} of ${name}: ${problem}`);
  }
  return program;
}

function demonstrationProblem(signature: SignatureDefinition, demo: Program["demos"][number]): string | null {
  const input = signature.input.safeParse(demo.input);
  if (!input.success) return z.prettifyError(input.error);
  if (!isRecord(demo.output)) return "its output is no object";
  const output = signature.output.safeParse(splitReasoning(signature, demo.output).rest);
  return output.success ? null : z.prettifyError(output.error);
}
