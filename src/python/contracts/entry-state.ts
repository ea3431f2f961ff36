import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { PathTest } from "./entry-paths.ts";

/** Largest expression, in nodes, that replacing locals may give: sums of locals of sums of locals would double with every line. */
export const MAXIMUM_SIZE = 1000;

/**
 * What is known at a place on a function's entry. The state of a branch holds only what the branch itself changes and asks the one around it for the
 * rest, so that a branch costs what stands in it.
 */
export class EntryState {
  readonly path: readonly PathTest[];
  globalsChanged: boolean;
  exact: boolean;
  private readonly around: EntryState | null;
  /** Names whose value on entry is no longer what they stand for. */
  private readonly changed = new Set<string>();
  /** Locals that stand for an expression over entry values; null for those that no longer do. */
  private readonly locals = new Map<string, Expression | null>();
  /** True when no local of the states around stands for anything. */
  private forgotten = false;

  constructor(around: EntryState | null = null, path: readonly PathTest[] = []) {
    this.around = around;
    this.path = path;
    this.globalsChanged = around?.globalsChanged ?? false;
    this.exact = around?.exact ?? true;
  }

  branch(test: PathTest): EntryState {
    return new EntryState(this, [...this.path, test]);
  }

  change(name: string): void {
    this.changed.add(name);
    this.locals.set(name, null);
  }

  setLocal(name: string, value: Expression): void {
    this.locals.set(name, value);
  }

  forgetLocals(): void {
    this.locals.clear();
    this.forgotten = true;
  }

  isChanged(name: string): boolean {
    for (let state: EntryState | null = this; state; state = state.around) if (state.changed.has(name)) return true;
    return false;
  }

  private localOf(name: string): Expression | null {
    for (let state: EntryState | null = this; state; state = state.around) {
      const own = state.locals.get(name);
      if (own !== undefined) return own;
      if (state.forgotten) return null;
    }
    return null;
  }

  /** The locals that an expression speaks of, with what they stand for. */
  localsIn(expression: Expression): Map<string, Expression> {
    const found = new Map<string, Expression>();
    for (const name of namesOf(expression)) {
      const value = this.localOf(name);
      if (value !== null) found.set(name, value);
    }
    return found;
  }

  /** Goes on behind the branches (one or two) from which control comes back: a local stands for what it does in all of them. */
  join(branches: readonly EntryState[]): void {
    const touched = new Set(branches.flatMap((branch) => [...branch.locals.keys()]));
    const common = [...touched].map((name): [string, Expression | null] => {
      const [value = null, ...others] = branches.map((branch) => branch.localOf(name));
      return [name, others.every((other) => other === value) ? value : null];
    });
    if (branches.some(({ forgotten }) => forgotten)) this.forgetLocals();
    for (const [name, value] of common) this.locals.set(name, value);
    for (const branch of branches) for (const name of branch.changed) this.changed.add(name);
    this.globalsChanged = branches.some(({ globalsChanged }) => globalsChanged);
    this.exact = branches.every(({ exact }) => exact);
  }
}

/** Nodes of an expression after replacing locals. */
export function expressionSize(expression: Expression, locals: ReadonlyMap<string, Expression> = new Map()): number {
  const sizes = new Map([...locals].map(([name, value]) => [name, expressionSize(value)]));
  let size = 0;
  for (const { expression: node } of descendants(expression)) {
    size += node.kind === "name" ? (sizes.get(node.name) ?? 1) : 1;
  }
  return size;
}
