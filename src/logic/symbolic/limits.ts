import type { Term } from "../smt/term.ts";

/**
 * The assumption that no integer or size is too large: CPython refuses to convert integers of more than 4300 digits to text and back
 * (ValueError, https://docs.python.org/3/library/stdtypes.html#int-max-str-digits), and shifts, powers and repetitions whose result no memory
 * holds (OverflowError, MemoryError).
 */
export const UNLIMITED = "integers-of-any-length";

/** Whether a term converts between integers and text, or has a power or shift by a variable. Repetitions are told by `Fresh.unlimited`. */
export const isUnlimited = (term: Term): boolean => /\(py\.(?:text|pow) |\(str\.(?:to|from)_int /.test(term);
