import { join, type Type } from "./type.ts";

/**
 * The types of the local names at one program point. A branch works in a child that holds only what it changes, so that merging costs
 * what the branch touched and not what the function has.
 */
export class Environment {
  readonly parent: Environment | null;
  readonly own = new Map<string, Type>();
  /** Every value a name took while this environment was in use, for handlers that may start from any of them. */
  readonly history: Map<string, Type> | null;

  constructor(parent: Environment | null, recordsHistory = false) {
    this.parent = parent;
    this.history = recordsHistory ? new Map() : null;
  }

  get(name: string): Type | undefined {
    for (let scope: Environment | null = this; scope !== null; scope = scope.parent) {
      const type = scope.own.get(name);
      if (type !== undefined) return type;
    }
    return undefined;
  }

  set(name: string, type: Type): void {
    this.own.set(name, type);
    for (let scope: Environment | null = this; scope !== null; scope = scope.parent) {
      if (scope.history === null) continue;
      const before = scope.history.get(name);
      scope.history.set(name, before === undefined ? type : join(before, type));
    }
  }

  /** What changed between `base` (exclusive) and here. */
  changesSince(base: Environment): Map<string, Type> {
    const changes = new Map<string, Type>();
    for (let scope: Environment | null = this; scope !== null && scope !== base; scope = scope.parent) {
      for (const [name, type] of scope.own) if (!changes.has(name)) changes.set(name, type);
    }
    return changes;
  }

  /** Continues after branches that all started here: a name is whatever any of them left. Call with at least one branch. */
  merge(branches: readonly ReadonlyMap<string, Type>[]): void {
    const names = new Set(branches.flatMap((branch) => [...branch.keys()]));
    for (const name of names) {
      let merged: Type | undefined;
      for (const branch of branches) {
        const type = branch.get(name) ?? this.get(name);
        if (type !== undefined) merged = merged === undefined ? type : join(merged, type);
      }
      if (merged !== undefined) this.set(name, merged);
    }
  }
}
