import type { AnalysisProblem } from "../facts/module.ts";
import type { PositionedNode, PythonFunction, PythonModule } from "../module.ts";
import { analyseTypes } from "./analyse-types.ts";
import { type Context, type ReturnNode, returnedBy } from "./context.ts";
import { printType } from "./print.ts";
import { hasUnknown, resolve } from "./resolve.ts";
import { CLAIM_THRESHOLD, confidenceOf, seenBy } from "./rules.ts";
import { type Decision, isInstance, joinAll, NONE, type Type, UNKNOWN } from "./type.ts";
import type { Parameter, Unit } from "./unit.ts";

export interface InferredType {
  /** Python annotation source, such as `list[int]`. */
  type: string;
  /** How often the rule was right where it was measured, from 0 to 1. */
  confidence: number;
  rule: string;
  /** One sentence for people. */
  reason: string;
  /** Where the evidence stands. */
  node: PositionedNode;
}

export interface FunctionTypes {
  /** Only parameters without an annotation, without `self` and `cls`, and only those the evidence determines. */
  parameters: Map<string, InferredType>;
  /** Null when the return is annotated or not determined. */
  returns: InferredType | null;
  problems: AnalysisProblem[];
}

const FAILURES = {
  budget_exhausted: "The file is too large or too entangled for type inference to settle; nothing is claimed for it.",
  too_deep: "The file nests expressions or blocks too deeply for type inference; nothing is claimed for it.",
};

/** Infers the types that annotations leave out, for every function of the file, by `outline.key`. Total; never throws. */
export function inferTypes(module: PythonModule): Map<string, FunctionTypes> {
  const { context, failure } = analyseTypes(module);
  const results = new Map<string, FunctionTypes>();
  for (const one of module.functions) {
    const types: FunctionTypes = { parameters: new Map(), returns: null, problems: [] };
    results.set(one.outline.key, types);
    const unit = one.node.nodeType === "Module" ? undefined : context.registry.units.get(one.node);
    if (unit === undefined) continue;
    if (failure !== null) {
      types.problems.push({
        analysis: "types",
        code: failure,
        detail: FAILURES[failure],
        span: one.outline.span,
      });
      continue;
    }
    for (const parameter of unit.parameters) {
      const inferred = inferredParameter(context, parameter);
      if (inferred !== null) types.parameters.set(parameter.name, inferred);
    }
    types.returns = inferredReturn(context, unit, one);
  }
  return results;
}

function inferredParameter(context: Context, parameter: Parameter): InferredType | null {
  if (parameter.isReceiver || parameter.declared !== null) return null;
  if (parameter.kind === "variadic" || parameter.kind === "keywords") return null;
  const { decision } = parameter.variable;
  if (decision === null || !decision.complete || decision.confidence < CLAIM_THRESHOLD) return null;
  const { type } = resolve(decision.type);
  if (hasUnknown(type)) return null;
  const optional = parameter.default?.nodeType === "Constant" && parameter.default.value === null;
  const text = printType(optional ? joinAll([type, NONE]) : type, {
    imported: context.importedNames,
    foldNumbers: decision.rule !== "observed-calls",
  });
  return {
    type: text,
    confidence: decision.confidence,
    rule: decision.rule,
    reason: `\`${parameter.name}\` is taken to be ${text} because it ${seenBy(decision.rule)}.`,
    node: decision.node ?? parameter.default ?? parameter.node,
  };
}

function inferredReturn(context: Context, unit: Unit, one: PythonFunction): InferredType | null {
  if (unit.declaredReturn !== null || ("returns" in one.node && one.node.returns) || isStub(unit)) return null;
  const raw: Type = unit.isAsync && !unit.isGenerator ? joinAll(unit.returns.values()) : returnedBy(unit);
  const { type, decisions } = resolve(raw.kind === "never" ? UNKNOWN : raw);
  if (hasUnknown(type)) return null;
  const observed = [...decisions].some((decision) => decision.rule === "observed-calls");
  const text = printType(type, { imported: context.importedNames, foldNumbers: !observed });
  const rule = returnRule(unit, type, decisions);
  if ([...decisions].some((decision) => decision.rule === "examples-mixed")) return null;
  const confidence =
    rule === "returned-from-examples"
      ? confidenceOf(rule)
      : Math.min(confidenceOf(rule), ...[...decisions].map((decision) => decision.confidence));
  if (confidence < CLAIM_THRESHOLD) return null;
  const first: ReturnNode = [...unit.returns.keys()][0] ?? unit.node;
  return { type: text, confidence, rule, reason: `${seenBy(rule)}: ${text}.`, node: first };
}

function returnRule(unit: Unit, type: Type, decisions: ReadonlySet<Decision>): string {
  if (unit.isGenerator) return "yielded-values";
  if (isInstance(type, "None")) return "returns-nothing";
  if ([...decisions].some((decision) => decision.rule.startsWith("examples"))) return "returned-from-examples";
  return decisions.size > 0 ? "returned-from-parameters" : "returned-values";
}

/** A body that does nothing leaves the work to somebody else: an abstract method, a protocol, an overload. */
function isStub(unit: Unit): boolean {
  const { node } = unit;
  if (node.nodeType !== "FunctionDef" && node.nodeType !== "AsyncFunctionDef") return true;
  const abstract = node.decorator_list.some((decorator) => {
    const name =
      decorator.nodeType === "Name" ? decorator.id : decorator.nodeType === "Attribute" ? decorator.attr : "";
    return name.startsWith("abstract") || name === "overload";
  });
  const idle = node.body.every(
    (statement) =>
      statement.nodeType === "Expr" &&
      statement.value.nodeType === "Constant" &&
      typeof statement.value.value === "string",
  );
  return abstract || idle;
}
