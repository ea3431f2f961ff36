import type { Effect } from "../../ir/ir.ts";

/**
 * Names of side effects as the contract library deal uses them (deal documentation, "Side-effects"): `@deal.has("stdout", "read")`.
 *
 * | marker | effects |
 * |---|---|
 * | `global` | `state` other than reading and importing: `global`, `nonlocal`, changed module objects, settings, the environment |
 * | `import` | `state` with target `import:...`: loading a module that is not of the standard library, or by a computed name |
 * | `io` | `io` with target `log`: a log record goes where the handlers say |
 * | `network` | `network` |
 * | `random` | `randomness` |
 * | `read`, `write` | `filesystem` with target `read:...`, `write:...` |
 * | `stderr`, `stdin`, `stdout` | `io` with that target |
 * | `syscall` | `process`, but for leaving the interpreter, which is an exception |
 * | `time` | `time` |
 *
 * deal has no marker for `mutation`, `exception`, `nondeterminism` and `unknown_call`.
 */
export type Marker =
  | "global"
  | "import"
  | "io"
  | "network"
  | "random"
  | "read"
  | "stderr"
  | "stdin"
  | "stdout"
  | "syscall"
  | "time"
  | "write";

/** The markers of some effects, sorted. */
export function markersOf(effects: Pick<Effect, "effect_type" | "target">[]): Marker[] {
  const markers = new Set<Marker>();
  for (const effect of effects) {
    const marker = markerOf(effect);
    if (marker) markers.add(marker);
  }
  return [...markers].sort();
}

function markerOf({ effect_type, target }: Pick<Effect, "effect_type" | "target">): Marker | null {
  switch (effect_type) {
    case "io":
      return target === "stdout" || target === "stderr" || target === "stdin" ? target : "io";
    case "filesystem":
      return target.startsWith("write:") ? "write" : "read";
    case "network":
      return "network";
    case "randomness":
      return "random";
    case "time":
      return "time";
    case "process":
      return target === "exit" ? null : "syscall";
    case "state":
      if (target.startsWith("import:")) return "import";
      return target.startsWith("read:") ? null : "global";
    default:
      return null;
  }
}

/** Names of the exception classes that may leave the function, sorted; without those whose class the source does not tell. */
export function exceptionsOf(effects: Pick<Effect, "effect_type" | "target">[]): string[] {
  const names = effects.filter(({ effect_type, target }) => effect_type === "exception" && target !== "?");
  return [...new Set(names.map(({ target }) => target))].sort();
}

/**
 * Whether a function with these effects is pure: its result depends on its arguments alone and nothing else is touched. Raising is allowed.
 * `unknown` when nothing speaks against it but something is called that the source does not show.
 */
export function purityOf(effects: Pick<Effect, "effect_type">[]): "pure" | "impure" | "unknown" {
  const types = new Set(effects.map(({ effect_type }) => effect_type));
  types.delete("exception");
  if (types.size === 0) return "pure";
  return types.size === 1 && types.has("unknown_call") ? "unknown" : "impure";
}
