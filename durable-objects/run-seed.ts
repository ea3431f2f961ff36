import type { Graph } from "../src/graph/definition.ts";
import type { JournalEvent, ValueRef } from "../src/graph/events.ts";
import type { NodeId } from "../src/graph/ids.ts";
import { answersWithout } from "../src/graphs/holes/given-again.ts";
import { RunRequest } from "../src/graphs/run.ts";
import type { HoleId } from "../src/ir/ids.ts";
import { toValue } from "./blobs.ts";
import type { RunSeed, SeedAnswer } from "./contract.ts";
import { contractOf } from "./hole-view.ts";
import type { RunStorage } from "./run-storage.ts";
import type { LoadedRun } from "./run-view.ts";

/** Where graphs ask: the subgraph in the place of this node. */
const ASKING = "holes";

/**
 * The request of a run and what its nodes before `from` made, for a new run that begins at `from`: a node, or the first one of a subgraph. Where `from` is passed again and again, the last time counts. With `without`
 * the new run is given the answers of this one again, except those to these holes, and waits for them.
 */
export function seedOf(
  run: LoadedRun,
  storage: RunStorage,
  { from, without }: { from: string; without?: readonly HoleId[] | undefined },
): SeedAnswer {
  const graph = run.bound?.graph;
  const start = graph === undefined ? null : entryOf(graph, from);
  if (graph === undefined || start === null) {
    return { status: "unknown_node", nodes: graph === undefined ? [] : [...graph.nodes.keys()] };
  }
  const before = ancestors(graph, start);
  const again = without === undefined ? null : givenAgain(run, storage, graph, before, without);
  if (again !== null && again.status !== "ok") return again;
  const made = new Map<NodeId, Succeeded>();
  for (const event of untilLast(start, storage.journal.all()))
    if (event.type === "node_succeeded" && before.has(event.node)) made.set(event.node, event);
  // What was found open, with its suggestions, is asked as it was asked before.
  const prepared = again === null || entryOf(graph, ASKING) !== start ? [] : preparedBy(storage.journal.all());
  const reused = [...made.values()].filter(({ node }) => run.state.nodes.get(node)?.status === "succeeded");
  const seed: RunSeed = {
    rerun_of: run.meta.id,
    ...recorded([...reused, ...prepared], storage),
    ...(again === null ? {} : { answers: again.answers, reopened: [...(without ?? [])] }),
  };
  const request = RunRequest.parse(JSON.parse(storage.blobs.get(run.meta.request)));
  return { status: "ok", request, seed };
}

/** Stores what a linked run reuses. Call in the transaction that creates the run. */
export function plantSeed(storage: RunStorage, seed: RunSeed, now: number): void {
  const refs = seed.values.map((json) => {
    const value = toValue(json);
    storage.blobs.put(value);
    return value.ref;
  });
  for (const { node, choice, writes } of seed.nodes) {
    const known = Object.entries(writes).flatMap(([channel, place]) => {
      const ref = refs[place];
      return ref === undefined ? [] : [[channel, ref] as const];
    });
    storage.seed.put(node, { choice, writes: Object.fromEntries(known) });
  }
  for (const command of seed.answers ?? []) storage.kept.plant(command, now);
}

type Succeeded = JournalEvent & { type: "node_succeeded" };

/** Outcomes in the form of a seed. */
function recorded(events: readonly Succeeded[], storage: RunStorage): Pick<RunSeed, "values" | "nodes"> {
  const places = new Map<string, number>();
  const values: string[] = [];
  const placeOf = (ref: ValueRef): number => {
    const known = places.get(ref.hash);
    if (known !== undefined) return known;
    places.set(ref.hash, values.length);
    return values.push(storage.blobs.get(ref)) - 1;
  };
  const nodes = events.map(({ node, choice, writes }) => ({
    node,
    choice,
    writes: Object.fromEntries(Object.entries(writes).map(([channel, ref]) => [channel, placeOf(ref)])),
  }));
  return { values, nodes };
}

/** The first turn of the holes graph, up to its first question. */
function preparedBy(events: readonly JournalEvent[]): Succeeded[] {
  const first = ["turn", "prepare"].map((node) =>
    events.find(
      (event): event is Succeeded =>
        event.type === "node_succeeded" && event.node === `${ASKING}/${node}` && event.iteration === 0,
    ),
  );
  return first.some((event) => event === undefined || event.choice === "kept" || event.choice === "settled")
    ? []
    : first.filter((event) => event !== undefined);
}

/** The answers that the new run is given, where it begins early enough to take them. */
function givenAgain(
  run: LoadedRun,
  storage: RunStorage,
  graph: Graph,
  before: ReadonlySet<NodeId>,
  without: readonly HoleId[],
): Exclude<SeedAnswer, { status: "ok" }> | { status: "ok"; answers: NonNullable<RunSeed["answers"]> } {
  const asking = entryOf(graph, ASKING);
  const contract = contractOf(storage, run);
  if (asking === null || contract === null) return { status: "asks_nobody" };
  if (before.has(asking)) return { status: "too_late", asking: ASKING };
  const { commands, unknown } = answersWithout(contract, without);
  if (unknown.length > 0) return { status: "unknown_hole" };
  return { status: "ok", answers: commands };
}

/** A node by its id, or the first one of a subgraph; null where there is neither. */
function entryOf(graph: Graph, name: string): NodeId | null {
  const ids = [...graph.nodes.keys()];
  const own = ids.find((id) => id === name);
  if (own !== undefined) return own;
  const inside = (id: NodeId) => id.startsWith(`${name}/`);
  return (
    ids.find(
      (id) =>
        inside(id) &&
        (id === graph.start ||
          graph.edges.some((edge) => edge.to === id && edge.loop === undefined && !inside(edge.from))),
    ) ?? null
  );
}

/** What happened before the node was last begun; everything where it never was. */
function untilLast(node: NodeId, events: readonly JournalEvent[]): readonly JournalEvent[] {
  const begun = events.findLastIndex(
    (event) => (event.type === "node_scheduled" || event.type === "wait_opened") && event.node === node,
  );
  return begun < 0 ? events : events.slice(0, begun);
}

/** Nodes from which `node` is reached, back edges apart. */
function ancestors(graph: Graph, node: NodeId): Set<NodeId> {
  const found = new Set<NodeId>();
  const pending = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const edge of graph.edges) {
      if (edge.to !== at || edge.loop !== undefined || found.has(edge.from)) continue;
      found.add(edge.from);
      pending.push(edge.from);
    }
  }
  return found;
}
