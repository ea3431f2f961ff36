import type { Call, ExprNode } from "py-ast";
import { bindingsOf, dottedName, resolvedName } from "../facts/bindings.ts";
import type { PythonModule } from "../module.ts";
import { walkNodes } from "../parse-walk.ts";

/** Built-in functions that change none of their arguments. `all`, `any` and the like use up an iterator, which a condition about it ignores anyway. */
const PURE_BUILTINS = new Set([
  ...[
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytes",
    "callable",
    "chr",
    "complex",
    "dict",
    "divmod",
    "enumerate",
  ],
  ...[
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "hex",
    "id",
    "int",
    "isinstance",
    "issubclass",
  ],
  ...[
    "len",
    "list",
    "map",
    "max",
    "min",
    "oct",
    "ord",
    "pow",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "slice",
    "sorted",
  ],
  ...["str", "sum", "super", "tuple", "type", "zip"],
]);

/** Methods of the built-in immutable types and the reading methods of the containers. */
const PURE_METHODS = new Set([
  ...[
    "as_integer_ratio",
    "bit_length",
    "capitalize",
    "casefold",
    "center",
    "conjugate",
    "copy",
    "count",
    "decode",
    "difference",
  ],
  ...[
    "encode",
    "endswith",
    "expandtabs",
    "find",
    "format",
    "get",
    "hex",
    "index",
    "intersection",
    "is_integer",
    "isalnum",
  ],
  ...[
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isdisjoint",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
  ],
  ...["isspace", "issubset", "issuperset", "istitle", "isupper", "items", "join", "keys", "ljust", "lower", "lstrip"],
  ...[
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
  ],
  ...["split", "splitlines", "startswith", "strip", "swapcase", "symmetric_difference", "title", "translate", "union"],
  ...["upper", "values", "zfill", "group", "groups", "fullmatch", "match", "search"],
]);

/** Standard modules whose functions only compute. */
const PURE_MODULES =
  /^(?:math|cmath|re|numbers|operator|string|statistics|fractions|decimal|keyword|unicodedata|os\.path|inspect|types|typing|collections\.abc)\./;

/** Calls that leave a trace outside and change nothing that a condition could speak of. */
const REPORTING = /^(?:print|warnings\.warn|(?:.*\.)?_?log(?:ger|ging)?\.\w+)$/i;

/** Calls in an expression that may change what they get, or end otherwise than by returning. */
export function unknownCalls(module: PythonModule, expression: ExprNode): Call[] {
  const calls: Call[] = [];
  for (const node of walkNodes(expression, ({ nodeType }) => nodeType !== "Lambda")) {
    if (node.nodeType === "Call" && !isPure(module, node)) calls.push(node);
  }
  return calls;
}

function isPure(module: PythonModule, call: Call): boolean {
  const written = dottedName(call.func);
  if (call.func.nodeType === "Attribute" && PURE_METHODS.has(call.func.attr)) return true;
  if (written === null) return false;
  if (REPORTING.test(written)) return true;
  const { imports, defined } = bindingsOf(module);
  if (PURE_BUILTINS.has(written)) return !imports.has(written) && !defined.has(written);
  return PURE_MODULES.test(resolvedName(module, call.func) ?? "");
}

/** True when a call is named like a question, by which it is taken to change nothing. */
export function asksOnly(call: Call): boolean {
  const name = dottedName(call.func)?.split(".").at(-1) ?? "";
  return /^_*(?:is|has|can|are|contains|exists|all|any|should)(?:_|[A-Z]|$)|^_*is[a-z]+$|valid(?!ate)|_exists$|_p$/.test(
    name,
  );
}

/** Built-in functions that refuse some values of the right type. */
const PARTIAL_BUILTINS = new Set([
  "chr",
  "complex",
  "divmod",
  "float",
  "getattr",
  "int",
  "max",
  "min",
  "ord",
  "pow",
  "bytes",
]);

/** True when evaluating an expression may well end in an exception of its own: subscripts, divisions, conversions. */
export function mayRaise(expression: ExprNode): boolean {
  for (const node of walkNodes(expression, ({ nodeType }) => nodeType !== "Lambda")) {
    if (node.nodeType === "Subscript" || (node.nodeType === "Name" && PARTIAL_BUILTINS.has(node.id))) return true;
    if (node.nodeType === "BinOp" && ["Div", "FloorDiv", "Mod", "Pow", "LShift", "RShift"].includes(node.op.nodeType)) {
      return true;
    }
  }
  return false;
}
