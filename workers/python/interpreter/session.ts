import type { CallOutcome, CheckOutcome, PythonCall, PythonRequest } from "../../../src/python/sandbox/contract.ts";
import { Evaluator } from "./evaluator.ts";
import type { ObjectPointer } from "./exports.ts";
import type { Pins } from "./image.ts";
import { COROUTINE_STEPS } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { type Clause, type Subject, setUp } from "./subject.ts";

const NO_EVENT_LOOP = "no running event loop";

interface Parameter {
  key: ObjectPointer;
  name: string;
  value: ObjectPointer;
}

interface BoundCall {
  positional: ObjectPointer;
  keywords: ObjectPointer;
  parameters: Parameter[];
}

type Ending = { value: ObjectPointer } | { exception: ObjectPointer };

/**
 * A module that has been executed, ready to be called. Everything a program's code runs in is called from here with no Python frame beneath, and what is
 * found out is kept on this side. Traps pass through: the session is then over.
 */
export class Session {
  readonly #machine: Machine;
  readonly #evaluator: Evaluator;
  readonly #subject: Subject;

  /** Throws SetUpFailure. */
  constructor(machine: Machine, pins: Pins, request: PythonRequest) {
    this.#machine = machine;
    this.#evaluator = new Evaluator(machine, pins);
    this.#subject = setUp(machine, this.#evaluator, request);
  }

  /** Lets go of what the last call made. */
  release(): void {
    this.#evaluator.release();
  }

  call(call: PythonCall): CallOutcome {
    const bound = this.#bind(call);
    if ("invalid" in bound) return { kind: "invalid_call", detail: bound.invalid };
    const { parameters } = bound;
    const earlier = this.#scope(parameters);
    const rejection = this.#rejection(earlier);
    if (rejection !== null) return rejection;
    const olds = this.#subject.checks.map((clause) => this.#olds(clause, earlier));
    const texts = parameters.map(({ value }) => this.#evaluator.textOf(value));
    const before: Record<string, string | null> = {};
    parameters.forEach(({ name, value }, index) => {
      before[name] = this.#readingBack(texts[index] ?? null, value);
    });

    const ending = this.#ending(bound);
    if (ending === "waits")
      return { kind: "invalid_call", detail: "the coroutine waits for something that only an event loop gives" };

    const later = this.#laterScope(parameters, ending);
    const checks = this.#subject.checks.map((clause, index) => this.#judge(clause, olds[index] ?? null, ending, later));
    const after: Record<string, string | null> = {};
    parameters.forEach(({ name, value }, index) => {
      const text = this.#evaluator.textOf(value);
      if (text !== texts[index]) after[name] = this.#readingBack(text, value);
    });
    const judged = { checks, before, after };
    if ("exception" in ending)
      return { kind: "raised", ...this.#evaluator.exceptionFacts(ending.exception), ...judged };
    const type = this.#evaluator.objects.qualifiedName(ending.value);
    const value = this.#readingBack(this.#evaluator.textOf(ending.value), ending.value);
    return { kind: "returned", value, type, ...judged };
  }

  #bind({ args, kwargs }: PythonCall): BoundCall | { invalid: string } {
    const evaluator = this.#evaluator;
    const { objects, pins } = evaluator;
    try {
      const scope = evaluator.scope(this.#subject.namespace);
      const positional = evaluator.own(objects.tuple(args.map((text) => evaluator.expression(text, scope))));
      const keywords = evaluator.own(objects.dict());
      for (const [name, text] of Object.entries(kwargs))
        objects.setItem(keywords, evaluator.text(name), evaluator.expression(text, scope));
      const bound = evaluator.call(pins.bind, [this.#subject.signature, positional, keywords]);
      const [names = 0, values = 0] = objects.items(bound);
      const found = objects.items(values);
      const parameters = objects.items(names).map((key, index) => ({
        key,
        name: objects.string(key) ?? String(index),
        value: found[index] ?? pins.none,
      }));
      return { positional, keywords, parameters };
    } catch (error) {
      return { invalid: evaluator.describe(error) };
    } finally {
      evaluator.settle();
    }
  }

  #ending({ positional, keywords }: BoundCall): Ending | "waits" {
    const evaluator = this.#evaluator;
    let isCoroutine = false;
    try {
      const value = evaluator.own(evaluator.objects.callWith(this.#subject.callee, positional, keywords));
      isCoroutine = evaluator.objects.typeOf(value) === this.#machine.exports.PyCoro_Type.value;
      return isCoroutine ? this.#driven(value) : { value };
    } catch (error) {
      const exception = evaluator.caught(error);
      const lacksLoop = isCoroutine && evaluator.exceptionFacts(exception).message === NO_EVENT_LOOP;
      return lacksLoop ? "waits" : { exception };
    } finally {
      evaluator.settle();
    }
  }

  /** Runs a coroutine to its end as long as it only gives way to others, of whom there are none. */
  #driven(coroutine: ObjectPointer): Ending | "waits" {
    const { objects, pins } = this.#evaluator;
    for (let step = 0; step < COROUTINE_STEPS; step += 1) {
      const { done, value } = objects.send(coroutine, pins.none);
      this.#evaluator.own(value);
      if (done) return { value };
      if (value !== pins.none) return "waits";
    }
    return "waits";
  }

  #rejection(scope: ObjectPointer): CallOutcome | null {
    for (const [assumption, clause] of this.#subject.assume.entries()) {
      const raised = (detail: string): CallOutcome => ({ kind: "rejected", assumption, raised: detail });
      if ("unreadable" in clause) return raised(clause.unreadable);
      try {
        if (!this.#evaluator.holds(clause.code, scope)) return { kind: "rejected", assumption, raised: null };
      } catch (error) {
        return raised(this.#evaluator.describe(error));
      }
    }
    return null;
  }

  /** Values of the clause's `old(...)`, copied; null when one of them cannot be had. */
  #olds(clause: Clause, scope: ObjectPointer): ObjectPointer[] | null {
    if ("unreadable" in clause) return null;
    const evaluator = this.#evaluator;
    try {
      return clause.olds.map((code) => evaluator.call(evaluator.pins.deepcopy, [evaluator.evaluate(code, scope)]));
    } catch (error) {
      evaluator.caught(error);
      return null;
    } finally {
      evaluator.settle();
    }
  }

  #judge(clause: Clause, olds: ObjectPointer[] | null, ending: Ending, scope: ObjectPointer): CheckOutcome {
    if ("unreadable" in clause) return "error";
    if ("exception" in ending && !clause.speaksOfExceptions) return "not_applicable";
    if (olds === null) return "error";
    const evaluator = this.#evaluator;
    try {
      olds.forEach((value, index) => {
        evaluator.objects.setItem(scope, evaluator.text(`__lift_old_${index}__`), value);
      });
      return evaluator.holds(clause.code, scope) ? "true" : "false";
    } catch (error) {
      evaluator.caught(error);
      return "error";
    }
  }

  #scope(parameters: Parameter[]): ObjectPointer {
    const scope = this.#evaluator.scope(this.#subject.namespace);
    for (const { key, value } of parameters) this.#evaluator.objects.setItem(scope, key, value);
    return scope;
  }

  /** What clauses see after the call; the names beside `result` are those that harness/support.py writes into them. */
  #laterScope(parameters: Parameter[], ending: Ending): ObjectPointer {
    const scope = this.#scope(parameters);
    const { objects, pins } = this.#evaluator;
    const bind = (name: string, value: ObjectPointer): void =>
      objects.setItem(scope, this.#evaluator.text(name), value);
    if ("value" in ending) bind("result", ending.value);
    bind("__lift_exception__", "exception" in ending ? ending.exception : pins.none);
    bind("__lift_isinstance__", pins.isinstance);
    return scope;
  }

  #readingBack(text: string | null, value: ObjectPointer): string | null {
    return this.#evaluator.readingBack(text, value, this.#subject.namespace);
  }
}
