import type { PositionedNode } from "../module.ts";
import { isCaught } from "./exceptions.ts";
import type { CallEdge, Observation, Program, Unit } from "./program.ts";
import type { Root, Value } from "./value.ts";
import { rootsInside } from "./value.ts";
import { describeRoot } from "./walk.ts";

/** An effect of a unit, its own or one of a unit it calls. */
export interface Item {
  observation: Observation;
  /** Units between, from the one that is called to the one that does it. */
  via: string[];
  confidence: number;
  /** Calls in this unit through which the effect is reached; its own observation where `via` is empty. */
  nodes: PositionedNode[];
}

export type Summaries = Map<Unit, Map<string, Item>>;

/**
 * Effects of all units, those of called units included: a worklist over the call graph, first come first served, so that the first chain by which
 * an effect arrives is a shortest one.
 */
export function propagate(program: Program): Summaries {
  const summaries: Summaries = new Map(program.units.map((unit) => [unit, new Map()]));
  const callers = new Map<Unit, { caller: Unit; edge: CallEdge }[]>();
  const queue: { unit: Unit; item: Item }[] = [];
  const add = (unit: Unit, item: Item) => {
    const summary = summaries.get(unit);
    if (!summary) return;
    const key = itemKey(item.observation);
    const known = summary.get(key);
    if (known) {
      if (known.via.length === item.via.length) {
        known.nodes.push(...item.nodes.filter((node) => !known.nodes.includes(node)));
        known.confidence = Math.max(known.confidence, item.confidence);
      }
      return;
    }
    summary.set(key, item);
    queue.push({ unit, item });
  };
  const addEdge = (caller: Unit, edge: CallEdge) => {
    const edges = callers.get(edge.callee) ?? [];
    if (edges.some((known) => known.caller === caller && known.edge.node === edge.node && known.edge === edge)) return;
    callers.set(edge.callee, [...edges, { caller, edge }]);
  };
  for (const unit of program.units) {
    for (const edge of unit.calls) addEdge(unit, edge);
    for (const observation of unit.observations) {
      add(unit, { observation, via: [], confidence: observation.confidence, nodes: [observation.node] });
    }
  }
  const drain = () => {
    for (let index = 0; index < queue.length; index += 1) {
      const entry = queue[index];
      if (!entry) continue;
      for (const { caller, edge } of callers.get(entry.unit) ?? []) {
        for (const item of carry(caller, edge, entry.item)) add(caller, item);
      }
    }
    queue.length = 0;
  };
  drain();
  addReads(program, summaries, add);
  drain();
  return summaries;
}

function itemKey({ effect_type, target, root }: Observation): string {
  return `${effect_type} ${target} ${root ? `${root.owner} ${root.unit?.key ?? ""} ${root.relation} ${root.name}` : ""}`;
}

/** Reading a module variable is an effect where some function of the file changes it. */
function addReads(program: Program, summaries: Summaries, add: (unit: Unit, item: Item) => void): void {
  const changed = new Set<string>();
  for (const [unit, summary] of summaries) {
    if (unit === program.body) continue;
    for (const { observation } of summary.values()) {
      if (observation.effect_type === "state" && observation.root?.owner === "global")
        changed.add(observation.root.name);
    }
  }
  for (const unit of program.units) {
    for (const [name, node] of unit.global_reads) {
      if (!changed.has(name)) continue;
      const observation: Observation = {
        effect_type: "state",
        target: `read:${name}`,
        description: `reads the module's \`${name}\`, which a function of the file changes`,
        rule: "global-read",
        confidence: 0.9,
        source: "static",
        node,
        root: null,
        exception: null,
      };
      add(unit, { observation, via: [], confidence: 0.9, nodes: [node] });
    }
  }
}

/** What an effect of the callee means for the caller. */
function carry(caller: Unit, edge: CallEdge, item: Item): Item[] {
  const { observation } = item;
  const step = {
    via: [edge.callee.key.replace(/@.*$/, ""), ...item.via],
    confidence: Math.round(item.confidence * edge.confidence * 1000) / 1000,
    nodes: [edge.node],
  };
  if (observation.effect_type === "exception") {
    return isCaught(observation.exception, edge.guards) ? [] : [{ observation, ...step }];
  }
  const { root } = observation;
  if (!root) return [{ observation, ...step }];
  if (observation.effect_type === "unknown_call")
    return carryUnknownCall(edge, observation, root).map((carried) => ({ observation: carried, ...step }));
  return rootsFor(caller, edge, root).map((carried) => ({ observation: rooted(observation, carried), ...step }));
}

function rootsFor(caller: Unit, edge: CallEdge, root: Root): Root[] {
  const attribute = root.path.startsWith(`${root.name}.`) ? root.path.slice(root.name.length + 1) : null;
  const changed = (value: Value | undefined): Root[] => {
    const roots = value?.roots ?? [];
    if (root.relation === "inside") return rootsInside(roots, attribute);
    return roots
      .filter((one) => one.relation !== "holds")
      .map((one) =>
        attribute !== null && one.relation === "is" && one.path === one.name
          ? { ...one, path: `${one.name}.${attribute}` }
          : one,
      );
  };
  if (root.owner === "parameter") return root.unit === edge.callee ? changed(edge.bindings.get(root.name)) : [root];
  if (root.owner === "free" && root.unit === caller) {
    return changed(caller.bindings.get(root.name)).concat(parameterRoot(caller, root));
  }
  return [root];
}

/** A variable of the caller that a nested function changes is the caller's own business, unless it is a parameter's object. */
function parameterRoot(caller: Unit, root: Root): Root[] {
  const { parameters } = caller;
  if (!parameters) return [];
  const names = [...parameters.posonlyargs, ...parameters.args, ...parameters.kwonlyargs].map(
    (parameter) => parameter.arg,
  );
  return names.includes(root.name) ? [{ ...root, owner: "parameter" }] : [];
}

function rooted(observation: Observation, root: Root): Observation {
  return {
    ...observation,
    effect_type: root.owner === "parameter" ? "mutation" : "state",
    target: root.path,
    description: `changes ${describeRoot(root, root.path)}`,
    root,
  };
}

/** A callable that the caller passes is known to the caller, or is its own parameter. */
function carryUnknownCall(edge: CallEdge, observation: Observation, root: Root): Observation[] {
  if (root.owner !== "parameter" || root.unit !== edge.callee) return [observation];
  const given = edge.bindings.get(root.name);
  if (!given) return [observation];
  if (given.complete && given.shapes.length > 0) return [];
  const passed = given.roots.flatMap((one) => (one.owner === "parameter" && one.relation === "is" ? [one] : []));
  if (passed.length === 0) return [observation];
  return passed.map((one) => ({ ...observation, target: one.path, root: one }));
}
