import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { boundsOf, keyFor } from "./assign.ts";
import { evaluateAll, type Operand, type Place, withTemporaries } from "./evaluate.ts";
import { mutate } from "./mutate.ts";
import { andThen, bind, type Result, type State } from "./state.ts";

/** `del` of names and of items, one after the other. */
export function deleted(place: Place, state: State, targets: Expression[]): Result<null>[] {
  let results: Result<null>[] = [{ state, value: null }];
  for (const target of targets) results = andThen(results, (_, current) => one(place, current, target));
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
      return andThen(evaluateAll(place, state, [target.object, target.index]), (operands, after) => {
        const [object, index] = operands;
        if (object?.kind !== "object" || index === undefined) throw new UnsupportedConstruct("deletion");
        const isSlice = index.kind === "slice";
        const parts = isSlice ? [...boundsOf(index), NOTHING] : [index];
        return withTemporaries(place, after, parts, (names, inner) =>
          andThen(
            mutate(place, inner, object.location, isSlice ? "[:]=" : "del []", { positional: names, keywords: [] }),
            (_, last) => [{ state: last, value: null }],
          ),
        );
      });
    default:
      throw new UnsupportedConstruct(`deletion_of_${target.kind}`);
  }
}

/** Deleting a slice puts nothing in its place. */
const NOTHING: Operand = { kind: "literal", expression: { kind: "tuple", items: [] } };
