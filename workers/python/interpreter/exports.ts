/** An address in the interpreter's memory. */
export type Pointer = number;
/** A `PyObject*`; 0 is NULL. */
export type ObjectPointer = number;

/** The exports of CPython's wasm that Lift calls (https://docs.python.org/3.14/c-api/). Reference ownership is the C API's. */
export interface PythonExports {
  memory: WebAssembly.Memory;
  __indirect_function_table: WebAssembly.Table;
  /** Added by the metering. */
  __fuel: WebAssembly.Global;
  __stack_pointer: WebAssembly.Global;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  emscripten_stack_get_current(): Pointer;
  _emscripten_stack_restore(pointer: Pointer): void;
  /** Addresses of statically allocated types and of a struct, as wasm globals. */
  PyUnicode_Type: WebAssembly.Global;
  PyProperty_Type: WebAssembly.Global;
  PyCoro_Type: WebAssembly.Global;
  PyExc_MemoryError: WebAssembly.Global;
  PyExc_OverflowError: WebAssembly.Global;
  PyImport_Inittab: WebAssembly.Global;
  _PyRuntime: WebAssembly.Global;
  _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: WebAssembly.Global;
  malloc(size: number): Pointer;
  free(pointer: Pointer): void;

  PyInitConfig_Create(): Pointer;
  PyInitConfig_SetInt(config: Pointer, name: Pointer, value: bigint): number;
  PyInitConfig_SetStr(config: Pointer, name: Pointer, value: Pointer): number;
  PyInitConfig_SetStrList(config: Pointer, name: Pointer, length: number, items: Pointer): number;
  PyInitConfig_GetError(config: Pointer, message: Pointer): number;
  PyInitConfig_Free(config: Pointer): void;
  Py_InitializeFromInitConfig(config: Pointer): number;

  Py_IncRef(object: ObjectPointer): void;
  Py_DecRef(object: ObjectPointer): void;
  PyUnicode_FromStringAndSize(bytes: Pointer, size: number): ObjectPointer;
  PyUnicode_AsUTF8AndSize(text: ObjectPointer, size: Pointer): Pointer;
  PyImport_AddModuleRef(name: Pointer): ObjectPointer;
  PyObject_GetAttrString(object: ObjectPointer, name: Pointer): ObjectPointer;
  PyObject_Repr(object: ObjectPointer): ObjectPointer;
  PyObject_Str(object: ObjectPointer): ObjectPointer;
  PyType_GetQualName(type: ObjectPointer): ObjectPointer;
  PyIter_Send(iterator: ObjectPointer, sent: ObjectPointer, result: Pointer): number;
  Py_CompileString(source: Pointer, file: Pointer, start: number): ObjectPointer;
  PyObject_Call(callee: ObjectPointer, args: ObjectPointer, keywords: ObjectPointer): ObjectPointer;
  PyObject_IsTrue(object: ObjectPointer): number;
  PyEval_EvalCode(code: ObjectPointer, globals: ObjectPointer, locals: ObjectPointer): ObjectPointer;
  PyRun_SimpleString(source: Pointer): number;
  PyTuple_New(length: number): ObjectPointer;
  /** Steals the reference to `item`. */
  PyTuple_SetItem(tuple: ObjectPointer, index: number, item: ObjectPointer): number;
  /** Borrowed. */
  PyTuple_GetItem(tuple: ObjectPointer, index: number): ObjectPointer;
  PyTuple_Size(tuple: ObjectPointer): number;
  PyDict_New(): ObjectPointer;
  PyDict_Copy(dict: ObjectPointer): ObjectPointer;
  PyDict_SetItem(dict: ObjectPointer, key: ObjectPointer, value: ObjectPointer): number;
  PyErr_GetRaisedException(): ObjectPointer;
  PyErr_Clear(): void;
  PyErr_GivenExceptionMatches(exception: ObjectPointer, type: ObjectPointer): number;
  PyEval_SetTrace(callback: Pointer, object: ObjectPointer): void;
  PyEval_SetProfile(callback: Pointer, object: ObjectPointer): void;
}
