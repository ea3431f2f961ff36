import { subterms, type Term } from "../term/term.ts";

const SMALL = [0n, 1n, -1n, 2n, -2n, 3n, 4n, 5n, 10n];
const MOST = 40;

/** Integers that `(Constant Int)` is tried with: small ones, those of the constraints and their neighbours. */
export function constantsFor(constraints: readonly Term[]): bigint[] {
  const stated = constraints.flatMap((constraint) =>
    [...subterms(constraint)].flatMap((part) => (part.kind === "integer" ? [part.value] : [])),
  );
  return [...new Set([...SMALL, ...stated, ...stated.flatMap((value) => [value - 1n, value + 1n, -value])])].slice(
    0,
    MOST,
  );
}
