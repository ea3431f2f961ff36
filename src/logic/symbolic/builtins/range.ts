import { UnsupportedConstruct } from "../../unsupported.ts";
import { asInteger, isNumeric, literalOf } from "../arithmetic.ts";
import { translate } from "../translate.ts";
import { after, inOrder, int, type Meaning, map, map2, opaqueUse, pure, raises, total } from "../value.ts";
import { type BuiltinCall, unsupportedCall } from "./builtin.ts";

/** `range(...)` with a constant step. */
export function rangeOf(call: BuiltinCall): Meaning {
  const meanings = call.parts.map((part) => translate(part, call.scope));
  const [first, second, third] = meanings.map(({ value }) => value);
  if (first === undefined || meanings.length > 3) throw unsupportedCall(call);
  const [start, stop] = second === undefined ? [pure(int("0")), first] : [first, second];
  const built = map2(start, stop, (from, to) =>
    map(third ?? pure(int("1")), (by) => {
      for (const bound of [from, to, by]) {
        if (bound.kind === "opaque") throw opaqueUse(bound);
        if (bound.kind !== "int" && bound.kind !== "bool") return raises("TypeError");
      }
      if (!isNumeric(from) || !isNumeric(to) || !isNumeric(by)) return raises("TypeError");
      const step = literalOf(asInteger(by));
      if (step === null) throw new UnsupportedConstruct("variable_range_step");
      return step === 0n
        ? raises("ValueError")
        : total({ kind: "range", start: asInteger(from), stop: asInteger(to), step });
    }),
  );
  return after(inOrder(...meanings), built);
}
