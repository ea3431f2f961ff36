import { CppException } from "./cpp-exceptions.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Z3Exports } from "./z3-exports.ts";

/** A bit mask: the clock is asked once in so many calls, some ten milliseconds of work. */
const LOOK_AT_CLOCK_EVERY = 0xffff;

type WasmValue = number | bigint;
type WasmFunction = (...values: WasmValue[]) => WasmValue | undefined;

/**
 * Emscripten's `invoke_<signature>` imports: a call through the function table that turns a C++ exception into a flag (`setThrew`) which the
 * compiled code tests. Everything else (exit, abort, traps, stack overflow) passes through. The first letter of the signature is the result
 * (`j` is i64); small arities are spelled out because spreading arguments costs on this hot path. Z3 makes these calls all the time, whatever
 * it does, so the stopwatch is looked at here.
 */
export function invokeImports(
  module: WebAssembly.Module,
  exports: () => Z3Exports,
  stopwatch: Stopwatch,
): Record<string, WasmFunction> {
  const cached: WasmFunction[] = [];
  let calls = 0;
  const target = (index: WasmValue): WasmFunction => {
    calls = (calls + 1) & LOOK_AT_CLOCK_EVERY;
    if (calls === 0) stopwatch.look();
    const position = Number(index);
    const known = cached[position];
    if (known !== undefined) return known;
    const found = exports().__indirect_function_table.get(position) as WasmFunction;
    cached[position] = found;
    return found;
  };
  const caught = (error: unknown, stack: number, result: WasmValue): WasmValue => {
    exports()._emscripten_stack_restore(stack);
    if (!(error instanceof CppException)) throw error;
    exports().setThrew(1, 0);
    return result;
  };
  const stackNow = () => exports().emscripten_stack_get_current();

  const invokeOf = (arity: number, result: WasmValue): WasmFunction => {
    switch (arity) {
      case 1:
        return (f = 0, a = 0) => {
          const stack = stackNow();
          try {
            return target(f)(a);
          } catch (error) {
            return caught(error, stack, result);
          }
        };
      case 2:
        return (f = 0, a = 0, b = 0) => {
          const stack = stackNow();
          try {
            return target(f)(a, b);
          } catch (error) {
            return caught(error, stack, result);
          }
        };
      case 3:
        return (f = 0, a = 0, b = 0, c = 0) => {
          const stack = stackNow();
          try {
            return target(f)(a, b, c);
          } catch (error) {
            return caught(error, stack, result);
          }
        };
      case 4:
        return (f = 0, a = 0, b = 0, c = 0, d = 0) => {
          const stack = stackNow();
          try {
            return target(f)(a, b, c, d);
          } catch (error) {
            return caught(error, stack, result);
          }
        };
      default:
        return (f = 0, ...values) => {
          const stack = stackNow();
          try {
            return target(f)(...values);
          } catch (error) {
            return caught(error, stack, result);
          }
        };
    }
  };

  const functions: Record<string, WasmFunction> = {};
  for (const { name } of WebAssembly.Module.imports(module)) {
    if (!name.startsWith("invoke_")) continue;
    const signature = name.slice("invoke_".length);
    functions[name] = invokeOf(signature.length - 1, signature.startsWith("j") ? 0n : 0);
  }
  return functions;
}
