/** A byte address in Z3's linear memory. */
export type Pointer = number;

/** The exports of z3.wasm that the glue calls: Emscripten's runtime, the C++ exception ABI and Z3's C API. */
export interface Z3Exports {
  __indirect_function_table: WebAssembly.Table;
  __wasm_call_ctors(): void;
  malloc(bytes: number): Pointer;
  free(pointer: Pointer): void;
  setThrew(threw: number, value: number): void;
  emscripten_stack_init(): void;
  emscripten_stack_get_base(): Pointer;
  emscripten_stack_get_current(): Pointer;
  _emscripten_stack_restore(pointer: Pointer): void;
  _emscripten_tempret_set(value: number): void;
  _emscripten_tls_init(): void;
  _emscripten_thread_init(
    thread: Pointer,
    isMain: number,
    isRuntime: number,
    canBlock: number,
    stackSize: number,
    profiling: number,
  ): void;
  __cxa_can_catch(wanted: Pointer, thrown: Pointer, adjusted: Pointer): number;
  __cxa_increment_exception_refcount(exception: Pointer): void;
  __cxa_decrement_exception_refcount(exception: Pointer): void;
  __cxa_get_exception_ptr(exception: Pointer): Pointer;
  set_noop_error_handler(context: Pointer): void;
  Z3_global_param_set(name: Pointer, value: Pointer): void;
  Z3_mk_config(): Pointer;
  Z3_del_config(config: Pointer): void;
  Z3_mk_context(config: Pointer): Pointer;
  Z3_del_context(context: Pointer): void;
  Z3_eval_smtlib2_string(context: Pointer, script: Pointer): Pointer;
}
