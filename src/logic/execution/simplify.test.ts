import { expect, it } from "vitest";
import { simplify } from "./simplify.ts";

it.each([
  ["(< (+ 0 1) 3)", "true"],
  ["(+ (+ |x| 1) 1)", "(+ |x| 2)"],
  ["(- (+ |x| 1) 1)", "|x|"],
  ["(py.floordiv (- 7) 2)", "(- 4)"],
  ["(py.mod (- 7) 2)", "1"],
  ["(py.mod 7 (- 2))", "(- 1)"],
  ["(py.floordiv |x| 0)", "(py.floordiv |x| 0)"],
  ["(py.floordiv 1 0)", "(py.floordiv 1 0)"],
  ["(py.range_length 7 0 (- 3))", "3"],
  ["(seq.len (seq.++ |xs| (seq.unit 1) (seq.unit 2)))", "(+ (seq.len |xs|) 2)"],
  ['(= "a" "b")', "false"],
  ['(= "\\u{61}" "a")', '(= "\\u{61}" "a")'],
  ["(= |x| |x|)", "true"],
  ["(not (not |b|))", "|b|"],
  ["(forall ((i Int)) (= i (+ 1 1)))", "(forall ((i Int)) (= i (+ 1 1)))"],
])("writes %s as %s", (term, expected) => {
  expect(simplify(term)).toBe(expected);
});
