import type { Term } from "../smt/term.ts";
import { decode } from "../symbolic/codec.ts";
import { stateDict } from "../symbolic/dict.ts";
import { stateSet } from "../symbolic/set.ts";
import type { Symbolic } from "../symbolic/value.ts";
import type { PythonType } from "../types/python-type.ts";
import type { Run } from "./run.ts";

/** The value of a constant of which only the type is known, with what every value of the type meets. */
export function anyOf(run: Run, type: PythonType, symbol: Term): Symbolic {
  const symbolic = decode(type, symbol);
  const [only, ...others] = symbolic;
  if (only !== undefined && others.length === 0) {
    if (only.value.kind === "dict" && only.value.of !== null) stateDict(only.value.of, run.fresh);
    if (only.value.kind === "set") stateSet(only.value, run.fresh);
  }
  return symbolic;
}
