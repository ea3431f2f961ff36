import type { ExprNode } from "py-ast";
import { elementVariable, type Frame, require, view } from "./context.ts";
import { evaluate } from "./expression.ts";
import { instance, isInstance, joinAll, membersOf, NEVER, NONE, type Type, UNKNOWN, variableType } from "./type.ts";

export type Branch = boolean;

/** A class nothing is an instance of: not being one tells nothing. */
const ANYTHING = instance("<none>");

/** A fact about a name that a test establishes: it is, or is not, of a type. */
interface Fact {
  name: string;
  type: Type;
  holds: boolean;
  node: ExprNode;
}

/** What holds once `test` came out as `truth`: conjunctions give all their parts, disjunctions only when they failed. */
function factsOf(frame: Frame, test: ExprNode, truth: Branch): Fact[] {
  switch (test.nodeType) {
    case "UnaryOp":
      return test.op.nodeType === "Not" ? factsOf(frame, test.operand, !truth) : [];
    case "BoolOp":
      if ((test.op.nodeType === "And") !== truth) return [];
      return test.values.flatMap((value) => factsOf(frame, value, truth));
    case "NamedExpr":
      return factsOf(frame, test.target, truth);
    case "Name":
      return [{ name: test.id, type: truth ? NONE : ANYTHING, holds: false, node: test }];
    case "Compare":
      return comparisonFacts(frame, test, truth);
    case "Call":
      return instanceFacts(frame, test, truth);
    default:
      return [];
  }
}

function comparisonFacts(frame: Frame, test: Extract<ExprNode, { nodeType: "Compare" }>, truth: Branch): Fact[] {
  const [op, right] = [test.ops[0]?.nodeType, test.comparators[0]];
  if (test.comparators.length !== 1 || right === undefined || op === undefined) return [];
  const positive = op === "Is" || op === "Eq";
  if (!positive && op !== "IsNot" && op !== "NotEq") return [];
  const holds = positive === truth;
  const subject = test.left.nodeType === "NamedExpr" ? test.left.target : test.left;
  if (subject.nodeType === "Name" && right.nodeType === "Constant" && right.value === null) {
    return [{ name: subject.id, type: NONE, holds, node: test }];
  }
  if (
    subject.nodeType === "Call" &&
    subject.func.nodeType === "Name" &&
    subject.func.id === "type" &&
    subject.args.length === 1
  ) {
    const [argument] = subject.args;
    const type = instancesOf(frame, right);
    if (argument?.nodeType === "Name" && type !== null && holds)
      return [{ name: argument.id, type, holds, node: test }];
  }
  return [];
}

function instanceFacts(frame: Frame, test: Extract<ExprNode, { nodeType: "Call" }>, truth: Branch): Fact[] {
  const [subject, classes] = test.args;
  if (test.func.nodeType !== "Name" || test.func.id !== "isinstance" || classes === undefined) return [];
  if (subject?.nodeType !== "Name") return [];
  const type = instancesOf(frame, classes);
  return type === null ? [] : [{ name: subject.id, type, holds: truth, node: test }];
}

/** The instances of the class, or of any class of the tuple or union, that an expression names. */
function instancesOf(frame: Frame, node: ExprNode): Type | null {
  if (node.nodeType === "Tuple") {
    const types = node.elts.map((item) => instancesOf(frame, item));
    return types.some((type) => type === null) ? null : joinAll(types.filter((type) => type !== null));
  }
  if (node.nodeType === "BinOp" && node.op.nodeType === "BitOr") {
    const [left, right] = [instancesOf(frame, node.left), instancesOf(frame, node.right)];
    return left === null || right === null ? null : joinAll([left, right]);
  }
  if (node.nodeType === "Constant" && node.value === null) return NONE;
  const named = evaluate(frame, node);
  if (named.kind !== "class") return null;
  return named.cls === null ? instance(named.name) : { kind: "object", cls: named.cls };
}

/**
 * Narrows the names of the current environment to what `test` tells when it came out as `truth`. A branch that only rejects the value
 * does not serve the type it tests for.
 */
export function assume(frame: Frame, test: ExprNode, truth: Branch, rejected = false): void {
  for (const fact of factsOf(frame, test, truth)) {
    const before = frame.environment.get(fact.name);
    if (before === undefined) continue;
    const after = fact.holds ? kept(before, fact.type, frame) : without(before, fact.type);
    if (fact.node.nodeType === "Name") require(before, null, "truth-tested", fact.node);
    if (after !== before && after.kind !== "never") frame.environment.set(fact.name, after);
    if (fact.holds && fact.type !== NONE && !rejected) require(before, fact.type, "isinstance", fact.node);
  }
}

/** A test whose failure raises tells what callers must pass. */
export function requireGuarded(frame: Frame, test: ExprNode, truth: Branch): void {
  for (const fact of factsOf(frame, test, truth)) {
    const type = frame.environment.get(fact.name);
    if (type === undefined) continue;
    if (fact.holds) require(type, fact.type, "isinstance-guard", fact.node);
    else if (fact.type === NONE && test.nodeType === "Compare") require(type, null, "not-none-guard", fact.node);
  }
}

function sameClass(member: Type, wanted: Type): boolean {
  if (member.kind === "object" && wanted.kind === "object") return member.cls === wanted.cls;
  if (member.kind === "tuple") return isInstance(wanted, "tuple");
  return member.kind === "instance" && wanted.kind === "instance" && member.name === wanted.name;
}

function kept(type: Type, wanted: Type, frame: Frame): Type {
  const results: Type[] = [];
  for (const member of type.kind === "unknown" ? [type] : membersOf(type)) {
    const seen = view(member);
    if (seen.kind === "unknown" || seen.kind === "variable" || seen.kind === "number")
      results.push(opened(wanted, member, frame));
    else if (
      membersOf(wanted).some((one) => membersOf(seen).some((other) => sameClass(other, one) || isSubclass(other, one)))
    )
      results.push(member);
  }
  return results.length === 0 ? opened(wanted, UNKNOWN, frame) : joinAll(results);
}

function isSubclass(member: Type, wanted: Type): boolean {
  if (isInstance(member, "bool")) return isInstance(wanted, "int");
  return isInstance(member, "defaultdict", "Counter", "OrderedDict") && isInstance(wanted, "dict");
}

/** Instances of a bare container class hold the variable's elements. */
function opened(wanted: Type, member: Type, frame: Frame): Type {
  return joinAll(
    membersOf(wanted).map((one) => {
      if (one.kind !== "instance" || one.args.length > 0) return one;
      const element =
        member.kind === "variable" ? variableType(elementVariable(frame.context, member.variable)) : UNKNOWN;
      if (one.name === "list" || one.name === "set" || one.name === "tuple") return instance(one.name, [element]);
      return one.name === "dict" ? instance("dict", [UNKNOWN, UNKNOWN]) : one;
    }),
  );
}

function without(type: Type, unwanted: Type): Type {
  if (type.kind === "unknown") return type;
  const left = membersOf(type).filter((member) => !membersOf(unwanted).some((one) => sameClass(member, one)));
  return left.length === membersOf(type).length ? type : left.length === 0 ? NEVER : joinAll(left);
}
