import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import type { CallOutcome } from "../../python/sandbox/contract.ts";
import type { Input } from "./input.ts";

/** So many exhausted calls show that magnitude is what exhausts them. */
const ENOUGH = 4;
/** Share of the ended calls that must lie below the limit for it to be one. */
const SEPARATED = 0.6;
const MAX_KEPT = 400;

/** Learns from which magnitude of its numbers on a function takes too long, so that no more time goes into such inputs. */
export class Exhaustion {
  readonly #ended: number[] = [];
  readonly #exhausted: number[] = [];

  note(input: Input, kind: CallOutcome["kind"]): void {
    const list =
      kind === "fuel_exhausted" || kind === "memory_exhausted"
        ? this.#exhausted
        : kind === "returned"
          ? this.#ended
          : null;
    if (list !== null && list.length < MAX_KEPT) list.push(magnitudeOf(input));
  }

  lighter(inputs: readonly Input[]): Input[] {
    const limit = this.#exhausted.toSorted((a, b) => a - b)[Math.floor(this.#exhausted.length / 10)];
    if (limit === undefined || this.#exhausted.length < ENOUGH) return [...inputs];
    const below = this.#ended.filter((magnitude) => magnitude < limit).length;
    if (below < this.#ended.length * SEPARATED || below === 0) return [...inputs];
    return inputs.filter((input) => magnitudeOf(input) < limit);
  }
}

/** The largest number in the input. */
function magnitudeOf(input: Input): number {
  return Math.max(0, ...input.flatMap((value) => (value === null ? [] : numbersIn(value))));
}

function numbersIn(value: Expression): number[] {
  return [...descendants(value)].flatMap(({ expression }) =>
    expression.kind === "integer" ? [Number(expression.value)] : [],
  );
}
