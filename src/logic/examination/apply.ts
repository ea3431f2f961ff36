import type { Assertion, Example, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { combineVerdicts, contradicts } from "./combine-verdicts.ts";
import type { DynamicFindings, SymbolicFindings } from "./findings.ts";

type Problem = IR["metadata"]["problems"][number];

/**
 * The IR with what the analyses found: verdicts combined, proposed clauses added, examples, evidence and problems beside the old ones. A proof that an
 * execution contradicts is a fault of the prover, whatever it is: none of its proofs about the function is kept, and the problems say so.
 * Either side may be missing. Pure; applying the same findings again changes nothing.
 */
export function applyFindings(ir: IR, symbolic: SymbolicFindings | null, dynamic: DynamicFindings | null): IR {
  const contradicted = contradictions(ir, symbolic, dynamic);
  const trusted = symbolic !== null && contradicted.length > 0 ? withdrawn(symbolic, contradicted) : symbolic;
  const known = ir.assertions.map((assertion): Assertion => {
    const verdict = combineVerdicts([
      trusted?.verdicts[assertion.id],
      dynamic?.verdicts[assertion.id],
      believed(assertion, contradicted),
    ]);
    return verdict === null ? assertion : { ...assertion, verdict };
  });
  const proposed = proposals(known, trusted, dynamic);
  const assertions = [...known, ...proposed];
  const problems: Problem[] = [
    ...contradicted.map(({ text, counterexample }) =>
      problem("examination", "proof_contradicted", contradiction(text, counterexample)),
    ),
    ...(symbolic?.problems ?? []).map(({ code, detail }) => problem("symbolic", code, detail)),
    ...(dynamic?.problems ?? []).map(({ code, detail }) => problem("dynamic", code, detail)),
  ];
  return {
    ...ir,
    assertions,
    signature: mentioned(ir.signature, proposed),
    examples: distinct([...ir.examples, ...(dynamic?.examples ?? [])], exampleKey),
    metadata: {
      ...ir.metadata,
      evidence: distinct(
        [...ir.metadata.evidence, ...(symbolic?.evidence ?? []), ...(dynamic?.evidence ?? [])],
        ({ id }) => id,
      ),
      problems: distinct(
        [...ir.metadata.problems, ...problems],
        ({ analysis, code, detail }) => `${analysis} ${code} ${detail}`,
      ),
    },
  };
}

interface Contradiction {
  id: string;
  text: string;
  counterexample: Record<string, string>;
}

function contradictions(ir: IR, symbolic: SymbolicFindings | null, dynamic: DynamicFindings | null): Contradiction[] {
  const proofs = [
    ...ir.assertions.map((assertion) => ({ assertion, proof: symbolic?.verdicts[assertion.id] ?? assertion.verdict })),
    ...(symbolic?.proposed ?? []).map((assertion) => ({ assertion, proof: assertion.verdict })),
  ];
  return proofs.flatMap(({ assertion, proof }) => {
    const replayed = dynamic?.verdicts[assertion.id];
    if (!contradicts(proof, replayed) || replayed?.status !== "refuted") return [];
    return [{ id: assertion.id, text: assertion.expression.text, counterexample: replayed.counterexample }];
  });
}

/** The findings without their proofs. */
function withdrawn(symbolic: SymbolicFindings, contradicted: readonly Contradiction[]): SymbolicFindings {
  const verdicts = Object.entries(symbolic.verdicts).map(([id, verdict]): [string, Verdict] => [
    id,
    isProof(verdict) ? withdrawal(contradicted) : verdict,
  ]);
  return { ...symbolic, verdicts: Object.fromEntries(verdicts), proposed: [] };
}

const isProof = ({ status }: Verdict): boolean => status === "proved" || status === "bounded" || status === "vacuous";

const withdrawal = (contradicted: readonly Contradiction[]): Verdict => ({
  status: "unknown",
  reason: "incomplete",
  detail: `A proof about this function is withdrawn: an execution contradicts the proof of \`${contradicted[0]?.text.slice(0, 200).toWellFormed() ?? ""}\`.`,
});

/** What the IR said before; a proof of an earlier examination falls with the others. */
function believed({ verdict }: Assertion, contradicted: readonly Contradiction[]): Verdict {
  return contradicted.length > 0 && isProof(verdict) ? withdrawal(contradicted) : verdict;
}

function contradiction(text: string, counterexample: Record<string, string>): string {
  const input = Object.entries(counterexample).map(([name, value]) => `${name} = ${value}`);
  return `The proof of \`${text.slice(0, 400).toWellFormed()}\` is wrong: it fails for ${input.join(", ").slice(0, 400).toWellFormed()}. No proof about this function is kept.`;
}

/** New clauses, each once: of equal ones the verdict that says most stands. Those that an execution refuted are left out. */
function proposals(
  known: readonly Assertion[],
  symbolic: SymbolicFindings | null,
  dynamic: DynamicFindings | null,
): Assertion[] {
  const stated = new Set(known.flatMap((assertion) => [assertion.id, keyOf(assertion)]));
  const found = new Map<string, Assertion>();
  for (const assertion of [...(symbolic?.proposed ?? []), ...(dynamic?.proposed ?? [])]) {
    const key = keyOf(assertion);
    const replayed = dynamic?.verdicts[assertion.id];
    if (stated.has(assertion.id) || stated.has(key) || replayed?.status === "refuted") continue;
    const equal = found.get(key);
    found.set(key, equal === undefined ? assertion : joined(equal, assertion));
  }
  return [...found.values()];
}

const keyOf = ({ category, expression }: Assertion): string => `${category} ${expression.text}`;

function joined(first: Assertion, second: Assertion): Assertion {
  const verdict = combineVerdicts([first.verdict, second.verdict]) ?? first.verdict;
  const main = verdict === second.verdict ? second : first;
  const refs = [...first.provenance.evidence_refs, ...second.provenance.evidence_refs];
  return { ...main, id: first.id, verdict, provenance: { ...main.provenance, evidence_refs: [...new Set(refs)] } };
}

/** The signature with the new clauses where they speak of its parameters and its result. */
function mentioned(signature: IR["signature"], proposed: readonly Assertion[]): IR["signature"] {
  const idsOf = (name: string) => proposed.filter(({ applies_to }) => applies_to.includes(name)).map(({ id }) => id);
  const onResult = proposed.filter(({ category }) => category === "postcondition").map(({ id }) => id);
  const results = new Set(idsOf("result"));
  return {
    ...signature,
    parameters: signature.parameters.map((parameter) => ({
      ...parameter,
      constraints: [...new Set([...parameter.constraints, ...idsOf(parameter.name)])],
    })),
    return_constraints: [...new Set([...signature.return_constraints, ...onResult.filter((id) => results.has(id))])],
  };
}

const problem = (analysis: string, code: string, detail: string): Problem => ({ analysis, code, detail, span: null });

const exampleKey = ({ call, args, kwargs }: Example): string =>
  JSON.stringify([call, args, Object.entries(kwargs).sort()]);

/** The first of those with equal keys. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
