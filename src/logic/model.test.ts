import { describe, expect, it } from "vitest";
import { literal } from "./evaluate/value.ts";
import { modelValue } from "./model.ts";
import { readSExpressions } from "./smt/s-expression.ts";
import { typeOfAnnotation } from "./types/annotation.ts";

const read = (annotation: string, printed: string) => {
  const [expression] = readSExpressions(printed);
  const value = modelValue(typeOfAnnotation(annotation), expression ?? "");
  return value === null ? null : literal(value);
};

describe("modelValue", () => {
  it.each([
    ["int", "(- 123456789012345678901234567890)", "-123456789012345678901234567890"],
    ["bool", "true", "True"],
    ["float", "(/ 1.0 3.0)", "0.3333333333333333"],
    ["float", "(- (/ 3602879701896397.0 36028797018963968.0))", "-0.1"],
    ["float", "2.5", "2.5"],
    ["float", "(root-obj (+ (^ x 2) (- 2)) 1)", null],
    ["str", '"a""b\\u{e9}\\u{5c}\\u{1f600}"', "'a\"bé\\\\😀'"],
    ["str", '"\\u{d83d}\\u{de00}"', null],
    ["list[int]", "(as seq.empty (Seq Int))", "[]"],
    ["list[int]", "(seq.++ (seq.unit 1) (seq.unit (- 2)) (seq.unit 3))", "[1, -2, 3]"],
    ["tuple[bool, ...]", "(seq.unit true)", "(True,)"],
    ["list[list[str]]", '(seq.unit (seq.unit "x"))', "[['x']]"],
    ["tuple[int, str]", '(|tuple[int, str] new 0| 4 "y")', "(4, 'y')"],
    ["int | None", "(|int or None new 0| 4)", "4"],
    ["int | None", "(|int or None new 1| |None new 0|)", "None"],
    ["Decimal", "|Decimal!val!0|", null],
  ])("reads %s %s as %s", (annotation, printed, expected) => {
    expect(read(annotation, printed)).toBe(expected);
  });
});
