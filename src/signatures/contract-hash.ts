import type { z } from "zod";
import { canonicalJson } from "../ir/canonical.ts";
import type { SignatureDefinition } from "./define.ts";
import { modelSchema } from "./json-schema.ts";

/**
 * SHA-256 (hex) of a signature's contract: its id, whether it reasons, and the shape of input and output, with the descriptions of their fields, which are part of
 * what a program was compiled for. The order of fields counts (`required` keeps it). The task's own description and the version are not: a program replaces the one and outlives the other.
 */
export async function contractHash<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
): Promise<string> {
  const contract = {
    id: signature.id,
    reasoning: signature.reasoning,
    input: modelSchema(signature.input, "input"),
    output: modelSchema(signature.output),
  };
  return await sha256(canonicalJson(contract));
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
