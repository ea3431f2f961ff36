import type { ObjectPointer, Pointer } from "./exports.ts";
import type { Machine } from "./machine.ts";

const EVAL_INPUT = 258;
const encoder = new TextEncoder();

/** A Python exception reached the host. The holder owns the reference. */
export class Raised extends Error {
  override readonly name = "Raised";
  readonly exception: ObjectPointer;

  constructor(exception: ObjectPointer) {
    super("a Python exception");
    this.exception = exception;
  }
}

/**
 * Python objects from the host's side. Methods answer new references unless they say otherwise, and throw Raised where the C API answers NULL. References
 * that are not released live until the image is restored, which is soon.
 */
export class Objects {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  text(value: string): ObjectPointer {
    const encoded = encoder.encode(value);
    return this.#withBytes(encoded, (address) => this.#exports.PyUnicode_FromStringAndSize(address, encoded.length));
  }

  /** The text of an exact `str`; null for anything else, and for text with lone surrogates. */
  string(object: ObjectPointer): string | null {
    const { memory } = this.#machine;
    if (this.typeOf(object) !== this.#exports.PyUnicode_Type.value) return null;
    const room = this.#exports.malloc(4);
    const start = this.#exports.PyUnicode_AsUTF8AndSize(object, room);
    const length = memory.view.getUint32(room, true);
    this.#exports.free(room);
    if (start === 0) {
      this.#exports.PyErr_Clear();
      return null;
    }
    return memory.text(start, length);
  }

  /** Borrowed. */
  typeOf(object: ObjectPointer): ObjectPointer {
    return this.#machine.memory.view.getUint32((object >>> 0) + 4, true);
  }

  qualifiedName(object: ObjectPointer): string {
    return this.string(this.#owned(this.#exports.PyType_GetQualName(this.typeOf(object)))) ?? "object";
  }

  attribute(object: ObjectPointer, name: string): ObjectPointer {
    return this.#owned(this.#withCString(name, (address) => this.#exports.PyObject_GetAttrString(object, address)));
  }

  call(callee: ObjectPointer, args: ObjectPointer[], keywords: ObjectPointer = 0): ObjectPointer {
    const tuple = this.tuple(args);
    const result = this.#exports.PyObject_Call(callee, tuple, keywords);
    this.release(tuple);
    return this.#owned(result);
  }

  callWith(callee: ObjectPointer, args: ObjectPointer, keywords: ObjectPointer): ObjectPointer {
    return this.#owned(this.#exports.PyObject_Call(callee, args, keywords));
  }

  compileExpression(text: string): ObjectPointer {
    return this.#owned(
      this.#withCString(text, (source) =>
        this.#withCString("<argument>", (file) => this.#exports.Py_CompileString(source, file, EVAL_INPUT)),
      ),
    );
  }

  evaluate(code: ObjectPointer, namespace: ObjectPointer): ObjectPointer {
    return this.#owned(this.#exports.PyEval_EvalCode(code, namespace, namespace));
  }

  repr(object: ObjectPointer): ObjectPointer {
    return this.#owned(this.#exports.PyObject_Repr(object));
  }

  str(object: ObjectPointer): ObjectPointer {
    return this.#owned(this.#exports.PyObject_Str(object));
  }

  isTrue(object: ObjectPointer): boolean {
    const truth = this.#exports.PyObject_IsTrue(object);
    if (truth < 0) this.#raise();
    return truth === 1;
  }

  tuple(items: ObjectPointer[]): ObjectPointer {
    const tuple = this.#owned(this.#exports.PyTuple_New(items.length));
    items.forEach((item, index) => {
      this.#exports.Py_IncRef(item);
      this.#exports.PyTuple_SetItem(tuple, index, item);
    });
    return tuple;
  }

  /** Borrowed from the tuple. */
  items(tuple: ObjectPointer): ObjectPointer[] {
    const length = this.#exports.PyTuple_Size(tuple);
    if (length < 0) this.#raise();
    return Array.from({ length }, (_, index) => this.#exports.PyTuple_GetItem(tuple, index));
  }

  dict(): ObjectPointer {
    return this.#owned(this.#exports.PyDict_New());
  }

  copyDict(dict: ObjectPointer): ObjectPointer {
    return this.#owned(this.#exports.PyDict_Copy(dict));
  }

  setItem(dict: ObjectPointer, key: ObjectPointer, value: ObjectPointer): void {
    if (this.#exports.PyDict_SetItem(dict, key, value) !== 0) this.#raise();
  }

  /**
   * One step of a coroutine with None sent in.
   * https://docs.python.org/3.14/c-api/iter.html#c.PyIter_Send
   */
  send(coroutine: ObjectPointer, none: ObjectPointer): { done: boolean; value: ObjectPointer } {
    const room = this.#exports.malloc(4);
    const status = this.#exports.PyIter_Send(coroutine, none, room);
    const value = this.#machine.memory.view.getUint32(room, true);
    this.#exports.free(room);
    if (status < 0) this.#raise();
    return { done: status === 0, value };
  }

  release(object: ObjectPointer): void {
    if (object !== 0) this.#exports.Py_DecRef(object);
  }

  get #exports() {
    return this.#machine.exports;
  }

  #owned(object: ObjectPointer): ObjectPointer {
    if (object === 0) this.#raise();
    return object;
  }

  #raise(): never {
    const exception = this.#exports.PyErr_GetRaisedException();
    if (exception === 0) throw new Error("the interpreter failed without an exception");
    throw new Raised(exception);
  }

  #withCString<Result>(text: string, use: (address: Pointer) => Result): Result {
    return this.#withBytes(encoder.encode(`${text}\0`), use);
  }

  /** Nothing is freed when `use` throws: the image is then restored. */
  #withBytes<Result>(bytes: Uint8Array, use: (address: Pointer) => Result): Result {
    const address = this.#exports.malloc(Math.max(1, bytes.length));
    if (address === 0) throw new RangeError("the interpreter has no memory for the request");
    this.#machine.memory.bytes.set(bytes, address >>> 0);
    const result = use(address);
    this.#exports.free(address);
    return result;
  }
}
