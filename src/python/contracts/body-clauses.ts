import type { ExprNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import { bindingsOf } from "../facts/bindings.ts";
import { expressionSource } from "../parse-slices.ts";
import { type NodeOf, walkOwn } from "../parse-walk.ts";
import { isGenerator } from "../signature/generator.ts";
import { stringOf } from "./arguments.ts";
import { asksOnly, unknownCalls } from "./calls.ts";
import { type EntryEvent, entryEvents } from "./entry-paths.ts";
import { EntryReach, MAXIMUM_EXITS } from "./entry-reach.ts";
import { enclosingNames, entryScope, ownNames } from "./entry-scope.ts";
import { MAXIMUM_SIZE } from "./entry-state.ts";
import { exceptionName, isArgumentError } from "./exceptions.ts";
import { addAssertion, addEvidence, addProblem, addRaises, type ContractContext } from "./findings.ts";
import { all, implies, not } from "./logic.ts";
import { bodyRaises } from "./raise-statements.ts";

type Assert = NodeOf<"Assert">;
type Raise = NodeOf<"Raise">;
type Return = NodeOf<"Return">;

/**
 * What a body itself states: asserts and guards.
 *
 * - An assert on the entry path that speaks of unchanged parameters is a precondition (`assert-entry`), but for tests; one right before the only `return`, about
 *   the returned name, is a postcondition (`assert-before-return`); any other is an invariant of its place (`assert-within`) and is never interpreted.
 * - A guard that raises an argument error (`TypeError`, `ValueError`, `AssertionError` and subclasses) gives a precondition (`guard-raise-argument`)
 *   and the exception with its condition; one that raises anything else gives the exception alone (`guard-raise`).
 *
 * Conditions hold under the branches around them and while no earlier `return` or other exception ended the call: clauses say so as implications.
 */
export function bodyClauses(context: ContractContext): void {
  const { fn } = context;
  const walk =
    fn.node.nodeType === "Module"
      ? { events: [], exits: [], tooLarge: [] }
      : entryEvents(entryScope(context), fn.node.body);
  const reach = new EntryReach(walk, (raise) => isArgumentExit(context, raise));
  const checked = assertsBeforeReturn(context);
  const seen = new Set<Assert | Raise>(checked);
  for (const event of walk.events) {
    if (seen.has(event.statement)) continue;
    if (
      event.statement.nodeType === "Assert" ? assertOnEntry(context, reach, event) : raiseOnEntry(context, reach, event)
    ) {
      seen.add(event.statement);
    }
  }
  leftOutProblems(context, reach, walk.tooLarge);
  for (const node of walkOwn(fn.node.body)) {
    if (node.nodeType === "Assert" && !seen.has(node)) assertWithin(context, node);
  }
  bodyRaises(context, seen);
}

/** Says how much of the entry is left uninterpreted because of its size: asserts as invariants of their place, raises without their condition. */
function leftOutProblems(context: ContractContext, reach: EntryReach, tooLarge: readonly ExprNode[]): void {
  const [first] = reach.leftOut;
  if (first !== undefined) {
    const detail = `The conditions of ${reach.leftOut.size} asserts and raises are left out, as the paths to them are too large: each may depend on at most ${MAXIMUM_EXITS} earlier ways out, and all together on a number of parts in proportion to the function.`;
    addProblem(context, "entry_paths_too_large", detail, first);
  }
  const [expression] = tooLarge;
  if (expression) {
    const detail = `${tooLarge.length} expressions are not followed, as they have more than ${MAXIMUM_SIZE} parts once local names are replaced by their values.`;
    addProblem(context, "local_values_too_large", detail, expression);
  }
}

/** The raises that a caller who keeps to the preconditions never sees. */
function isArgumentExit(context: ContractContext, raise: Raise | null): boolean {
  if (raise === null) return true;
  const exception = raise.exc ? exceptionName(context.module, raise.exc) : null;
  return exception !== null && isArgumentError(context.module, exception);
}

function assertOnEntry(context: ContractContext, reach: EntryReach, event: EntryEvent): boolean {
  const { test, statement } = event;
  if (
    isTest(context) ||
    !test?.sound ||
    statement.nodeType !== "Assert" ||
    !aboutParameters(context, [test.expression])
  )
    return false;
  const path = reach.conditions(event, "unless_refused");
  if (path === null) return false;
  const clause = path.length === 0 ? test.expression : implies(all(path), test.expression);
  const item = addEvidence(
    context,
    "assert-entry",
    "An assert about parameters that nothing before it has changed.",
    statement,
  );
  addAssertion(
    context,
    "precondition",
    textOf(clause),
    stringOf(statement.msg),
    { source: "declared", confidence: 0.95 },
    [item],
  );
  return true;
}

/** Asserts of a test state what comes out, not what has to go in. */
function isTest({ fn }: ContractContext): boolean {
  return /^test(?:_|[A-Z0-9]|$)/.test(fn.outline.name);
}

function textOf(expression: Expression) {
  return expressionText(printExpression(expression));
}

/** True when the expressions speak of a parameter, and else only of the module's names and built-ins. */
function aboutParameters(context: ContractContext, expressions: readonly Expression[]): boolean {
  const names = expressions.flatMap(namesOf);
  const closure = enclosingNames(context.fn);
  const own = ownNames(context.fn);
  const strange = names.some(
    (name) => !context.parameters.includes(name) && (own.has(name) || (closure.has(name) && !isGlobal(context, name))),
  );
  return !strange && names.some((name) => context.parameters.includes(name));
}

function isGlobal({ module }: ContractContext, name: string): boolean {
  const { defined, imports } = bindingsOf(module);
  return defined.has(name) || imports.has(name);
}

function raiseOnEntry(context: ContractContext, reach: EntryReach, event: EntryEvent): boolean {
  const { statement } = event;
  if (statement.nodeType !== "Raise" || !statement.exc) return false;
  const exception = exceptionName(context.module, statement.exc);
  if (exception === null) return false;
  const exactly = event.exact ? reach.conditions(event, "always") : null;
  const argument = isArgumentError(context.module, exception);
  const path = argument ? reach.conditions(event, "unless_refused") : null;
  if (exactly === null && path === null) return false;
  const innermost = event.path.at(-1);
  const region = innermost
    ? { lineno: innermost.node.lineno, col_offset: innermost.node.col_offset, ...endOf(statement) }
    : statement;
  const claimsArgument = path !== null && precondition(context, event, path, exception, region);
  if (exactly === null) return false;
  const rule = claimsArgument ? "guard-raise-argument" : "guard-raise";
  const message = `The body raises ${exception} under this condition${isGenerator(context.fn) ? ", when the first item is asked for" : ""}.`;
  const item = addEvidence(context, rule, message, region);
  addRaises(context, exception, textOf(all(exactly)), null, { source: "static", confidence: 0.9 }, [item]);
  return true;
}

function endOf(statement: Raise) {
  return {
    ...(statement.end_lineno === undefined ? {} : { end_lineno: statement.end_lineno }),
    ...(statement.end_col_offset === undefined ? {} : { end_col_offset: statement.end_col_offset }),
  };
}

/** Claims that callers must avoid an argument error. The innermost test is what is wrong; the rest is when it is looked at. */
function precondition(
  context: ContractContext,
  event: EntryEvent,
  path: readonly Expression[],
  exception: string,
  region: Parameters<typeof addEvidence>[3],
): boolean {
  const wrong = path.at(-1);
  const innermost = event.path.at(-1);
  if (wrong === undefined || !innermost || !aboutParameters(context, [wrong])) return false;
  if (
    !path.every(
      (part) => aboutParameters(context, [part]) || namesOf(part).every((name) => !ownNames(context.fn).has(name)),
    )
  ) {
    return false;
  }
  const tests = event.path.flatMap(({ node }) => unknownCalls(context.module, node));
  if (!tests.every(asksOnly)) return false;
  const rest = path.slice(0, -1);
  const clause = rest.length === 0 ? not(wrong) : implies(all(rest), not(wrong));
  const item = addEvidence(
    context,
    "guard-raise-argument",
    `The body refuses the argument with ${exception}, which callers have to avoid.`,
    region,
  );
  addAssertion(context, "precondition", textOf(clause), null, { source: "static", confidence: 0.85 }, [item]);
  return true;
}

/** Asserts in a row right before the function's only `return`, about the name it returns. */
function assertsBeforeReturn(context: ContractContext): Assert[] {
  const { fn } = context;
  if (fn.node.nodeType === "Module" || isGenerator(fn)) return [];
  const last = fn.node.body.at(-1);
  if (last?.nodeType !== "Return" || last.value?.nodeType !== "Name") return [];
  const returns: Return[] = [];
  for (const node of walkOwn(fn.node.body)) if (node.nodeType === "Return") returns.push(node);
  if (returns.length !== 1) return [];
  const returned = last.value.id;
  const found: Assert[] = [];
  for (let index = fn.node.body.length - 2; index >= 0; index -= 1) {
    const statement = fn.node.body[index];
    if (statement?.nodeType !== "Assert") break;
    found.unshift(statement);
  }
  const rebound = reboundNames(context);
  return found.filter((statement) => assertOfResult(context, statement, returned, rebound));
}

function assertOfResult(
  context: ContractContext,
  statement: Assert,
  returned: string,
  rebound: ReadonlySet<string>,
): boolean {
  const expression = parseExpression(expressionSource(context.module, statement.test));
  const names = namesOf(expression);
  const own = ownNames(context.fn);
  const readable = names.every(
    (name) => name === returned || (context.parameters.includes(name) ? !rebound.has(name) : !own.has(name)),
  );
  if (!names.includes(returned) || !readable || (names.includes("result") && returned !== "result")) return false;
  const clause = substitute(expression, new Map([[returned, { kind: "name", name: "result" }]]));
  const item = addEvidence(
    context,
    "assert-before-return",
    "An assert about the value that the function then returns.",
    statement,
  );
  addAssertion(
    context,
    "postcondition",
    textOf(clause),
    stringOf(statement.msg),
    { source: "declared", confidence: 0.9 },
    [item],
  );
  return true;
}

/** Parameters to which the body assigns. */
function reboundNames(context: ContractContext): Set<string> {
  const names = new Set<string>();
  for (const node of walkOwn(context.fn.node.body)) {
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load") names.add(node.id);
  }
  return names;
}

/** An assert whose names mean something at its own place only: kept verbatim, and marked so that nobody reads it as a claim about the call. */
function assertWithin(context: ContractContext, statement: Assert): void {
  const plain = expressionText(expressionSource(context.module, statement.test));
  const place = `An assert in the body: it holds at line ${statement.lineno} whenever control comes there.`;
  const item = addEvidence(context, "assert-within", place, statement);
  const message = stringOf(statement.msg);
  addAssertion(
    context,
    "invariant",
    { text: plain.text, unsupported: [...plain.unsupported, "local_state"] },
    message ? `${message} (${place})` : place,
    { source: "declared", confidence: 0.75 },
    [item],
  );
}
