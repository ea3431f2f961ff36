import type { Arg, Arguments, ExprNode } from "py-ast";
import type { ParameterKind } from "../../ir/ir.ts";

export interface WrittenParameter {
  kind: ParameterKind;
  arg: Arg;
  default: ExprNode | null;
}

/** The parameters of a function in the order of `inspect.signature`, each with its default. */
export function writtenParameters(args: Arguments): WrittenParameter[] {
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  const parameters = positional.map(
    (arg, index): WrittenParameter => ({
      kind: index < args.posonlyargs.length ? "positional_only" : "positional_or_keyword",
      arg,
      default: args.defaults[index - firstDefault] ?? null,
    }),
  );
  if (args.vararg) parameters.push({ kind: "var_positional", arg: args.vararg, default: null });
  args.kwonlyargs.forEach((arg, index) => {
    parameters.push({ kind: "keyword_only", arg, default: args.kw_defaults[index] ?? null });
  });
  if (args.kwarg) parameters.push({ kind: "var_keyword", arg: args.kwarg, default: null });
  return parameters;
}
