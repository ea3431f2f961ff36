import type { PythonRequest } from "../../../src/python/sandbox/contract.ts";
import type { Evaluator } from "./evaluator.ts";
import type { ObjectPointer } from "./exports.ts";
import type { Machine } from "./machine.ts";

const MODULE_NAME = "subject";

/** The module or its function is not to be had; nothing was called. */
export class SetUpFailure extends Error {
  override readonly name = "SetUpFailure";
  readonly exception: string;

  constructor(exception: string, detail: string) {
    super(detail);
    this.exception = exception;
  }
}

export type Clause =
  | { code: ObjectPointer; olds: ObjectPointer[]; speaksOfExceptions: boolean }
  | { unreadable: string };

/** A function in a module that has been executed, and the clauses to judge it by. */
export interface Subject {
  namespace: ObjectPointer;
  callee: ObjectPointer;
  signature: ObjectPointer;
  assume: Clause[];
  checks: Clause[];
}

/** Compiles the clauses, executes the module and finds the function. Throws SetUpFailure. */
export function setUp(machine: Machine, evaluator: Evaluator, request: PythonRequest): Subject {
  const { objects, pins } = evaluator;
  const { module, assume, checks } = request;
  const step = (work: () => ObjectPointer): ObjectPointer => {
    try {
      return work();
    } catch (error) {
      const { classes, message } = evaluator.exceptionFacts(evaluator.caught(error));
      throw new SetUpFailure(classes[0] ?? "BaseException", message);
    } finally {
      evaluator.settle();
    }
  };
  const prepared = step(() =>
    evaluator.call(pins.prepare, [evaluator.text(JSON.stringify({ module, assume, checks }))]),
  );
  const [code = 0, assumptions = 0, clauses = 0] = objects.items(prepared);
  const unreadable = objects.string(code);
  if (unreadable !== null) throw unreadableModule(unreadable);
  const clause = (prepared: ObjectPointer): Clause => clauseOf(evaluator, prepared);

  const [made = 0, namespace = 0] = objects.items(evaluator.call(pins.new_module, [evaluator.text(MODULE_NAME)]));
  objects.setItem(pins.modules, evaluator.text(MODULE_NAME), made);
  const subject = { assume: objects.items(assumptions).map(clause), checks: objects.items(clauses).map(clause) };
  step(() => evaluator.evaluate(code, namespace));
  const callee = step(() => find(machine, evaluator, made, request.function));
  const signature = step(() => evaluator.call(pins.signature_of, [callee]));
  evaluator.keep();
  return { ...subject, namespace, callee, signature };
}

/** What the path leads to from the module; of a property, the function that gets it. */
function find(machine: Machine, evaluator: Evaluator, module: ObjectPointer, path: string): ObjectPointer {
  const attribute = (object: ObjectPointer, name: string): ObjectPointer =>
    evaluator.own(evaluator.objects.attribute(object, name));
  const found = path.split(".").reduce(attribute, module);
  const isProperty = evaluator.objects.typeOf(found) === machine.exports.PyProperty_Type.value;
  return isProperty ? attribute(found, "fget") : found;
}

function clauseOf({ objects }: Evaluator, prepared: ObjectPointer): Clause {
  const unreadable = objects.string(prepared);
  if (unreadable !== null) return { unreadable };
  const [code = 0, olds = 0, speaks = 0] = objects.items(prepared);
  return { code, olds: objects.items(olds), speaksOfExceptions: objects.isTrue(speaks) };
}

function unreadableModule(text: string): SetUpFailure {
  const cut = text.indexOf(": ");
  return new SetUpFailure(text.slice(0, cut), text.slice(cut + 2));
}
