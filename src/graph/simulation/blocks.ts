/** Programs made of nested blocks. They say by themselves how a run must end, without knowing how a graph is run. */
import type { JoinPolicy } from "../definition.ts";
import type { Random } from "./random.ts";

export type Block =
  | { kind: "task"; id: string; mode: "inline" | "queued"; dies: boolean }
  | { kind: "wait"; id: string }
  | { kind: "sequence"; blocks: Block[] }
  /** An empty branch leads from the fork straight to the join. */
  | { kind: "fork"; id: string; join: string; policy: JoinPolicy; branches: (Block | null)[] }
  | { kind: "choice"; id: string; taken: number; choices: (Block | null)[] }
  | { kind: "loop"; head: string; id: string; body: Block; rounds: number; max: number };

export function randomProgram(random: Random, options: { deaths: number }): Block {
  let count = 0;
  const name = (kind: string): string => `${kind}${++count}`;
  const task = (): Block => ({
    kind: "task",
    id: name("task"),
    mode: random.chance(0.6) ? "queued" : "inline",
    dies: random.chance(options.deaths),
  });
  const block = (depth: number): Block => {
    const kind =
      depth <= 0 ? "task" : random.pick(["task", "task", "wait", "sequence", "fork", "fork", "choice", "loop"]);
    switch (kind) {
      case "wait":
        return { kind, id: name("wait") };
      case "sequence":
        return { kind, blocks: list(random.whole(2, 3), () => block(depth - 1)) };
      case "fork": {
        const branches: (Block | null)[] = list(random.whole(2, 4), () => block(depth - 1));
        if (random.chance(0.1)) branches[0] = null;
        return { kind, id: name("fork"), join: name("join"), policy: policy(branches.length), branches };
      }
      case "choice": {
        const choices: (Block | null)[] = list(random.whole(2, 3), () => block(depth - 1));
        if (random.chance(0.3)) choices[0] = null;
        return { kind, id: name("choice"), choices, taken: random.whole(0, choices.length - 1) };
      }
      case "loop":
        return {
          kind,
          head: name("head"),
          id: name("again"),
          body: block(depth - 1),
          rounds: random.whole(0, 3),
          max: random.whole(1, 2),
        };
      default:
        return task();
    }
  };
  const policy = (branches: number): JoinPolicy =>
    random.pick<JoinPolicy>([
      { policy: "all" },
      { policy: "first_success" },
      { policy: "quorum", count: random.whole(1, branches) },
      { policy: "collect_errors" },
    ]);
  return { kind: "sequence", blocks: list(random.whole(1, 3), () => block(2)) };
}

/** Whether the program gets through when nothing from outside stops it and attempts never run out. */
export function succeeds(block: Block | null): boolean {
  if (block === null) return true;
  switch (block.kind) {
    case "task":
      return !block.dies;
    case "wait":
      return true;
    case "sequence":
      return block.blocks.every(succeeds);
    case "fork": {
      const through = block.branches.filter(succeeds).length;
      switch (block.policy.policy) {
        case "all":
          return through === block.branches.length;
        case "first_success":
          return through > 0;
        case "quorum":
          return through >= block.policy.count;
        case "collect_errors":
          return true;
      }
      return false;
    }
    case "choice":
      return succeeds(block.choices[block.taken] ?? null);
    case "loop":
      return succeeds(block.body);
  }
}

/**
 * How often each node that has a handler succeeds in a run of a program that gets through. Nodes inside a fork whose join may end
 * without them are left out.
 */
export function executions(block: Block | null, times = 1, counts = new Map<string, number>()): Map<string, number> {
  switch (block?.kind) {
    case "task":
      counts.set(block.id, block.dies ? 0 : times);
      break;
    case "sequence": {
      let reached = true;
      for (const inner of block.blocks) {
        executions(inner, reached ? times : 0, counts);
        reached &&= succeeds(inner);
      }
      break;
    }
    case "fork":
      counts.set(block.id, times);
      if (block.policy.policy === "collect_errors" || (block.policy.policy === "all" && succeeds(block))) {
        for (const branch of block.branches) executions(branch, times, counts);
      }
      break;
    case "choice":
      counts.set(block.id, times);
      for (const [index, choice] of block.choices.entries())
        executions(choice, index === block.taken ? times : 0, counts);
      break;
    case "loop": {
      const dies = !succeeds(block.body);
      const rounds = dies ? times : times * (Math.min(block.rounds, block.max) + 1);
      counts.set(block.head, rounds);
      counts.set(block.id, dies ? 0 : rounds);
      executions(block.body, rounds, counts);
      break;
    }
  }
  return counts;
}

function list<T>(length: number, make: () => T): T[] {
  return Array.from({ length }, make);
}
