import { withoutClause } from "../../src/holes/apply/clause.ts";
import { RETURN } from "../../src/holes/subjects.ts";
import { holeId } from "../../src/ir/hash.ts";
import type { Hole, IR } from "../../src/ir/ir.ts";

/** A part of a reference that can be hidden: a clause by its id, or the type of a parameter or the result. */
export interface Hidden {
  kind: "precondition" | "postcondition" | "type";
  /** Id of the clause or of the parameter, or `return`. */
  subject: string;
  /** What the reference says there. */
  truth: string;
}

/** Everything of a reference that can be hidden, in its order. What the parameter of a method that stands for the object is, nobody writes. */
export function partsOf(ir: IR): Hidden[] {
  const { parameters, returns } = ir.signature;
  return [
    ...ir.assertions.flatMap(({ id, category, expression }): Hidden[] =>
      category === "invariant" ? [] : [{ kind: category, subject: id, truth: expression.text }],
    ),
    ...parameters.flatMap(({ id, type_hint }): Hidden[] =>
      type_hint === null ? [] : [{ kind: "type", subject: id, truth: type_hint }],
    ),
    ...(returns.type_hint === null ? [] : [{ kind: "type" as const, subject: RETURN, truth: returns.type_hint }]),
  ];
}

/** The IR without the part, with an open hole of its kind in its place. What the hole says does not tell what was there. */
export function hide(ir: IR, { kind, subject }: Hidden, suggestions: readonly string[] = []): { ir: IR; hole: string } {
  const { name } = ir.signature;
  const options = suggestions.map((value) => ({ value, rationale: "", confidence: 0.4 }));
  if (kind === "type") {
    const parameter = ir.signature.parameters.find(({ id }) => id === subject);
    const hole = holeOf(ir, {
      ...{ clause: "signature", kind: "type", subject, type_hint: "str" },
      description: `The type ${parameter === undefined ? `that ${name} returns` : `of parameter ${parameter.name}`} is not known.`,
      suggestions: options,
    });
    const parameters = ir.signature.parameters.map((one) => (one.id === subject ? { ...one, type_hint: null } : one));
    const { returns } = ir.signature;
    const signature = {
      ...ir.signature,
      parameters,
      returns: subject === RETURN ? { ...returns, type_hint: null } : returns,
    };
    return { ir: { ...ir, signature, holes: [...ir.holes, hole] }, hole: hole.id };
  }
  const hole = holeOf(ir, {
    ...{ clause: "assertion", kind: "spec", type_hint: "bool" },
    // Of several hidden parts each has a hole of its own.
    subject: `${kind} ${ir.holes.length + 1} of ${name}`,
    description:
      kind === "precondition" ? `What has to hold when ${name} is called?` : `What holds when ${name} has returned?`,
    suggestions: options,
  });
  const rest = withoutClause(ir, ir.assertions.find(({ id }) => id === subject)?.id ?? unknownClause(subject));
  const cited = new Set(rest.assertions.flatMap(({ provenance }) => provenance.evidence_refs));
  const own = ir.assertions.find(({ id }) => id === subject)?.provenance.evidence_refs ?? [];
  const evidence = rest.metadata.evidence.filter(({ id }) => !own.includes(id) || cited.has(id));
  const signature = untold(rest, ir.assertions.find(({ id }) => id === subject)?.expression.text ?? "");
  return {
    ir: { ...rest, signature, metadata: { ...rest.metadata, evidence }, holes: [...rest.holes, hole] },
    hole: hole.id,
  };
}

/** The signature without types that are known from a test in the hidden clause alone. */
function untold({ signature, metadata }: IR, truth: string): IR["signature"] {
  const tests = new Map(
    metadata.evidence.flatMap(({ id, rule, text }) => (rule === "isinstance-guard" ? [[id, text ?? ""] as const] : [])),
  );
  const parameters = signature.parameters.map((parameter) => {
    const [ref] = parameter.provenance.evidence_refs;
    const test = ref === undefined ? undefined : tests.get(ref);
    return test !== undefined && test !== "" && truth.includes(test) ? { ...parameter, type_hint: null } : parameter;
  });
  return { ...signature, parameters };
}

function unknownClause(subject: string): never {
  throw new Error(`the IR has no clause ${subject}`);
}

function holeOf(
  { metadata }: IR,
  parts: Pick<Hole, "subject" | "type_hint" | "description" | "suggestions"> & { clause: string; kind: string },
): Hole {
  const { clause, kind } = parts as Pick<Hole, "clause" | "kind">;
  return {
    ...parts,
    clause,
    kind,
    id: holeId(clause, `${metadata.qualified_name}/${kind}/${parts.subject}`),
    context: null,
    constraints: [],
    dependencies: [],
    status: "open",
    priority: "high",
    resolution: null,
    provenance: { source: "static", confidence: 1, author: null, timestamp: null, evidence_refs: [] },
  };
}
