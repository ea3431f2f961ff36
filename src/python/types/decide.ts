import { type Context, returnedBy } from "./context.ts";
import { floatingIn, numberOf } from "./decide-number.ts";
import { hasUnknown, resolve } from "./resolve.ts";
import { confidenceOf, SETTLING_RULES } from "./rules.ts";
import {
  BOOL,
  type Decision,
  type Evidence,
  FLOAT,
  INT,
  instance,
  isInstance,
  joinAll,
  membersOf,
  NEVER,
  NONE,
  STR,
  type Type,
  typeKey,
  type Variable,
  variableType,
} from "./type.ts";
import type { Unit } from "./unit.ts";

const settlingRank = new Map(Object.keys(SETTLING_RULES).map((rule, index) => [rule, index]));

/** Decides what each parameter of a unit is from the evidence of this phase. Gives whether any decision changed. */
export function decideUnit(context: Context, unit: Unit): boolean {
  let changed = false;
  const floating = floatingIn(resolve(returnedBy(unit)).type);
  for (const parameter of unit.parameters) {
    if (parameter.isReceiver || parameter.declared !== null) continue;
    changed = decideVariable(context, parameter.variable, floating, 0) || changed;
  }
  return changed;
}

function decideVariable(context: Context, variable: Variable, floating: boolean, depth: number): boolean {
  if (depth > 3) return false;
  let changed = false;
  for (const part of [variable.element, variable.key]) {
    if (part !== null) changed = decideVariable(context, part, floating, depth + 1) || changed;
  }
  const before = variable.decision;
  const after = decisionOf(variable, floating);
  if (identity(before) === identity(after)) return changed;
  variable.decision = after;
  return true;
}

function identity(decision: Decision | null): string {
  return decision === null ? "" : `${typeKey(decision.type)} ${decision.rule} ${decision.complete}`;
}

function decisionOf(variable: Variable, floating: boolean): Decision | null {
  const settled = settledClass(variable);
  if (settled !== null) {
    const { evidence, type } = settled;
    return made(isBareContainer(type) ? container(variable, type) : type, evidence.rule, evidence);
  }
  if (variable.evidence.some((evidence) => evidence.rule === "isinstance")) return null;
  const number = numberOf(variable, floating);
  const given = observed(variable);
  if (number !== null) {
    if (given !== null && holdsFloat(given) && !isInstance(number.type, "float"))
      return made(given, observedRule(variable, given), null);
    return made(number.type, number.rule, number.evidence);
  }
  const sequence = sequenceOf(variable) ?? keptSequence(variable);
  if (sequence !== null) return sequence;
  if (given !== null) return made(given, observedRule(variable, given), null);
  const [first] = variable.evidence;
  if (first !== undefined && variable.role === "parameter") {
    if (variable.evidence.every((evidence) => evidence.rule === "truth-tested"))
      return made(BOOL, "only-tested", first);
    if (variable.evidence.every((evidence) => evidence.rule === "called" || evidence.rule === "passed")) {
      const callable = instance("Callable", [instance("..."), instance("Any")]);
      const called = variable.evidence.find((evidence) => evidence.rule === "called");
      if (called !== undefined) return made(callable, "called", called);
    }
  }
  return null;
}

function made(type: Type, rule: string, evidence: Evidence | null): Decision {
  const resolved = resolve(type);
  const confidence = Math.min(confidenceOf(rule), ...[...resolved.decisions].map((part) => part.confidence));
  return { type, rule, confidence, node: evidence?.node ?? null, complete: !hasUnknown(resolved.type) };
}

function wantedType(evidence: Evidence): Type | null {
  return evidence.type !== null && isInstance(evidence.type, "Character") ? STR : evidence.type;
}

function settledClass(variable: Variable): { evidence: Evidence; type: Type } | null {
  const candidates = variable.evidence
    .filter((evidence) => evidence.type !== null && settlingRank.has(evidence.rule))
    .sort((a, b) => (settlingRank.get(a.rule) ?? 0) - (settlingRank.get(b.rule) ?? 0));
  const [first] = candidates;
  const type = first === undefined ? null : wantedType(first);
  if (first === undefined || type === null) return null;
  if (first.rule === "isinstance-guard") return { evidence: first, type: folded(type) };
  if (variable.evidence.some((evidence) => evidence.rule === "isinstance")) return null;
  const given = observed(variable);
  if (given !== null && isInstance(type, "int") && holdsFloat(given)) {
    return first.rule === "default-int" ? { evidence: first, type: FLOAT } : null;
  }
  for (const other of candidates) {
    const wanted = wantedType(other);
    if (wanted !== null && typeKey(wanted) !== typeKey(type)) return null;
  }
  return { evidence: first, type };
}

function holdsFloat(type: Type): boolean {
  return membersOf(type).some((member) => isInstance(member, "float"));
}

/** `isinstance(x, (int, float))` is what an author annotates as `float`. */
function folded(type: Type): Type {
  const names = membersOf(type);
  return names.every((member) => isInstance(member, "int", "float")) && holdsFloat(type) ? FLOAT : type;
}

function isBareContainer(type: Type): boolean {
  return type.kind === "instance" && ["list", "set", "dict", "tuple"].includes(type.name) && type.args.length === 0;
}

function container(variable: Variable, type: Type): Type {
  const element = variable.element === null ? NEVER : variableType(variable.element);
  if (isInstance(type, "dict")) {
    return instance("dict", [variable.key === null ? NEVER : variableType(variable.key), element]);
  }
  return instance(type.kind === "instance" ? type.name : "list", [element]);
}

const TAKEN_APART = new Set([
  "truth-tested",
  "iterated",
  "indexed-by-int",
  "length-taken",
  "sliced",
  "elements-of-str",
  "passed",
  "unpacked",
]);
const STRINGS_INSIDE = new Set(["membership-in-str", "concatenation-with-str", "equality-with-str-value"]);
const INTEGERS_INSIDE = new Set([
  "index",
  "index-of-result",
  "bitwise",
  "shift",
  "argument-int-of-result",
  "slice-bound",
  "bitwise-of-result",
]);

/** What a value is that is only iterated, indexed and measured, by what its elements are used for. */
function sequenceOf(variable: Variable): Decision | null {
  const { element } = variable;
  if (element === null) return null;
  const plain = variable.evidence.every(({ rule }) => TAKEN_APART.has(rule) || rule.startsWith("argument-of-"));
  if (!plain) return null;
  const character = element.evidence.find(({ rule }) => rule === "argument-Character");
  if (character !== undefined) return made(STR, "characters", character);
  const text = element.evidence.find(({ rule }) => STRINGS_INSIDE.has(rule));
  const joined = element.evidence.find(({ rule }) => rule === "elements-of-str");
  if (text !== undefined || joined !== undefined) {
    const measured = variable.evidence.some(({ rule }) => rule === "length-taken" || rule === "iterated");
    const taken = element.evidence.some(({ rule }) => rule === "length-taken" || rule.startsWith("method-of"));
    const evidence = text ?? joined;
    return measured && !taken && evidence !== undefined ? made(STR, "iterated-strings", evidence) : null;
  }
  const integer = element.evidence.find(({ rule }) => INTEGERS_INSIDE.has(rule));
  if (integer !== undefined && element.decision !== null && isInstance(element.decision.type, "int")) {
    return made(instance("list", [INT]), "integers-inside", integer);
  }
  return null;
}

/** Once a value is known to be text its characters are strings, and the uses that told so are no longer demands. */
function keptSequence(variable: Variable): Decision | null {
  const { decision } = variable;
  return decision !== null && (decision.rule === "characters" || decision.rule === "iterated-strings")
    ? decision
    : null;
}

/**
 * Examples show some of the values a function serves: one plain class is what the author has in mind, whereas elements of containers and
 * mixtures are often accidents of the example.
 */
function observedRule(variable: Variable, given: Type): string {
  if (!variable.fromExamples) return "observed-calls";
  const members = membersOf(given).filter((member) => member !== NONE);
  if (members.length !== 1) return "examples-mixed";
  const [only] = members;
  const nested = only === undefined || only.kind === "tuple" || (only.kind === "instance" && only.args.length > 0);
  return nested ? "examples-containers" : "examples";
}

/** What the calls in the file pass, where they are all known. */
function observed(variable: Variable): Type | null {
  if (variable.lowers.size === 0 || variable.lowers.has("?")) return null;
  const type = joinAll([...variable.lowers.values()].filter((lower) => !isOwn(lower, variable)));
  const { type: known } = resolve(type);
  return known.kind === "never" || hasUnknown(known) ? null : known;
}

function isOwn(type: Type, variable: Variable): boolean {
  return (
    (type.kind === "variable" && type.variable === variable) ||
    (type.kind === "number" && type.variables.includes(variable))
  );
}
