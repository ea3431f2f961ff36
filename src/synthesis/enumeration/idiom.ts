import { parsePattern, type Type } from "./types.ts";
import type { Value } from "./values.ts";

/** A definition that a program carries along. It may call those named in `needs`. */
export interface Helper {
  name: string;
  source: string;
  needs?: readonly string[];
}

/** One way to compute a value that a Python programmer would think of as one step. */
export interface Idiom {
  /** Unique in the library. */
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** Python source with `$0`, `$1`, ... for the arguments. */
  readonly python: string;
  /** English words that speak of it; their stems are compared. */
  readonly words: readonly string[];
  /** Bits it costs when no word of the request speaks of it. */
  readonly cost: number;
  /** Exactly what CPython computes, or FAILURE. */
  readonly apply: (...values: Value[]) => Value;
  readonly commutative: boolean;
  readonly imports: readonly string[];
  readonly helper: string | null;
}

export interface IdiomOptions {
  cost?: number;
  commutative?: boolean;
  imports?: readonly string[];
  /** Name of a definition in `HELPERS`. */
  helper?: string;
}

/** `idiom("len", "list[T] -> int", "len($0)", "length size", apply)`; types as `parsePattern` reads them. */
export function idiom(
  name: string,
  types: string,
  python: string,
  words: string,
  apply: Idiom["apply"],
  options: IdiomOptions = {},
): Idiom {
  const { parameters, result } = parsePattern(types);
  return {
    name,
    parameters,
    result,
    python,
    words: words.split(" ").filter((word) => word !== ""),
    cost: options.cost ?? 6,
    apply,
    commutative: options.commutative ?? false,
    imports: options.imports ?? [],
    helper: options.helper ?? null,
  };
}
