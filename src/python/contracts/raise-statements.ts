import type { ExceptHandler, ExprNode, StmtNode } from "py-ast";
import { bodiesOf } from "../parse-functions.ts";
import type { NodeOf } from "../parse-walk.ts";
import { catches, exceptionName } from "./exceptions.ts";
import { addEvidence, addProblem, addRaises, type ContractContext } from "./findings.ts";

type Assert = NodeOf<"Assert">;
type Raise = NodeOf<"Raise">;

/** The handlers around a place, innermost last, and what the handler it stands in has caught. */
interface Surroundings {
  handlers: ExceptHandler[][];
  caught: ExceptHandler | null;
}

/** Raises whose condition is not certain: the exception alone. Those that a handler around them stops are no way to leave the function. */
export function bodyRaises(context: ContractContext, known: ReadonlySet<Assert | Raise>): void {
  const pending: { statement: StmtNode; around: Surroundings }[] = [];
  const push = (statements: readonly StmtNode[], around: Surroundings) => {
    for (const statement of statements.toReversed()) pending.push({ statement, around });
  };
  push(context.fn.node.body, { handlers: [], caught: null });
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { statement, around } = next;
    if (statement.nodeType === "Raise") {
      if (!known.has(statement)) raised(context, statement, around);
    } else if (statement.nodeType === "Try" || statement.nodeType === "TryStar") {
      push(statement.finalbody, around);
      push(statement.orelse, around);
      for (const handler of statement.handlers.toReversed()) push(handler.body, { ...around, caught: handler });
      push(statement.body, { ...around, handlers: [...around.handlers, statement.handlers] });
    } else if (!["FunctionDef", "AsyncFunctionDef", "ClassDef"].includes(statement.nodeType)) {
      for (const body of bodiesOf(statement).toReversed()) push(body, around);
    }
  }
}

function raised(context: ContractContext, statement: Raise, around: Surroundings): void {
  for (const exception of exceptionsOf(context, statement, around)) {
    if (around.handlers.some((handlers) => handlers.some((handler) => stops(context, handler, exception)))) continue;
    const item = addEvidence(context, "raise-statement", `The body raises ${exception}.`, statement);
    addRaises(context, exception, null, null, { source: "static", confidence: 0.9 }, [item]);
  }
}

/** What a statement raises: the named class; for a bare `raise` or the handler's own name, what the handler has caught. */
function exceptionsOf(context: ContractContext, statement: Raise, { caught }: Surroundings): string[] {
  const again = !statement.exc || (statement.exc.nodeType === "Name" && statement.exc.id === caught?.name);
  if (again) {
    const names = handledNames(context, caught).filter((name) => !["Exception", "BaseException"].includes(name));
    if (names.length === 0) {
      addEvidence(context, "raise-again", "The body raises again whatever it has caught.", statement);
    }
    return names;
  }
  const name = statement.exc ? exceptionName(context.module, statement.exc) : null;
  if (name !== null) return [name];
  addProblem(
    context,
    "exception_unknown",
    "The class of what this statement raises cannot be read from the source.",
    statement,
  );
  return [];
}

function handledNames(context: ContractContext, handler: ExceptHandler | null): string[] {
  const type: ExprNode | undefined = handler?.type;
  const types = type?.nodeType === "Tuple" ? type.elts : type ? [type] : [];
  return types.map((item) => exceptionName(context.module, item)).filter((name) => name !== null);
}

function stops(context: ContractContext, handler: ExceptHandler, exception: string): boolean {
  if (!handler.type) return true;
  return handledNames(context, handler).some((handled) => catches(context.module, handled, exception) === true);
}
