import type { IR } from "../../ir/ir.ts";
import { parameterType } from "../signature-types.ts";
import type { PythonType } from "../types/python-type.ts";
import { anyOf } from "./any-value.ts";
import { NO_BOUNDS } from "./bounds.ts";
import type { ExecutedParameter } from "./execution.ts";
import { type Frame, keyOf } from "./frame.ts";
import { isMutableValue } from "./mutability.ts";
import { name as nameOf } from "./reading.ts";
import type { Run } from "./run.ts";
import { bind, type Location, type State } from "./state.ts";

export interface Entry {
  state: State;
  parameters: ExecutedParameter[];
}

/** The state on entry: each parameter is some value of its type. */
export function entry(run: Run, frame: Frame, ir: IR): Entry {
  const parameters: ExecutedParameter[] = [];
  let state: State = {
    condition: [],
    bounds: NO_BOUNDS,
    says: [],
    variables: new Map(),
    heap: new Map(),
    identities: new Map(),
    parameters: new Map(),
    merged: new Map(),
    handled: null,
    exact: true,
  };
  for (const parameter of ir.signature.parameters) {
    const { name, type_hint: hint, provenance } = parameter;
    const known = parameterType(parameter);
    const type: PythonType = known ?? { kind: "opaque", name: null };
    const symbol = run.constant(name, type);
    if (known === null) run.untyped.set(symbol, name);
    parameters.push({ name, type, symbol, annotated: hint !== null && provenance.source === "declared" });
    const symbolic = anyOf(run, type, symbol);
    if (!isMutableValue(symbolic)) {
      state = bind(state, keyOf(frame, name), { kind: "plain", symbolic, reading: nameOf(name) });
      continue;
    }
    const location: Location = run.identity();
    const heap = new Map(state.heap).set(location, {
      symbolic,
      reading: nameOf(name),
      shared: false,
      parameter: name,
      changed: false,
    });
    state = bind({ ...state, heap, parameters: new Map(state.parameters).set(name, location) }, keyOf(frame, name), {
      kind: "object",
      location,
    });
  }
  run.parameters = parameters;
  return { state, parameters };
}
