import { python } from "../../smt/prelude.ts";
import { and, apply, equal, not } from "../../smt/term.ts";
import { UnsupportedConstruct } from "../../unsupported.ts";
import { asInteger, asReal, binary, isNumeric, literalOf } from "../arithmetic.ts";
import { integerOfText, textOf } from "../format.ts";
import { translate } from "../translate.ts";
import {
  after,
  boolean,
  inOrder,
  int,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  pure,
  raises,
  total,
  truth,
  unless,
} from "../value.ts";
import { type Builtin, builtin, ofOne, ofOneOrNone, unsupportedCall } from "./builtin.ts";

const closed = (value: Pure): Pure => {
  if (value.kind === "opaque") throw opaqueUse(value);
  return value;
};

const integral = (value: Pure): (Pure & { kind: "int" | "bool" }) | null =>
  value.kind === "int" || value.kind === "bool" ? value : null;

/** Functions of numbers, characters and truth values. */
export const NUMBER_BUILTINS: Record<string, Builtin> = {
  abs: ofOne((value) => {
    if (!isNumeric(closed(value))) return raises("TypeError");
    if (!isNumeric(value)) return raises("TypeError");
    return value.kind === "float"
      ? total({ kind: "float", term: python("py.real.abs", value.term) })
      : total(int(python("py.abs", asInteger(value))));
  }),
  bool: ofOneOrNone(
    () => total(boolean("false")),
    (value) => total(boolean(truth(pure(value)))),
  ),
  int: ofOneOrNone(
    () => total(int("0")),
    (value, { scope }) => {
      if (closed(value).kind === "str" && value.kind === "str") return integerOfText(value, scope);
      if (!isNumeric(value)) return raises("TypeError");
      return total(int(value.kind === "float" ? python("py.trunc", value.term) : asInteger(value)));
    },
  ),
  float: ofOneOrNone(
    () => total({ kind: "float", term: "0.0" }),
    (value) => {
      if (closed(value).kind === "str") throw new UnsupportedConstruct("call:float");
      return isNumeric(value) ? total({ kind: "float", term: asReal(value) }) : raises("TypeError");
    },
  ),
  str: ofOneOrNone(() => total({ kind: "str", term: '""' }), textOf),
  ord: ofOne((value) => {
    if (closed(value).kind !== "str" || value.kind !== "str") return raises("TypeError");
    return unless("TypeError", equal(apply("str.len", value.term), "1"), pure(int(apply("str.to_code", value.term))));
  }),
  chr: ofOne((value) => {
    const number = integral(closed(value));
    if (number === null) return raises("TypeError");
    const code = asInteger(number);
    const character: Meaning = unless(
      "ValueError",
      and(apply("<=", "0", code), apply("<=", code, "1114111")),
      pure({ kind: "str", term: apply("str.from_code", code) }),
    );
    const fits = and(apply("<=", "(- 2147483648)", code), apply("<=", code, "2147483647"));
    return after(unless("OverflowError", fits, []), character);
  }),
  round: builtin((call) => {
    const [number, digits, ...others] = call.parts.map((part) => translate(part, call.scope));
    if (number === undefined || others.length > 0) throw unsupportedCall(call);
    if (digits === undefined)
      return after(
        number,
        map(number.value, (value) => {
          if (!isNumeric(closed(value)) || !isNumeric(value)) return raises("TypeError");
          return total(int(value.kind === "float" ? python("py.round", value.term) : asInteger(value)));
        }),
      );
    return after(
      inOrder(number, digits),
      map2(number.value, digits.value, (value, by) => {
        const places = integral(by);
        const known = places === null ? null : literalOf(asInteger(places));
        if (known === null || known < 0n || integral(value) === null || !isNumeric(value)) throw unsupportedCall(call);
        return total(int(asInteger(value)));
      }),
    );
  }),
  divmod: builtin((call) => {
    const [left, right, ...others] = call.parts.map((part) => translate(part, call.scope));
    if (left === undefined || right === undefined || others.length > 0) throw unsupportedCall(call);
    return after(
      inOrder(left, right),
      map2(left.value, right.value, (a, b) => {
        if (!isNumeric(closed(a)) || !isNumeric(closed(b))) return raises("TypeError");
        const [quotient, remainder] = [binary("//", a, b, call.scope.fresh), binary("%", a, b, call.scope.fresh)];
        return after(quotient, total({ kind: "fixed", flavour: "tuple", items: [quotient.value, remainder.value] }));
      }),
    );
  }),
  pow: builtin((call) => {
    const [base, exponent, modulus, ...others] = call.parts.map((part) => translate(part, call.scope));
    if (base === undefined || exponent === undefined || others.length > 0) throw unsupportedCall(call);
    const { fresh } = call.scope;
    if (modulus === undefined)
      return after(
        inOrder(base, exponent),
        map2(base.value, exponent.value, (a, b) => binary("**", a, b, fresh)),
      );
    return after(
      inOrder(base, exponent, modulus),
      map2(base.value, exponent.value, (a, b) =>
        map(modulus.value, (m) => {
          const [x, n, by] = [integral(closed(a)), integral(closed(b)), integral(closed(m))];
          if (x === null || n === null || by === null) throw unsupportedCall(call);
          const known = literalOf(asInteger(n));
          if (known === null || known < 0n) throw unsupportedCall(call);
          const term = python("py.mod", python("py.pow", asInteger(x), String(known)), asInteger(by));
          return unless("ValueError", not(equal(asInteger(by), "0")), pure(int(term)));
        }),
      ),
    );
  }),
};
