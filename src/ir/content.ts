import { canonicalJson } from "./canonical.ts";
import { sha256Hex } from "./hash.ts";
import type { IR } from "./ir.ts";
import type { Provenance } from "./provenance.ts";

/**
 * What an IR says, apart from when, by which run and from which lines it was found. Left out:
 * - `id`;
 * - of every `provenance`: `author`, `timestamp` and `evidence_refs` (its `source` and `confidence` stay);
 * - `evidence_refs` of examples;
 * - of `metadata`: `commit`, `span`, `source_hash`, `evidence`, and the `span` of each problem.
 *
 * Raises, assertions, effects, examples, relationships, holes, checks and problems are sets: their order does not count. Parameters are a sequence.
 */
export function contentOf(ir: IR): Record<string, unknown> {
  const { id: _id, metadata, ...said } = ir;
  const { commit: _commit, span: _span, source_hash: _hash, evidence: _evidence, ...kept } = metadata;
  const problems = metadata.problems.map(({ span: _place, ...problem }) => problem);
  return {
    ...said,
    intent: plain(ir.intent),
    signature: {
      ...plain(ir.signature),
      parameters: ir.signature.parameters.map(plain),
      returns: plain(ir.signature.returns),
      raises: inOrder(ir.signature.raises.map(plain)),
    },
    assertions: inOrder(ir.assertions.map(plain)),
    effects: inOrder(ir.effects.map(plain)),
    examples: inOrder(ir.examples.map(({ evidence_refs: _refs, ...example }) => example)),
    relationships: inOrder(ir.relationships),
    holes: inOrder(
      ir.holes.map((hole) => ({
        ...plain(hole),
        resolution: hole.resolution === null ? null : plain(hole.resolution),
      })),
    ),
    metadata: { ...kept, checks: inOrder(metadata.checks), problems: inOrder(problems) },
  };
}

/** SHA-256 (hex) of the canonical JSON of `contentOf(ir)`. */
export function contentHash(ir: IR): string {
  return sha256Hex(canonicalJson(contentOf(ir), "escape"));
}

function plain<Element extends { provenance: Provenance }>(element: Element) {
  const { source, confidence } = element.provenance;
  return { ...element, provenance: { source, confidence } };
}

function inOrder<Element>(elements: readonly Element[]): Element[] {
  const keyed = elements.map((element) => ({ element, key: canonicalJson(element, "escape") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ element }) => element);
}
