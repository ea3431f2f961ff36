import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { clauseId } from "../../ir/hash.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import { parseModule } from "../../python/parse.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import { clausesOf } from "./clauses.ts";
import { literalText } from "./examples.ts";
import type { HoleAnswers } from "./facts.ts";
import { CONFLICT_OF, OUTCOME_OF } from "./holes.ts";

export type Applied = { ok: true; ir: IR } | { ok: false; detail: string };
type Answer = HoleAnswers["answers"][number];

/** The contract after one answer: the hole is resolved, and what it stood for is as the answer says. An answer that does not fit is refused with the reason. */
export function applyAnswer(ir: IR, answer: Answer): Applied {
  const hole = ir.holes.find(({ id }) => id === answer.hole);
  if (hole === undefined) return { ok: false, detail: "there is no such hole" };
  if (hole.status !== "open") return { ok: false, detail: `the hole is ${hole.status}` };
  const provenance: Provenance = {
    source: answer.source,
    confidence: 1,
    author: answer.by.slice(0, 200),
    timestamp: null,
    evidence_refs: [],
  };
  const changed = effectOf(ir, hole, answer.value.trim(), provenance);
  if (!changed.ok) return changed;
  const holes = changed.ir.holes.map(
    (other): Hole =>
      other.id === hole.id ? { ...other, status: "resolved", resolution: { value: answer.value, provenance } } : other,
  );
  return { ok: true, ir: { ...changed.ir, holes } };
}

function effectOf(ir: IR, hole: Hole, value: string, provenance: Provenance): Applied {
  if (value === "") return { ok: false, detail: "the answer is empty" };
  switch (hole.clause) {
    case "signature":
      return signatureAnswer(ir, hole, value, provenance);
    case "assertion":
      if (hole.subject.startsWith(OUTCOME_OF)) return outcomeAnswer(ir, hole.subject.slice(OUTCOME_OF.length), value);
      if (hole.subject.startsWith(CONFLICT_OF)) return withdrawal(ir, hole, value);
      return clauseAnswer(ir, value, provenance);
    case "implementation":
      return { ok: true, ir };
    default:
      return {
        ok: true,
        ir: { ...ir, intent: { ...ir.intent, success_criteria: [...ir.intent.success_criteria, value] } },
      };
  }
}

function signatureAnswer(ir: IR, hole: Hole, value: string, provenance: Provenance): Applied {
  const { signature } = ir;
  if (hole.kind === "spec") return headerAnswer(ir, value, provenance);
  if (hole.kind === "term") {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(value))
      return { ok: false, detail: `\`${value}\` is not a Python identifier` };
    const examples = ir.examples.map((example) => ({
      ...example,
      call: value + example.call.slice(signature.name.length),
    }));
    return {
      ok: true,
      ir: {
        ...ir,
        examples,
        signature: { ...signature, name: value },
        metadata: { ...ir.metadata, qualified_name: value },
      },
    };
  }
  const parsed = parseModule(`x: ${value}\n`);
  if (!parsed.ok || value.includes("\n")) return { ok: false, detail: `\`${value}\` is not a Python annotation` };
  if (hole.subject === "return") {
    const returns = { ...signature.returns, type_hint: value, provenance };
    return { ok: true, ir: { ...ir, signature: { ...signature, returns } } };
  }
  const parameters = signature.parameters.map((parameter) =>
    parameter.id === hole.subject || parameter.name === hole.subject
      ? { ...parameter, type_hint: value, provenance }
      : parameter,
  );
  return { ok: true, ir: { ...ir, signature: { ...signature, parameters } } };
}

function headerAnswer(ir: IR, value: string, provenance: Provenance): Applied {
  const header = value.endsWith(":") ? value : `${value}:`;
  const parsed = parseModule(`${header} ...\n`);
  const fn = parsed.ok ? parsed.module.functions[0] : undefined;
  if (!parsed.ok || fn === undefined) return { ok: false, detail: "the answer is not a def line" };
  const { signature } = signatureOf(parsed.module, fn);
  const parameters = signature.parameters.map((parameter) => ({ ...parameter, provenance }));
  const returns = { ...signature.returns, provenance };
  return {
    ok: true,
    ir: {
      ...ir,
      signature: { ...signature, parameters, returns, provenance },
      metadata: { ...ir.metadata, qualified_name: signature.name },
    },
  };
}

/** `raises(E)`, or the literal that the call returns. */
function outcomeAnswer(ir: IR, call: string, value: string): Applied {
  const expression = parseExpression(call);
  const answer = parseExpression(value);
  if (expression.kind !== "call") return { ok: false, detail: `\`${call}\` is no call` };
  const returns = answer.kind === "raises" ? null : literalText(value);
  if (answer.kind !== "raises" && returns === null)
    return { ok: false, detail: `\`${value}\` is neither a Python literal nor \`raises(E)\`` };
  const kwargs = expression.keywords.flatMap(({ name, value }) =>
    name === null ? [] : [[name, printExpression(value)] as const],
  );
  const example: IR["examples"][number] = {
    call,
    args: expression.arguments.map((argument) => printExpression(argument)),
    kwargs: Object.fromEntries(kwargs),
    returns,
    raises: answer.kind === "raises" ? printExpression(answer.exception) : null,
    source: "human",
    evidence_refs: [],
  };
  return { ok: true, ir: { ...ir, examples: [...ir.examples, example] } };
}

function withdrawal(ir: IR, hole: Hole, value: string): Applied {
  if (!hole.constraints.some((id) => id === value)) {
    return { ok: false, detail: `the answer names none of the clauses ${hole.constraints.join(", ")}` };
  }
  return { ok: true, ir: without(ir, value) };
}

function without(ir: IR, clause: string): IR {
  const kept = (ids: readonly IR["assertions"][number]["id"][]) => ids.filter((id) => id !== clause);
  const { signature } = ir;
  return {
    ...ir,
    assertions: ir.assertions.filter(({ id }) => id !== clause),
    signature: {
      ...signature,
      parameters: signature.parameters.map((parameter) => ({ ...parameter, constraints: kept(parameter.constraints) })),
      return_constraints: kept(signature.return_constraints),
    },
  };
}

/** A predicate becomes a clause: about what comes in when it speaks of parameters alone, else about what comes out. */
function clauseAnswer(ir: IR, value: string, provenance: Provenance): Applied {
  const parsed = parseExpression(value);
  const later = namesOf(parsed).includes("result") || /\b(?:old|raises)\(/.test(printExpression(parsed));
  const names = ir.signature.parameters.map(({ name }) => name);
  const category = later ? "postcondition" : "precondition";
  const { assertions, problems } = clausesOf(category, [{ expression: value, rationale: "" }], names, provenance);
  const [added] = assertions;
  if (added === undefined) return { ok: false, detail: problems[0]?.detail ?? "the answer is no clause" };
  const id = clauseId(category, added.expression.text);
  if (ir.assertions.some((other) => other.id === id)) return { ok: true, ir };
  const { signature } = ir;
  return {
    ok: true,
    ir: {
      ...ir,
      assertions: [...ir.assertions, { ...added, locked: true }],
      signature: {
        ...signature,
        parameters: signature.parameters.map((parameter) =>
          added.applies_to.includes(parameter.name)
            ? { ...parameter, constraints: [...parameter.constraints, id] }
            : parameter,
        ),
        return_constraints:
          category === "postcondition" && added.applies_to.includes("result")
            ? [...signature.return_constraints, id]
            : signature.return_constraints,
      },
    },
  };
}
