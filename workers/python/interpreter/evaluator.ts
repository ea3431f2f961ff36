import type { ObjectPointer } from "./exports.ts";
import type { Pins } from "./image.ts";
import { MESSAGE_CHARACTERS, VALUE_CHARACTERS } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { Objects, Raised } from "./objects.ts";
import { MemoryExhausted, TooWide } from "./traps.ts";

/** What says that a number is beyond a C type of the 32-bit interpreter, where a 64-bit one would go on. */
const BEYOND_32_BITS =
  /index-sized integer|to C (?:s?size_t|(?:unsigned )?long)\b|repeated \w+ (?:is|are) too long|result is too long/;
/** Texts in which a float's name stands that nobody defines. */
const NOT_FINITE = /\b(?:nan|inf)\b/;

export interface ExceptionFacts {
  /** Names of the class and its bases, innermost first. */
  classes: string[];
  message: string;
}

/**
 * Python's objects as a session uses them: everything it gets is let go of by one `release`. Python exceptions pass as Raised and are taken by `caught`;
 * a full heap and numbers that only a 64-bit interpreter could hold pass as traps, as they are no behaviour of the program.
 */
export class Evaluator {
  readonly objects: Objects;
  readonly pins: Pins;
  readonly #machine: Machine;
  #owned: ObjectPointer[] = [];

  constructor(machine: Machine, pins: Pins) {
    this.#machine = machine;
    this.pins = pins;
    this.objects = new Objects(machine);
  }

  own(object: ObjectPointer): ObjectPointer {
    this.#owned.push(object);
    return object;
  }

  /** What was made up to now stays until the image is restored. */
  keep(): void {
    this.#owned = [];
  }

  /** Lets go of everything; finalizers may run, and trap. */
  release(): void {
    const owned = this.#owned;
    this.#owned = [];
    for (const object of owned) this.objects.release(object);
    this.settle();
  }

  /** No tracing function of the program sees what the host calls next. */
  settle(): void {
    this.#machine.exports.PyEval_SetTrace(0, 0);
    this.#machine.exports.PyEval_SetProfile(0, 0);
  }

  text(value: string): ObjectPointer {
    return this.own(this.objects.text(value));
  }

  call(callee: ObjectPointer, args: ObjectPointer[]): ObjectPointer {
    return this.own(this.objects.call(callee, args));
  }

  /** A module's names over builtins that the program has not touched. */
  scope(namespace: ObjectPointer): ObjectPointer {
    const scope = this.own(this.objects.copyDict(namespace));
    const builtins = this.own(this.objects.copyDict(this.pins.builtins));
    this.objects.setItem(scope, this.text("__builtins__"), builtins);
    return scope;
  }

  evaluate(code: ObjectPointer, scope: ObjectPointer): ObjectPointer {
    const value = this.own(this.objects.evaluate(code, scope));
    this.settle();
    return value;
  }

  expression(text: string, scope: ObjectPointer): ObjectPointer {
    return this.evaluate(this.own(this.objects.compileExpression(text.trim())), scope);
  }

  holds(code: ObjectPointer, scope: ObjectPointer): boolean {
    const truth = this.objects.isTrue(this.evaluate(code, scope));
    this.settle();
    return truth;
  }

  /** The Python exception behind what was thrown; anything else goes on. */
  caught(error: unknown): ObjectPointer {
    if (!(error instanceof Raised)) throw error;
    const exception = this.own(error.exception);
    if (this.#is(exception, "PyExc_MemoryError")) throw new MemoryExhausted();
    if (this.#is(exception, "PyExc_OverflowError")) {
      const { message } = this.exceptionFacts(exception);
      if (BEYOND_32_BITS.test(message)) throw new TooWide(message);
    }
    return exception;
  }

  exceptionFacts(exception: ObjectPointer): ExceptionFacts {
    const { objects, pins } = this;
    let message = "";
    try {
      message = objects.string(this.own(objects.str(exception)))?.slice(0, MESSAGE_CHARACTERS) ?? "";
    } catch (error) {
      // The exception's own text raises: then it has none.
      if (!(error instanceof Raised)) throw error;
      this.own(error.exception);
    }
    this.settle();
    const classes = objects.string(this.call(pins.classes_of, [exception])) ?? "BaseException";
    return { classes: classes.split(","), message: message.toWellFormed() };
  }

  /** `Class: message` of what was thrown. */
  describe(error: unknown): string {
    const { classes, message } = this.exceptionFacts(this.caught(error));
    return `${classes[0] ?? "BaseException"}: ${message}`;
  }

  /** The text a value has of itself; null when it has none that fits. */
  textOf(value: ObjectPointer): string | null {
    const { objects, pins } = this;
    try {
      const text = objects.string(this.own(objects.repr(value)));
      if (text === null || text.length > VALUE_CHARACTERS) return null;
      if (!NOT_FINITE.test(text)) return text;
      const literal = objects.string(this.call(pins.literal, [value]));
      return literal === null || literal.length > VALUE_CHARACTERS ? null : literal;
    } catch (error) {
      this.caught(error);
      return null;
    } finally {
      this.settle();
    }
  }

  /** The text, if reading it gives the same value. */
  readingBack(text: string | null, value: ObjectPointer, namespace: ObjectPointer): string | null {
    if (text === null || text.includes("\0")) return null;
    try {
      const read = this.expression(text, this.scope(namespace));
      return this.objects.isTrue(this.call(this.pins.same, [value, read])) ? text : null;
    } catch (error) {
      this.caught(error);
      return null;
    } finally {
      this.settle();
    }
  }

  #is(exception: ObjectPointer, name: "PyExc_MemoryError" | "PyExc_OverflowError"): boolean {
    const { exports, memory } = this.#machine;
    const type = memory.view.getUint32(exports[name].value, true);
    return exports.PyErr_GivenExceptionMatches(exception, type) === 1;
  }
}
