import type { Value } from "./value.ts";
import { join } from "./value.ts";

/**
 * What the variables of a unit hold at one place of the walk. A branch shares what it has not changed with the environment it comes from, which must
 * stay as it is until the branch has been merged.
 */
export class Environment {
  readonly #base: Environment | null;
  /** Undefined for a variable that was deleted here. */
  readonly #own = new Map<string, Value | undefined>();

  constructor(base: Environment | null = null) {
    this.#base = base;
  }

  get(name: string): Value | undefined {
    for (let layer: Environment | null = this; layer; layer = layer.#base) {
      const value = layer.#own.get(name);
      if (value !== undefined || layer.#own.has(name)) return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  delete(name: string): void {
    this.#own.set(name, undefined);
  }

  /** Takes over what a branch of this environment has changed, when that way was surely taken. */
  become(branch: Environment): void {
    for (const name of branch.changedSince(this)) this.#own.set(name, branch.get(name));
  }

  /** Takes over what either of two ways may have left; both begin at `origin`, as this environment does or is. */
  becomeEither(left: Environment, right: Environment, origin: Environment): void {
    const names = new Set([...left.changedSince(origin), ...right.changedSince(origin)]);
    const merged = [...names].map((name) => [name, either(left.get(name), right.get(name))] as const);
    for (const [name, value] of merged) this.#own.set(name, value);
  }

  /** Adds what another environment may have left for some variables. */
  admit(branch: Environment, names: Iterable<string>): void {
    for (const name of names) this.#own.set(name, either(this.get(name), branch.get(name)));
  }

  /** Names that were assigned or deleted on the way here from an environment that this one comes from. */
  changedSince(origin: Environment): Set<string> {
    const names = new Set<string>();
    for (let layer: Environment | null = this; layer && layer !== origin; layer = layer.#base)
      for (const name of layer.#own.keys()) names.add(name);
    return names;
  }
}

/** What a variable holds when either of two ways may have been taken. One that is unset on one way keeps the other's value. */
function either(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left && right) return join(left, right);
  const only = left ?? right;
  return only?.constant ? { ...only, constant: null } : only;
}
