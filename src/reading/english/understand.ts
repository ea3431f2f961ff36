import type { Scope, Understanding } from "./understanding.ts";

/** Reads prose as the definition of a function. Total: what no rule accounts for is `unread`, and then nothing is claimed. */
export function understand(prose: string, scope: Scope): Understanding {
  return {
    parameters: scope.parameters ?? [],
    returns: scope.returns,
    preconditions: [],
    postconditions: [],
    ambiguities: [],
    complete: false,
    unread: prose.trim() === "" ? [] : [{ start: 0, end: prose.length }],
  };
}
