import type { IR, Parameter, ParameterKind } from "../../ir/ir.ts";
import type { BreakingKind, BreakingReason } from "../../ir/semantic-diff.ts";
import { isVariadic } from "../../ir/severity.ts";
import { type AlignedParameter, type Alignment, sameSource } from "./alignment.ts";

/** What the signature alone says about calls that worked before; types aside. */
export function signatureReasons(from: IR, to: IR, { parameters }: Alignment): BreakingReason[] {
  const now = to.signature.parameters;
  const absorbs = {
    positional: now.some(({ kind }) => kind === "var_positional"),
    keyword: now.some(({ kind }) => kind === "var_keyword"),
  };
  return [
    ...protocolReasons(from, to),
    ...parameters.flatMap((parameter) => parameterReasons(parameter, absorbs, from)),
    ...reordered(from, to, parameters),
    ...rebound(from, parameters),
  ];
}

function reason(
  kind: BreakingKind,
  subject: string,
  message: string,
  status: BreakingReason["status"] = "breaking",
): BreakingReason {
  return { kind, status, subject, message, witness: null, reason: null };
}

function protocolReasons(from: IR, to: IR): BreakingReason[] {
  const [before, after] = [from.signature, to.signature];
  const reasons: BreakingReason[] = [];
  if (before.name !== after.name)
    reasons.push(reason("function_renamed", after.name, `\`${before.name}\` is now called \`${after.name}\`.`));
  if (before.is_async !== after.is_async)
    reasons.push(
      reason(
        "async_changed",
        after.name,
        after.is_async
          ? "A call now gives a coroutine that has to be awaited."
          : "A call no longer gives a coroutine and cannot be awaited.",
      ),
    );
  if (before.is_generator !== after.is_generator)
    reasons.push(
      reason(
        "generator_changed",
        after.name,
        after.is_generator
          ? "A call now gives an iterator in place of its result."
          : "A call no longer gives an iterator.",
      ),
    );
  if (before.decorators.join("\n") !== after.decorators.join("\n"))
    reasons.push(
      reason(
        "decorators_changed",
        after.name,
        `The decorators changed from ${list(before.decorators)} to ${list(after.decorators)}, which may change how the function is called.`,
        "unknown",
      ),
    );
  if (before.type_parameters.join("\n") !== after.type_parameters.join("\n"))
    reasons.push(
      reason(
        "type_parameters_changed",
        after.name,
        `The type parameters changed from ${list(before.type_parameters)} to ${list(after.type_parameters)}, which may exclude types that were allowed.`,
        "unknown",
      ),
    );
  return reasons;
}

const list = (sources: readonly string[]): string =>
  sources.length === 0 ? "none" : sources.map((source) => `\`${source}\``).join(", ");

interface Absorbs {
  positional: boolean;
  keyword: boolean;
}

function parameterReasons({ from, to }: AlignedParameter, absorbs: Absorbs, old: IR): BreakingReason[] {
  if (from === null) return to === null ? [] : added(to);
  if (to === null) return [removed(from, absorbs)];
  return [...renamed(from, to, old), ...kindNarrowed(from, to), ...defaultChanged(from, to)];
}

function added(to: Parameter): BreakingReason[] {
  if (to.default !== null || isVariadic(to.kind)) return [];
  return [reason("parameter_required", to.name, `Calls now have to pass \`${to.name}\`.`)];
}

/** Whether a parameter of the kind can be passed by position, and by keyword. */
function ways(kind: ParameterKind): Absorbs {
  return {
    positional: kind === "positional_only" || kind === "positional_or_keyword",
    keyword: kind === "keyword_only" || kind === "positional_or_keyword",
  };
}

function removed(from: Parameter, absorbs: Absorbs): BreakingReason {
  const { positional, keyword } = ways(from.kind);
  if (isVariadic(from.kind))
    return reason(
      "parameter_removed",
      from.name,
      `Calls can no longer pass further ${from.kind === "var_positional" ? "positional" : "keyword"} arguments.`,
    );
  // Variadic parameters may take the argument still; what becomes of it there is not known.
  if ((!positional || absorbs.positional) && (!keyword || absorbs.keyword))
    return reason(
      "parameter_removed",
      from.name,
      `\`${from.name}\` is now among the further arguments; whether it still means the same is not known.`,
      "unknown",
    );
  return reason("parameter_removed", from.name, `Calls can no longer pass \`${from.name}\`.`);
}

function renamed(from: Parameter, to: Parameter, old: IR): BreakingReason[] {
  if (from.name === to.name || !ways(from.kind).keyword || isVariadic(to.kind)) return [];
  const receiver = old.signature.parameters[0] === from && old.relationships.some(({ kind }) => kind === "method_of");
  if (receiver) return [];
  return [
    reason(
      "parameter_renamed",
      from.name,
      `\`${from.name}\` is now called \`${to.name}\`, so calls that pass it by keyword fail.`,
    ),
  ];
}

function kindNarrowed(from: Parameter, to: Parameter): BreakingReason[] {
  if (from.kind === to.kind) return [];
  const narrowed = (detail: string, status?: BreakingReason["status"]) => [
    reason("parameter_kind_narrowed", from.name, detail, status),
  ];
  if (isVariadic(from.kind)) return narrowed(`\`${from.name}\` no longer takes any number of arguments.`);
  if (isVariadic(to.kind))
    return narrowed(
      `\`${from.name}\` now takes any number of arguments; whether one still means the same is not known.`,
      "unknown",
    );
  const [before, after] = [ways(from.kind), ways(to.kind)];
  return [
    ...(before.positional && !after.positional
      ? narrowed(`\`${from.name}\` can no longer be passed by position.`)
      : []),
    ...(before.keyword && !after.keyword ? narrowed(`\`${from.name}\` can no longer be passed by keyword.`) : []),
  ];
}

function defaultChanged(from: Parameter, to: Parameter): BreakingReason[] {
  if (from.default === null || sameSource(from.default, to.default)) return [];
  if (to.default === null)
    return isVariadic(to.kind)
      ? []
      : [reason("default_removed", from.name, `Calls now have to pass \`${from.name}\`, which had a default.`)];
  return [
    reason(
      "default_changed",
      from.name,
      `Calls without \`${from.name}\` now mean \`${to.default}\` and not \`${from.default}\`; whether callers notice is not known.`,
      "unknown",
    ),
  ];
}

/** Parameters that callers pass by position, at another position. */
function reordered(from: IR, to: IR, parameters: readonly AlignedParameter[]): BreakingReason[] {
  const places = (ir: IR) =>
    new Map(
      ir.signature.parameters.filter(({ kind }) => ways(kind).positional).map((parameter, index) => [parameter, index]),
    );
  const [before, after] = [places(from), places(to)];
  const moved = parameters.flatMap(({ from: old, to: now }) => {
    const [place, next] = [old === null ? undefined : before.get(old), now === null ? undefined : after.get(now)];
    return old === null || place === undefined || next === undefined || place === next ? [] : [old.name];
  });
  if (moved.length === 0) return [];
  const order = [...after.keys()].map(({ name }) => name).join(", ");
  return [
    reason(
      "parameter_reordered",
      moved.join(", "),
      `Arguments passed by position now go to other parameters: the order is (${order}).`,
    ),
  ];
}

/** Further arguments of old calls that new parameters now take. */
function rebound(from: IR, parameters: readonly AlignedParameter[]): BreakingReason[] {
  const kinds = from.signature.parameters.map(({ kind }) => kind);
  return parameters.flatMap(({ from: old, to: now }) => {
    if (old !== null || now === null) return [];
    const { positional, keyword } = ways(now.kind);
    if (positional && kinds.includes("var_positional"))
      return [
        reason("argument_rebound", now.name, `The first further positional argument of a call is now \`${now.name}\`.`),
      ];
    if (keyword && kinds.includes("var_keyword"))
      return [
        reason(
          "argument_rebound",
          now.name,
          `A further keyword argument \`${now.name}\` is now a parameter; whether it still means the same is not known.`,
          "unknown",
        ),
      ];
    return [];
  });
}
