import { parseExpression } from "../../ir/expression/parse.ts";
import { python } from "../smt/prelude.ts";
import { apply, ite, string, type Term } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { literalOf } from "./arithmetic.ts";
import { formatParts } from "./format-parts.ts";
import { type Scope, translate } from "./translate.ts";
import {
  after,
  inOrder,
  type Meaning,
  map,
  opaqueUse,
  type Pure,
  pure,
  type Symbolic,
  total,
  unless,
} from "./value.ts";

export const text = (value: string): Term => {
  const term = string(value);
  if (term === null) throw new UnsupportedConstruct("character_above_U+2FFFF");
  return term;
};

/**
 * `str(value)` of numbers but floats, of text and of None. That CPython refuses to write more than `sys.get_int_max_str_digits()` digits is
 * a limit of resources, such as that of memory.
 */
export function textOf(value: Pure): Meaning {
  switch (value.kind) {
    case "str":
      return total(value);
    case "none":
      return total({ kind: "str", term: text("None") });
    case "bool":
      return total({ kind: "str", term: ite(value.term, text("True"), text("False")) });
    case "int": {
      const known = literalOf(value.term);
      return total({ kind: "str", term: known === null ? python("py.text", value.term) : text(String(known)) });
    }
    case "opaque":
      throw opaqueUse(value);
    default:
      throw new UnsupportedConstruct(`text_of_${value.kind}`);
  }
}

/** The value of an f-string's source. */
export function formatted(source: string, scope: Scope): Meaning {
  const parts = formatParts(source);
  if (parts === null) throw new UnsupportedConstruct("f_string");
  const pieces = parts.map((part): Meaning => {
    if (part.kind === "text") return total({ kind: "str", term: text(part.text) });
    const value = translate(parseExpression(part.source), scope);
    return after(value, map(value.value, textOf));
  });
  const terms = pieces.map(({ value }) => textTerm(value));
  const term = terms.length > 1 ? apply("str.++", ...terms) : (terms[0] ?? '""');
  return { value: pure({ kind: "str", term }), ...inOrder(...pieces) };
}

function textTerm(value: Symbolic): Term {
  const [only] = value;
  return only?.value.kind === "str" ? only.value.term : '""';
}

/** `int(text)`: known for ASCII digits with an optional sign; what else CPython reads as a number (spaces, `_`, other digits) is left open. */
export function integerOfText(value: Pure & { kind: "str" }, scope: Scope): Meaning {
  const { fresh } = scope;
  const digits = apply("str.to_int", value.term);
  const rest = apply("str.substr", value.term, "1", apply("-", apply("str.len", value.term), "1"));
  const negative = apply("and", apply("str.prefixof", '"-"', value.term), apply(">=", apply("str.to_int", rest), "0"));
  const plain = apply(">=", digits, "0");
  const [open, raised] = [fresh.constant({ kind: "int" }), fresh.constant({ kind: "bool" })];
  fresh.approximate();
  const term = ite(plain, digits, ite(negative, apply("-", apply("str.to_int", rest)), open));
  return unless("ValueError", apply("or", plain, negative, apply("not", raised)), pure({ kind: "int", term }));
}
