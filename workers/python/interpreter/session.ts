import type { CallOutcome, CheckOutcome, PythonCall, PythonRequest } from "../../../src/python/sandbox/contract.ts";
import type { ObjectPointer } from "./exports.ts";
import type { Pins } from "./image.ts";
import { COROUTINE_STEPS, MESSAGE_CHARACTERS, VALUE_CHARACTERS } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { Objects, Raised } from "./objects.ts";
import { MemoryExhausted } from "./traps.ts";

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

type Clause = { code: ObjectPointer; olds: ObjectPointer[]; speaksOfExceptions: boolean } | { unreadable: string };
type Ending = { value: ObjectPointer } | { exception: ObjectPointer };

/**
 * A module that has been executed, ready to be called. Everything a program's code runs in is called from here with no Python frame beneath, and what is
 * found out is kept on this side. Traps pass through: the session is then over.
 */
export class Session {
  readonly #machine: Machine;
  readonly #objects: Objects;
  readonly #pins: Pins;
  readonly #namespace: ObjectPointer;
  readonly #function: ObjectPointer;
  readonly #signature: ObjectPointer;
  readonly #assume: Clause[];
  readonly #checks: Clause[];
  #owned: ObjectPointer[] = [];

  /** Compiles the clauses, executes the module and finds the function. Throws SetUpFailure. */
  constructor(machine: Machine, pins: Pins, request: PythonRequest) {
    this.#machine = machine;
    this.#pins = pins;
    const objects = new Objects(machine);
    this.#objects = objects;
    const { module, assume, checks } = request;
    const prepared = this.#setUp(() =>
      objects.call(pins.prepare, [objects.text(JSON.stringify({ module, assume, checks }))]),
    );
    const [code = 0, assumptions = 0, clauses = 0] = objects.items(prepared);
    const unreadable = objects.string(code);
    if (unreadable !== null) throw failureOf(unreadable);
    this.#assume = objects.items(assumptions).map((clause) => this.#clause(clause));
    this.#checks = objects.items(clauses).map((clause) => this.#clause(clause));

    const [made = 0, namespace = 0] = objects.items(objects.call(pins.new_module, [objects.text(MODULE_NAME)]));
    objects.setItem(pins.modules, objects.text(MODULE_NAME), made);
    this.#namespace = namespace;
    this.#setUp(() => objects.evaluate(code, namespace));
    const found = this.#find(made, request.function);
    this.#function = found;
    this.#signature = this.#setUp(() => objects.call(pins.signature_of, [found]));
    this.#settle();
  }

  call(call: PythonCall): CallOutcome {
    const outcome = this.#outcomeOf(call);
    // Fuel is judged before anything else is believed.
    if (this.#machine.fuel < 0n) throw new Error("out of fuel");
    return outcome;
  }

  /** Lets go of what the last call made; finalizers may run, and trap. */
  release(): void {
    const owned = this.#owned;
    this.#owned = [];
    for (const object of owned) this.#objects.release(object);
    this.#settle();
  }

  #outcomeOf({ args, kwargs }: PythonCall): CallOutcome {
    const objects = this.#objects;
    let names: ObjectPointer[];
    let values: ObjectPointer[];
    let positional: ObjectPointer;
    let keywords: ObjectPointer;
    try {
      const scope = this.#scope();
      positional = this.#own(objects.tuple(args.map((text) => this.#expression(text, scope))));
      keywords = this.#own(objects.dict());
      for (const [name, text] of Object.entries(kwargs))
        objects.setItem(keywords, this.#own(objects.text(name)), this.#expression(text, scope));
      const bound = this.#own(objects.call(this.#pins.bind, [this.#signature, positional, keywords]));
      const [boundNames = 0, boundValues = 0] = objects.items(bound);
      names = objects.items(boundNames);
      values = objects.items(boundValues);
    } catch (error) {
      return { kind: "invalid_call", detail: this.#describe(error) };
    }
    const parameters = names.map((name, index) => ({
      key: name,
      name: objects.string(name) ?? String(index),
      value: values[index] ?? this.#pins.none,
    }));

    const earlier = this.#scope();
    for (const { key, value } of parameters) objects.setItem(earlier, key, value);
    const rejection = this.#rejection(earlier);
    if (rejection !== null) return rejection;
    const olds = this.#checks.map((clause) => this.#olds(clause, earlier));
    const before = parameters.map(({ value }) => this.#text(value));
    const beforeTexts = Object.fromEntries(
      parameters.map(({ name, value }, index) => [name, this.#readsBack(value, before[index] ?? null)]),
    );

    const ending = this.#ending(positional, keywords);
    if (ending === "waits")
      return { kind: "invalid_call", detail: "the coroutine waits for something that only an event loop gives" };

    const later = this.#scope();
    for (const { key, value } of parameters) objects.setItem(later, key, value);
    const bindLater = (name: string, value: ObjectPointer): void =>
      objects.setItem(later, this.#own(objects.text(name)), value);
    if ("value" in ending) bindLater("result", ending.value);
    bindLater("__lift_exception__", "exception" in ending ? ending.exception : this.#pins.none);
    bindLater("__lift_isinstance__", this.#pins.isinstance);
    const checks = this.#checks.map((clause, index) => this.#judge(clause, olds[index] ?? null, ending, later));

    const after: Record<string, string | null> = {};
    parameters.forEach(({ name, value }, index) => {
      const text = this.#text(value);
      if (text !== before[index]) after[name] = this.#readsBack(value, text);
    });
    const judged = { checks, before: beforeTexts, after };
    if ("exception" in ending) {
      const { classes, message } = this.#exceptionOf(ending.exception);
      return { kind: "raised", classes, message, ...judged };
    }
    const type = objects.qualifiedName(ending.value);
    const value = this.#readsBack(ending.value, this.#text(ending.value));
    return { kind: "returned", value, type, ...judged };
  }

  #ending(args: ObjectPointer, keywords: ObjectPointer): Ending | "waits" {
    const objects = this.#objects;
    try {
      const value = this.#own(objects.callWith(this.#function, args, keywords));
      if (objects.typeOf(value) !== this.#machine.exports.PyCoro_Type.value) return { value };
      for (let step = 0; step < COROUTINE_STEPS; step += 1) {
        const sent = objects.send(value, this.#pins.none);
        this.#own(sent.value);
        if (sent.done) return { value: sent.value };
        if (sent.value !== this.#pins.none) return "waits";
      }
      return "waits";
    } catch (error) {
      return { exception: this.#exception(error) };
    } finally {
      this.#settle();
    }
  }

  #rejection(scope: ObjectPointer): CallOutcome | null {
    for (const [assumption, clause] of this.#assume.entries()) {
      const raised = (detail: string): CallOutcome => ({ kind: "rejected", assumption, raised: detail });
      if ("unreadable" in clause) return raised(clause.unreadable);
      try {
        if (!this.#holds(clause.code, scope)) return { kind: "rejected", assumption, raised: null };
      } catch (error) {
        return raised(this.#describe(error));
      }
    }
    return null;
  }

  /** Values of the clause's `old(...)`, copied; null when one of them cannot be had. */
  #olds(clause: Clause, scope: ObjectPointer): ObjectPointer[] | null {
    if ("unreadable" in clause) return null;
    try {
      return clause.olds.map((code) =>
        this.#own(this.#objects.call(this.#pins.deepcopy, [this.#own(this.#objects.evaluate(code, scope))])),
      );
    } catch (error) {
      this.#exception(error);
      return null;
    }
  }

  #judge(clause: Clause, olds: ObjectPointer[] | null, ending: Ending, scope: ObjectPointer): CheckOutcome {
    if ("unreadable" in clause) return "error";
    if ("exception" in ending && !clause.speaksOfExceptions) return "not_applicable";
    if (olds === null) return "error";
    try {
      olds.forEach((value, index) => {
        this.#objects.setItem(scope, this.#own(this.#objects.text(`__lift_old_${index}__`)), value);
      });
      return this.#holds(clause.code, scope) ? "true" : "false";
    } catch (error) {
      this.#exception(error);
      return "error";
    }
  }

  #holds(code: ObjectPointer, scope: ObjectPointer): boolean {
    const truth = this.#objects.isTrue(this.#own(this.#objects.evaluate(code, scope)));
    this.#settle();
    return truth;
  }

  /** The text a value has of itself; null when it has none that fits. */
  #text(value: ObjectPointer): string | null {
    try {
      const text = this.#objects.string(this.#own(this.#objects.repr(value)));
      if (text === null || text.length > VALUE_CHARACTERS) return null;
      // The texts of nan and inf are names that nobody defines.
      return /\b(?:nan|inf)\b/.test(text) ? this.#literal(value) : text;
    } catch (error) {
      this.#exception(error);
      return null;
    }
  }

  #literal(value: ObjectPointer): string | null {
    const text = this.#objects.string(this.#own(this.#objects.call(this.#pins.literal, [value])));
    return text === null || text.length > VALUE_CHARACTERS ? null : text;
  }

  /** The text, if reading it gives the same value. */
  #readsBack(value: ObjectPointer, text: string | null): string | null {
    if (text === null || text.includes("\0")) return null;
    try {
      const read = this.#expression(text, this.#scope());
      return this.#objects.isTrue(this.#own(this.#objects.call(this.#pins.same, [value, read]))) ? text : null;
    } catch (error) {
      this.#exception(error);
      return null;
    } finally {
      this.#settle();
    }
  }

  #expression(text: string, scope: ObjectPointer): ObjectPointer {
    const value = this.#own(this.#objects.evaluate(this.#own(this.#objects.compileExpression(text.trim())), scope));
    this.#settle();
    return value;
  }

  /** The module's names over builtins that the program has not touched. */
  #scope(): ObjectPointer {
    const scope = this.#own(this.#objects.copyDict(this.#namespace));
    const builtins = this.#own(this.#objects.copyDict(this.#pins.builtins));
    this.#objects.setItem(scope, this.#own(this.#objects.text("__builtins__")), builtins);
    return scope;
  }

  #clause(prepared: ObjectPointer): Clause {
    const unreadable = this.#objects.string(prepared);
    if (unreadable !== null) return { unreadable };
    const [code = 0, olds = 0, speaks = 0] = this.#objects.items(prepared);
    return { code, olds: this.#objects.items(olds), speaksOfExceptions: this.#objects.isTrue(speaks) };
  }

  #find(module: ObjectPointer, path: string): ObjectPointer {
    return this.#setUp(() => path.split(".").reduce((object, name) => this.#objects.attribute(object, name), module));
  }

  #setUp(step: () => ObjectPointer): ObjectPointer {
    try {
      return step();
    } catch (error) {
      const { classes, message } = this.#exceptionOf(this.#exception(error));
      throw new SetUpFailure(classes[0] ?? "BaseException", message);
    } finally {
      this.#settle();
    }
  }

  #exceptionOf(exception: ObjectPointer): { classes: string[]; message: string } {
    const objects = this.#objects;
    let message = "";
    try {
      message = objects.string(this.#own(objects.str(exception)))?.slice(0, MESSAGE_CHARACTERS) ?? "";
    } catch (error) {
      this.#exception(error);
    }
    const classes = objects.string(this.#own(objects.call(this.#pins.classes_of, [exception]))) ?? "BaseException";
    return { classes: classes.split(","), message };
  }

  #describe(error: unknown): string {
    const { classes, message } = this.#exceptionOf(this.#exception(error));
    return `${classes[0] ?? "BaseException"}: ${message}`;
  }

  /** The Python exception behind what was thrown; anything else goes on, and so does running out of memory. */
  #exception(error: unknown): ObjectPointer {
    if (!(error instanceof Raised)) throw error;
    const { exports, growth } = this.#machine;
    const type = this.#machine.memory.view.getUint32(exports.PyExc_MemoryError.value, true);
    if (growth.refused && exports.PyErr_GivenExceptionMatches(error.exception, type) === 1) throw new MemoryExhausted();
    return this.#own(error.exception);
  }

  /** No tracing function of the program sees what the host calls next. */
  #settle(): void {
    this.#machine.exports.PyEval_SetTrace(0, 0);
    this.#machine.exports.PyEval_SetProfile(0, 0);
  }

  #own(object: ObjectPointer): ObjectPointer {
    this.#owned.push(object);
    return object;
  }
}

function failureOf(unreadable: string): SetUpFailure {
  const cut = unreadable.indexOf(": ");
  return new SetUpFailure(unreadable.slice(0, cut), unreadable.slice(cut + 2));
}
