import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { keyFor } from "./assign.ts";
import { evaluateAll, type Place, withTemporaries } from "./evaluate.ts";
import { mutate } from "./mutate.ts";
import { bind, type Result, type State, then } from "./state.ts";

/** `del` of names and of items, one after the other. */
export function deleted(place: Place, state: State, targets: Expression[]): Result<null>[] {
  let results: Result<null>[] = [{ state, value: null }];
  for (const target of targets) results = then(results, (_, current) => one(place, current, target));
  return results;
}

function one(place: Place, state: State, target: Expression): Result<null>[] {
  switch (target.kind) {
    case "name": {
      const key = keyFor(place.frame, target.name);
      if (state.variables.has(key)) return [{ state: bind(state, key, null), value: null }];
      return [{ state, raised: { exception: "UnboundLocalError", explicit: false, span: place.span } }];
    }
    case "tuple":
    case "list":
      return deleted(place, state, target.items);
    case "subscript":
      if (target.index.kind === "slice") throw new UnsupportedConstruct("deletion_of_slice");
      return then(evaluateAll(place, state, [target.object, target.index]), (operands, after) => {
        const [object] = operands;
        if (object?.kind !== "object") throw new UnsupportedConstruct("deletion");
        return withTemporaries(place, after, operands.slice(1), (names, inner) =>
          then(mutate(place, inner, object.location, "del []", { positional: names, keywords: [] }), (_, last) => [
            { state: last, value: null },
          ]),
        );
      });
    default:
      throw new UnsupportedConstruct(`deletion_of_${target.kind}`);
  }
}
