import { describe, expect, it } from "vitest";
import { z } from "zod";
import { contractHash } from "./contract-hash.ts";
import { defineSignature, type SignatureDefinition } from "./define.ts";
import type { Program } from "./program.ts";
import { loadProgram, programKey } from "./program-store.ts";
import { SIGNATURES, signatureById } from "./registry.ts";

const base = () =>
  defineSignature({
    id: "grade",
    version: 1,
    description: "Grade it",
    input: z.object({ essay: z.string().describe("Whole text") }),
    output: z.object({ mark: z.int().min(1).max(6), remark: z.string().nullable() }),
    reasoning: true,
  });

describe("the hash of a contract", () => {
  it("is that of equal contracts, whatever their task and version say", async () => {
    const hash = await contractHash(base());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await contractHash(base())).toBe(hash);
    expect(await contractHash({ ...base(), description: "Mark it", version: 2 })).toBe(hash);
  });

  it("changes with every part of the contract", async () => {
    const { output, input } = base();
    const { mark, remark } = output.shape;
    const changed: SignatureDefinition[] = [
      base(),
      { ...base(), id: "grades" },
      { ...base(), reasoning: false },
      { ...base(), input: z.object({ essay: z.string() }) },
      { ...base(), input: z.object({ ...input.shape, title: z.string() }) },
      { ...base(), output: z.object({ mark: z.int().min(1).max(5), remark }) },
      { ...base(), output: z.object({ mark, remark: z.string() }) },
      { ...base(), output: z.object({ remark, mark }) },
      { ...base(), output: z.object({ grade: mark, remark }) },
    ];
    const hashes = await Promise.all(changed.map((signature) => contractHash(signature)));
    expect(new Set(hashes).size).toBe(changed.length);
  });

  it("tells the signatures apart", async () => {
    const hashes = await Promise.all(SIGNATURES.map((signature) => contractHash(signature)));
    expect(new Set(hashes).size).toBe(SIGNATURES.length);
    expect(new Set(SIGNATURES.map(({ id }) => id)).size).toBe(SIGNATURES.length);
    expect(signatureById("repair")?.id).toBe("repair");
    expect(signatureById("nothing")).toBeNull();
  });
});

describe("loading a program", () => {
  const program = async (more: Partial<Program> = {}): Promise<Program> => ({
    format: 1,
    signature: "grade",
    version: "v2",
    contract: await contractHash(base()),
    instruction: "Be kind",
    demos: [{ input: { essay: "x" }, output: { reasoning: "short", mark: 3, remark: null } }],
    ...more,
  });
  const load = (kept: unknown, version = "v2") =>
    loadProgram({ get: async (key) => (key === programKey("grade", "v2") ? kept : null) }, base(), version);

  it("gives the one of this signature and version", async () => {
    expect(await load(await program())).toEqual(await program());
  });

  it("refuses an unknown version, and what is no program", async () => {
    await expect(load(await program(), "v3")).rejects.toMatchObject({
      problem: "unknown_version",
      message: "there is no program grade@v3",
    });
    await expect(load({ format: 2 })).rejects.toMatchObject({ problem: "malformed" });
  });

  it("refuses one that was compiled for another contract or signature", async () => {
    const contract = await contractHash({ ...base(), reasoning: false });
    await expect(load(await program({ contract }))).rejects.toThrow(
      /was compiled for the contract .* compile it again/,
    );
    await expect(load(await program({ signature: "other" }))).rejects.toMatchObject({ problem: "other_signature" });
  });

  it("refuses demonstrations that the signature does not take", async () => {
    const demos = [{ input: { essay: "x" }, output: { mark: 9, remark: null } }];
    await expect(load(await program({ demos }))).rejects.toMatchObject({ problem: "bad_demonstration" });
  });
});
