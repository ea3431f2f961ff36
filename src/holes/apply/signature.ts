import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { ExpressionText, IR, Parameter } from "../../ir/ir.ts";
import { parseModule } from "../../python/parse.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import { annotationText } from "../annotation.ts";
import { RETURN } from "../subjects.ts";
import { type Answering, type Effect, refused } from "./answering.ts";

/** An answer about the signature: a type, a name, or the whole def line. */
export function signatureAnswer(ir: IR, answering: Answering): Effect {
  switch (answering.hole.kind) {
    case "type":
      return typeAnswer(ir, answering);
    case "spec":
      return headerAnswer(ir, answering);
    default:
      return nameAnswer(ir, answering);
  }
}

const subjectOf = ({ signature }: IR, subject: string): Parameter | undefined =>
  signature.parameters.find(({ id }) => id === subject) ?? signature.parameters.find(({ name }) => name === subject);

function typeAnswer(ir: IR, { hole, value, provenance }: Answering): Effect {
  const type_hint = annotationText(value);
  if (type_hint === null)
    return refused(`\`${value}\` is not a Python type`, "an annotation such as `int`, `list[str]` or `float | None`");
  const { signature } = ir;
  if (hole.subject === RETURN || hole.subject === "result") {
    const returns = { ...signature.returns, type_hint, provenance };
    return { ok: true, ir: { ...ir, signature: { ...signature, returns } }, value: type_hint };
  }
  const subject = subjectOf(ir, hole.subject);
  if (subject === undefined) return refused(`there is no parameter ${hole.subject} any more`, "no answer");
  const parameters = signature.parameters.map((one) =>
    one.id === subject.id ? { ...one, type_hint, provenance } : one,
  );
  return { ok: true, ir: { ...ir, signature: { ...signature, parameters } }, value: type_hint };
}

/** Python's keywords, as the Language Reference lists them in section 2.3.1; soft keywords are names. */
const KEYWORDS: ReadonlySet<string> = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

function nameAnswer(ir: IR, { hole, value, provenance }: Answering): Effect {
  const valid = "a Python identifier that is no keyword and not taken";
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(value) || KEYWORDS.has(value))
    return refused(`\`${value}\` is not a Python identifier`, valid);
  const { signature } = ir;
  const subject = subjectOf(ir, hole.subject);
  if (subject !== undefined) return renamedParameter(ir, subject, value, provenance, valid);
  const examples = ir.examples.map((example) => ({
    ...example,
    call: example.call.startsWith(signature.name) ? value + example.call.slice(signature.name.length) : example.call,
  }));
  return {
    ok: true,
    value,
    ir: {
      ...ir,
      examples,
      signature: { ...signature, name: value, provenance },
      metadata: { ...ir.metadata, qualified_name: value },
    },
  };
}

/** A parameter under another name, everywhere: clauses keep their ids, as they say the same. */
function renamedParameter(
  ir: IR,
  subject: Parameter,
  name: string,
  provenance: Parameter["provenance"],
  valid: string,
): Effect {
  const { signature } = ir;
  if (signature.parameters.some((one) => one.name === name && one.id !== subject.id) || name === "result")
    return refused(`\`${name}\` is taken`, valid);
  const replacements = new Map([[subject.name, { kind: "name" as const, name }]]);
  const renamed = (source: ExpressionText): ExpressionText => {
    const expression = parseExpression(source.text);
    if (source.unsupported.length > 0 || !namesOf(expression).includes(subject.name)) return source;
    return { ...source, text: printExpression(substitute(expression, replacements)) };
  };
  const swap = (word: string) => (word === subject.name ? name : word);
  return {
    ok: true,
    value: name,
    ir: {
      ...ir,
      signature: {
        ...signature,
        parameters: signature.parameters.map((one) => (one.id === subject.id ? { ...one, name, provenance } : one)),
        raises: signature.raises.map((one) => ({ ...one, when: one.when === null ? null : renamed(one.when) })),
      },
      assertions: ir.assertions.map((one) => ({
        ...one,
        expression: renamed(one.expression),
        applies_to: one.applies_to.map(swap),
      })),
      examples: ir.examples.map((one) => ({
        ...one,
        kwargs: Object.fromEntries(Object.entries(one.kwargs).map(([key, text]) => [swap(key), text])),
      })),
    },
  };
}

function headerAnswer(ir: IR, { value, provenance }: Answering): Effect {
  const valid = "a def line such as `def f(xs: list[int]) -> int`";
  const header = value.endsWith(":") ? value : `${value}:`;
  const parsed = value.includes("\n") ? null : parseModule(`${header} ...\n`);
  const fn = parsed?.ok ? parsed.module.functions[0] : undefined;
  if (parsed === null || !parsed.ok || fn === undefined) return refused(`\`${value}\` is not a def line`, valid);
  const { signature: written } = signatureOf(parsed.module, fn);
  const { signature } = ir;
  const parameters = written.parameters.map((parameter) => ({ ...parameter, provenance }));
  const mentions = (names: readonly string[]) =>
    ir.assertions.filter(({ applies_to }) => names.some((name) => applies_to.includes(name)));
  return {
    ok: true,
    value: header.slice(0, -1),
    ir: {
      ...ir,
      signature: {
        ...written,
        id: signature.id,
        parameters: parameters.map((one) => ({ ...one, constraints: mentions([one.name]).map(({ id }) => id) })),
        returns: { ...written.returns, provenance },
        return_constraints: signature.return_constraints,
        raises: signature.raises,
        provenance,
      },
      metadata: { ...ir.metadata, qualified_name: written.name },
    },
  };
}
